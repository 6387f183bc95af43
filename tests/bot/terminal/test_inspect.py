"""docs/running.md shows what is really printed."""

import re
import shlex
from pathlib import Path

import pytest

from tests.bot.conftest import Run
from tests.conftest import ROOT

_VARIES = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|[0-9a-f]{64}|[\d.]+ kB|\d+\.\d s")


def test_the_page_on_running_shows_what_is_really_printed(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Command after command, with the articles that stand on it; moments, sizes and hashes aside."""
    monkeypatch.setenv("COLUMNS", "100")
    page = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    quay, corrected = re.findall(r"```text\n(.+?)```", page, re.DOTALL)
    (folder / "quay.txt").write_text(quay, encoding="utf-8")
    (folder / "corrected.txt").write_text(corrected, encoding="utf-8")
    (transcript,) = re.findall(r"```\n(\$ pullquote .+?)```", page, re.DOTALL)
    commands = re.split(r"^\$ pullquote ", transcript, flags=re.MULTILINE)[1:]
    assert len(commands) > 5
    for command in commands:
        typed, _, shown = command.partition("\n")
        assert lines(run(*shlex.split(typed))[1]) == lines(shown), typed


def lines(text: str) -> list[str]:
    return [_VARIES.sub("…", line).rstrip() for line in text.splitlines() if line.strip()]
