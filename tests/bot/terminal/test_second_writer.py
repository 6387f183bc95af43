"""Two processes, one data folder."""

import subprocess
import sys
from pathlib import Path

from index.engine.lock import Lock
from tests.conftest import ROOT

COMMANDS = ("run", "index", "corpus add quay.txt --yes", "restore x")
# One process for all: what is heavy would be noticed at its end.
CODE = """
import sys
from bot.terminal.app import _exit_code
for command in sys.argv[1:]:
    sys.argv[1:] = command.split()
    print(_exit_code())
print("faiss" in sys.modules, *({"torch", "sentence_transformers", "onnxruntime"} & set(sys.modules)))
"""


def test_a_second_writer_says_so_before_it_loads_what_is_heavy(folder: Path) -> None:
    """Every command that writes says one line and comes to exit code 1, and no model was waited for."""
    environment = {"PULLQUOTE_ARTICLES": "articles", "PULLQUOTE_DATA": "data", "PULLQUOTE_TOKEN": "a.token"}
    with Lock(folder / "data").held():
        done = subprocess.run(
            [sys.executable, "-c", CODE, *COMMANDS],
            cwd=folder,
            env={**environment, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout.split() == ["1"] * len(COMMANDS) + ["True"], done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == len(COMMANDS)
    for line in lines:
        assert line.startswith("pullquote: another Pullquote is writing to data; stop it")
        assert "on SIGHUP: `systemctl reload" in line
