"""Two processes, one data folder."""

from pathlib import Path

import pytest

import bot.terminal.session
from index.engine.lock import Lock
from tests.bot.conftest import Run


@pytest.mark.parametrize("command", ["run", "index", "corpus add quay.txt --yes", "restore x"])
def test_a_second_writer_says_so_before_it_loads_what_is_heavy(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Every command that writes says one line and comes to exit code 1, and no model was looked for."""
    monkeypatch.setenv("PULLQUOTE_TOKEN", "a.token")
    for model in ("find_encoder", "find_reader"):
        monkeypatch.delattr(bot.terminal.session, model)
    with Lock(folder / "data").held():
        code, out, err = run(*command.split())
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("pullquote: another Pullquote is writing to data; stop it")
    assert "on SIGHUP: `systemctl reload" in err
