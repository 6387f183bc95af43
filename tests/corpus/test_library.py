"""Every document that ever answered, kept for ever."""

import contextlib
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.library import Library, LibraryError
from corpus.readers import parse_article
from tests.conftest import ROOT

FRONT = "---\ntitle: Ferry\npublisher: The Gull\nauthors: [Ann Lee, Bo Roy]\npublished: 2024-03-08\nurl: https://gull.example\n---\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.sqlite"


def document(number: int) -> Document:
    """A document of its own."""
    text = f"{FRONT}“The ferry sails at {number},” said Ann Jones.\n\nImage: The ferry\n\nNobody was on it.\u2028"
    return parse_article(f"ferry-{number}.txt", text.encode())


DOCUMENTS = [document(number) for number in range(30)]


def whole(one: Document) -> tuple[object, ...]:
    """All that is in a document; equality looks at its id alone."""
    return tuple(getattr(one, name) for name in Document.__slots__)


def found(path: Path) -> list[tuple[object, ...]]:
    """Those of DOCUMENTS that are found, whole; none is found changed."""
    known = []
    for each in DOCUMENTS:
        with contextlib.suppress(LibraryError):
            known += [whole(one) for one in Library(path).find(each.id)]
    assert set(known) <= set(map(whole, DOCUMENTS))
    return known


def execute(path: Path, command: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as library, library:
        return library.execute(command).fetchall()


def test_what_is_kept_is_found_whole(path: Path) -> None:
    """By the beginning of its id, in another process too."""
    assert Library(path).keep(DOCUMENTS) == ()
    assert found(path) == list(map(whole, DOCUMENTS))
    assert Library(path).find(DOCUMENTS[3].id[:10]) == (DOCUMENTS[3],)
    assert Library(path).find("0" * 64) == ()
    assert set(Library(path).find("")) == set(DOCUMENTS)


def test_nothing_is_forgotten_or_changed(path: Path) -> None:
    """Neither by keeping others, nor by keeping the same text under another name."""
    Library(path).keep(DOCUMENTS[:2])
    seen = execute(path, "SELECT * FROM documents ORDER BY id")
    renamed = parse_article("other.txt", DOCUMENTS[0].text.encode())
    assert renamed == DOCUMENTS[0]
    Library(path).keep([renamed, *DOCUMENTS[2:]])
    assert found(path) == list(map(whole, DOCUMENTS))
    assert set(seen) <= set(execute(path, "SELECT * FROM documents"))


def test_a_fault_is_told_to_those_who_only_read(path: Path) -> None:
    """A missing file, a document that is not there, and a file that is none."""
    library = Library(path)
    assert "missing" in (library.fault(DOCUMENTS) or "")
    with pytest.raises(LibraryError, match="index the articles"):
        library.find("0123456789")
    library.keep(DOCUMENTS[1:])
    assert "lacks some" in (library.fault(DOCUMENTS) or "")
    assert library.fault(DOCUMENTS[1:]) is None
    path.write_bytes(b"no library" * 1000)
    assert "cannot be read" in (library.fault(DOCUMENTS) or "")
    with pytest.raises(LibraryError, match="cannot be read"):
        library.find("0123456789")


def test_a_damaged_row_is_an_error_until_the_document_answers_again(path: Path) -> None:
    """Of that document alone."""
    Library(path).keep(DOCUMENTS)
    row = "CAST(document AS TEXT) LIKE '%sails at 0,%'"
    execute(path, f"UPDATE documents SET document = CAST(replace(document, '0,', '9,') AS BLOB) WHERE {row}")  # noqa: S608
    with pytest.raises(LibraryError, match="damaged"):
        Library(path).find(DOCUMENTS[0].id)
    assert found(path) == list(map(whole, DOCUMENTS[1:]))
    assert Library(path).keep(DOCUMENTS[:1]) == ()
    assert found(path) == list(map(whole, DOCUMENTS))


@pytest.mark.parametrize("spoil", ["garbage", "empty", "cut", "other table"])
def test_a_damaged_file_is_set_aside(path: Path, spoil: str) -> None:
    """And said so; what answers is kept anew."""
    Library(path).keep(DOCUMENTS)
    data = path.read_bytes()
    path.write_bytes({"garbage": b"SQLite format 3\0 not", "cut": data[:-5000]}.get(spoil, b""))
    if spoil == "other table":
        execute(path, "CREATE TABLE documents (text TEXT)")
    (note,) = Library(path).keep(DOCUMENTS[:2])
    assert "set aside as library.sqlite.broken" in note
    assert path.with_name("library.sqlite.broken").exists()
    assert {whole(DOCUMENTS[0]), whole(DOCUMENTS[1])} <= set(found(path))
    assert Library(path).keep(DOCUMENTS) == ()


def test_what_can_be_read_of_a_damaged_file_is_kept(path: Path) -> None:
    """Where a page of it is gone, not all of it is."""
    Library(path).keep(DOCUMENTS)
    data = bytearray(path.read_bytes())
    data[-4096:] = bytes(4096)
    path.write_bytes(data)
    (note,) = Library(path).keep(())
    kept = len(found(path))
    assert 10 < kept < 30
    assert f"{kept} articles of it could be kept" in note


def test_no_flipped_byte_changes_a_document(path: Path) -> None:
    """It is found as it was or not at all, and nothing stops the next indexing."""
    Library(path).keep(DOCUMENTS)
    data = path.read_bytes()
    chance = random.Random(7)  # noqa: S311  # the same bytes each time
    for place in [*range(0, 108, 4), *(chance.randrange(len(data)) for _ in range(100))]:
        spoiled = bytearray(data)
        spoiled[place] ^= 1 << chance.randrange(8)
        path.write_bytes(spoiled)
        found(path)
        with contextlib.suppress(LibraryError):  # a version from the future
            Library(path).keep(DOCUMENTS)
            assert found(path) == list(map(whole, DOCUMENTS)), place


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    """It is neither read nor written."""
    Library(path).keep(DOCUMENTS)
    execute(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    for work in (lambda: Library(path).keep(DOCUMENTS), lambda: Library(path).find("0123456789")):
        with pytest.raises(LibraryError, match="newer Pullquote"):
            work()
    assert path.read_bytes() == before


READER = """
import sys
from pathlib import Path
from corpus.library import Library
print(len(Library(Path(sys.argv[1])).find("")))
"""


def test_others_read_while_one_writes(path: Path) -> None:
    """They see what was there before; afterwards all of it."""
    Library(path).keep(DOCUMENTS[:10])

    def seen() -> int:
        command = [sys.executable, "-c", READER, str(path)]
        return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)

    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM documents")
        assert seen() == len(Library(path).find("")) == 10
        writer.execute("ROLLBACK")
    Library(path).keep(DOCUMENTS)
    assert seen() == 30
