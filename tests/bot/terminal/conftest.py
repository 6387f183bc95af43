"""The operator's terminal, in a folder of its own, with an encoder that takes no time."""

import shutil
from pathlib import Path

import pytest

import bot.terminal.session
from corpus.library.owners import OPERATOR, SHARED
from tests.support.fake_encoder import FakeEncoder
from tests.support.kept_service import KeptService, indexed
from tests.support.once import made_once

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
    put_ferry(tmp_path)
    (tmp_path / "quay.txt").write_text(QUAY, encoding="utf-8")
    (tmp_path / "again.txt").write_text(QUAY_AGAIN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, value in {"ARTICLES": "articles", "DATA": "data", "READER": "none"}.items():
        monkeypatch.setenv(f"PULLQUOTE_{name}", value)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("PULLQUOTE_TOKEN", raising=False)
    monkeypatch.setattr(bot.terminal.session, "find_encoder", lambda _: FakeEncoder())
    return tmp_path


@pytest.fixture
def ferry(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The articles folder is indexed."""

    def make(ready: Path) -> None:
        put_ferry(ready)
        indexed(ready)

    copy_data(made_once(tmp_path_factory, "ferry", make), folder)


@pytest.fixture
def quay(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The number of the quay, added to the shared collection beside the ferry, in two versions."""

    def make(ready: Path) -> None:
        put_ferry(ready)
        indexed(ready)
        add(ready, SHARED, QUAY)
        add(ready, SHARED, QUAY_AGAIN, 2)

    copy_data(made_once(tmp_path_factory, "quay", make), folder)
    return "2"


@pytest.fixture
def quay_alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The quay is article 1 of the shared collection; the articles folder is not indexed."""

    def make(ready: Path) -> None:
        put_ferry(ready)
        add(ready, SHARED, QUAY)

    copy_data(made_once(tmp_path_factory, "quay-alone", make), folder)


@pytest.fixture
def guild_quay(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The quay is article 1 of a guild; the articles folder is indexed."""

    def make(ready: Path) -> None:
        put_ferry(ready)
        indexed(ready)
        add(ready, GUILD, QUAY)

    copy_data(made_once(tmp_path_factory, "guild-quay", make), folder)


def put_ferry(folder: Path) -> None:
    """Make the articles folder."""
    (folder / "articles").mkdir()
    (folder / "articles" / "ferry.md").write_text(FERRY, encoding="utf-8")


def add(folder: Path, collection: str, text: str, revises: int | None = None) -> None:
    """Add a file `quay.txt`, as the operator does."""
    kept = KeptService(folder)
    with kept.operations.writing():
        kept.operations.load()
        draft = kept.additions.draft(collection, "quay.txt", text.encode(), OPERATOR).draft
        kept.additions.add(collection, draft.id, OPERATOR, revises)


def copy_data(ready: Path, folder: Path) -> None:
    """Give a folder the library and the indexes of another one."""
    shutil.copytree(ready / "data", folder / "data")
