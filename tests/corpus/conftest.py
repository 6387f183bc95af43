"""A library and documents for it."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from corpus.library.library import Library
from corpus.library.models import Add
from corpus.readers.files import parse_article
from corpus.text.document import Document

FRONT = "---\ntitle: Ferry {}\npublisher: The Gull\nauthors: [Ann Lee, Bo Roy]\npublished: 2024-03-08\nurl: https://gull.example\n---\n"


def document(number: int) -> Document:
    """A document of its own."""
    text = f"{FRONT}“The ferry sails at {number},” said Ann Jones.\n\nImage: The ferry\n\nNobody was on it.\u2028"
    return parse_article(f"ferry-{number}.txt", text.format(number).encode())


DOCUMENTS = tuple(document(number) for number in range(30))


def whole(one: Document) -> tuple[object, ...]:
    """All that is in a document; equality looks at its id alone."""
    return tuple(getattr(one, name) for name in Document.__slots__)


def held(library: Library, collection: str) -> list[tuple[object, ...]]:
    """The documents that answer in a collection, whole, by their names."""
    found = (revision.document for revision in library.articles.current(collection))
    return [whole(one) for one in sorted(found, key=lambda one: DOCUMENTS.index(one))]


def added(library: Library, collection: str, *documents: Document) -> tuple[int, ...]:
    """Documents added as articles of their own; their numbers."""
    return library.articles.apply(collection, [Add(each, "file") for each in documents], "7", f"added {len(documents)}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Of a library that is not there yet."""
    return tmp_path / "data" / "library.sqlite"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty library, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    assert Library(folder / "library.sqlite").prepare() == ()
    return folder


@pytest.fixture
def library(path: Path, empty: Path) -> Library:
    """One that is empty."""
    shutil.copytree(empty, path.parent)
    return Library(path)


def execute(path: Path, command: str) -> None:
    """Have SQLite do something to a library behind its back."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(command)
