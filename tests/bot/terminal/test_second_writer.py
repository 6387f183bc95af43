"""Two processes, one data folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.engine.lock import Lock
from tests.conftest import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("command", [["run"], ["index"], ["corpus", "add", "quay.txt", "--yes"], ["restore", "x"]])
def test_a_second_writer_says_so_before_it_loads_what_is_heavy(folder: Path, command: list[str]) -> None:
    """One line, exit code 1, and torch was not waited for."""
    environment = {"PULLQUOTE_ARTICLES": "articles", "PULLQUOTE_DATA": "data", "PULLQUOTE_TOKEN": "a.token"}
    with Lock(folder / "data").held():
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "bot", *command],
            cwd=folder,
            env={**environment, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("pullquote: another Pullquote is writing to data; stop it")
    assert "on SIGHUP: `systemctl reload" in done.stderr.splitlines()[-1]
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "faiss" in loaded
    assert not {"torch", "sentence_transformers"} & loaded
