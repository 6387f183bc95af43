"""`pullquote run`, up to where Discord begins."""

import shutil
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

import bot.terminal.run
from bot.settings import Settings
from corpus.library.owners import SHARED
from index.service.protocols import Service
from tests.bot.conftest import Run
from tests.bot.terminal.conftest import GUILD


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The collections that the bot still has to index when it goes on Discord."""
    names: list[str] = []

    async def serve(_: Service, settings: Settings, behind: Sequence[str]) -> None:
        assert settings.token
        assert signal.SIGHUP in signal.pthread_sigmask(signal.SIG_BLOCK, ())  # it is kept until somebody listens
        names.extend(behind)

    monkeypatch.setattr(bot.terminal.run, "serve", serve)
    monkeypatch.setattr("bot.terminal.run.set_up_logging", lambda _: None)
    monkeypatch.setenv("PULLQUOTE_TOKEN", "a.token")
    return names


def test_the_bot_goes_on_discord_before_it_indexes(run: Run, folder: Path, served: list[str]) -> None:
    """What is not up to date is left to it, also of guilds whose moderators did not delete anything."""
    run("corpus", "add", "quay.txt", "--yes", "--collection", GUILD)
    assert run("run")[0] == 0
    assert served == [SHARED]
    run("index")
    shutil.rmtree(folder / "data" / "guild-42")
    assert run("run")[0] == 0
    assert served == [SHARED, GUILD]


def test_a_missing_token_is_told_before_anything_is_indexed(run: Run, folder: Path) -> None:
    """Which may take long; and whatever started the bot is told by the exit code not to do so again."""
    code, out, err = run("run")
    assert (code, out) == (78, "")
    assert "PULLQUOTE_TOKEN is not set" in err
    assert "Traceback" not in err
    assert not (folder / "data").exists()


def test_the_bot_runs_without_shared_articles(run: Run, folder: Path, served: list[str]) -> None:
    """Since moderators may add their own; what is missing is told when it is looked for."""
    (folder / "articles" / "ferry.md").unlink()
    assert (run("run")[0], served) == (0, [SHARED])
