"""A second process that wants to write."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.torture.outcome import Outcome
from tests.torture.workshop import ground

HOLDS = "a second writer says that there is one already, and exits with 1"
COMMANDS = (("index",), ("run",), ("corpus", "add", "articles/a1.txt"))


def second_writer(count: int, folder: Path) -> Outcome:
    """The commands in turn, beside a process that holds the data folder."""
    kept = ground(folder / "ground")
    slowest, broken = 0.0, list[str]()
    with kept.operations.writing():
        for number in range(count):
            command = COMMANDS[number % len(COMMANDS)]
            started = time.monotonic()
            done = _run(folder / "ground", command)
            slowest = max(slowest, time.monotonic() - started)
            if done.returncode != 1 or "another Pullquote is writing" not in done.stderr:
                broken.append(f"{' '.join(command)} exits with {done.returncode} and says {done.stderr[-200:]!r}")
    return Outcome(HOLDS, count, {"slowest, s": round(slowest, 2)}, tuple(broken))


def _run(folder: Path, command: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root, "PULLQUOTE_TOKEN": "a.b.c"}
    environment |= {"PULLQUOTE_DATA": str(folder / "data"), "PULLQUOTE_ARTICLES": str(folder / "articles")}
    line = [sys.executable, "-m", "bot", *command]
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)
