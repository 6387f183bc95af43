"""The operator's terminal, in a folder of its own, with an encoder that takes no time."""

from pathlib import Path

import pytest

import bot.terminal.session
from tests.support.fake_encoder import FakeEncoder

QUAY = """\
---
title: The quay closes
publisher: Harbour News
published: 2019-05-03
---
“The quay will close in May,” said Ada Holm, the harbour master.

“We asked the board twice,” Holm said. “Nobody wrote back.”
"""
QUAY_AGAIN = QUAY.replace("in May", "in June").replace(" “Nobody wrote back.”", "") + "\n“I am glad,” said Ben Ray.\n"
FERRY = "---\ntitle: The ferry stays\n---\n“The ferry will stay for a year,” said Ben Ray, who runs it.\n"
GUILD = "guild:42"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands run: the ferry is in the articles folder, the quay beside it."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.md").write_text(FERRY, encoding="utf-8")
    (tmp_path / "quay.txt").write_text(QUAY, encoding="utf-8")
    (tmp_path / "again.txt").write_text(QUAY_AGAIN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, value in {"ARTICLES": "articles", "DATA": "data", "READER": "none"}.items():
        monkeypatch.setenv(f"PULLQUOTE_{name}", value)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("PULLQUOTE_TOKEN", raising=False)
    monkeypatch.setattr(bot.terminal.session, "find_encoder", lambda _: FakeEncoder())
    return tmp_path
