"""Processes that are killed in the middle of their work."""

import subprocess
import sys
from pathlib import Path
from time import sleep

from tests.conftest import ROOT


def killed(code: str, folder: Path, after: float) -> None:
    """Run Python code with a folder as its argument: it says a line when it is ready, begins at a line that it is told,
    and is killed so many seconds later."""
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        process.stdin.write(b"\n")
        process.stdin.flush()
        sleep(after)
        process.kill()
