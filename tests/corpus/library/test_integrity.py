"""What SQLite and the ids of the texts can see of damage is told, and a changed text is never read."""

import contextlib
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.models import Add, Draft, Remove, Source
from corpus.library.policy import Policy
from tests.corpus.conftest import DOCUMENTS, added, execute

NOW = datetime.now(UTC)
COLLECTIONS = ("shared", "guild:1", "guild:2")
PAGE = Source("text/html", "utf-8", b"<p>Nobody was on it.</p>")
TEXTS = {document.text for document in DOCUMENTS}


def fill(library: Library) -> None:
    """Have something in every table."""
    for collection in COLLECTIONS[:2]:
        one, two, *_ = added(library, collection, *DOCUMENTS[:4])
        library.articles.apply(collection, [Add(DOCUMENTS[5], "web", one, PAGE), Remove(two)], "7", "corrected one")
    library.guilds.settle(1, Policy(shared=False), "7", "settled")
    library.guilds.choose(7, 1)
    library.guilds.left("guild:2", NOW)
    library.drafts.keep(Draft("0123456789abcdef", "guild:1", "7", NOW, DOCUMENTS[9], "text"))
    library.jobs.begin("shared", "reindex", "operator")


def texts(library: Library) -> set[str]:
    """Every text that can be read of a library, whatever else is damaged in it."""
    read: set[str] = set()
    for name in COLLECTIONS[:2]:
        with contextlib.suppress(LibraryError):
            read |= {revision.document.text for revision in library.articles.current(name)}
    for article in range(1, 5):
        with contextlib.suppress(LibraryError):
            read |= {revision.document.text for revision in library.articles.revisions("guild:1", article)}
    for document in DOCUMENTS[:6]:
        with contextlib.suppress(LibraryError):
            read |= {kept.revision.document.text for kept in library.articles.find(document.id, ["shared"])}
    with contextlib.suppress(LibraryError):
        read |= {draft.document.text for draft in library.drafts.find("0123456789abcdef")}
    return read


def calls(library: Library) -> None:
    """What else is asked of a library; each answers or raises LibraryError."""
    for ask in (
        library.collections,
        library.jobs.interrupted,
        lambda: library.guilds.due(NOW + timedelta(days=1)),
        lambda: library.guilds.policy(1),
        lambda: library.guilds.chosen(7),
        lambda: library.articles.entries("shared"),
        lambda: library.articles.entries("guild:1", removed=True),
        lambda: library.articles.undoable("guild:1"),
        lambda: library.audit.last("guild:1"),
        lambda: library.articles.size("guild:1"),
    ):
        with contextlib.suppress(LibraryError):
            ask()


@pytest.mark.parametrize(("end", "flips"), [("", 25), ("-wal", 5)])
def test_a_flipped_bit_never_changes_a_text(path: Path, library: Library, end: str, flips: int) -> None:
    """Flipped in the file or in its log, it is told or read past, and every call answers or says why it cannot."""
    with contextlib.closing(sqlite3.connect(path)) as reader:
        if end:  # a reader keeps the log from being folded into the file
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM articles").fetchall()
        fill(library)
        stored = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal") if Path(f"{path}{end}").exists()}
    places = [place for place, byte in enumerate(stored[end]) if byte]  # what is empty says nothing
    chance = random.Random(7)  # noqa: S311  # the same bits each time
    for _ in range(flips):
        data = bytearray(stored[end])
        data[chance.choice(places)] ^= 1 << chance.randrange(8)
        for file in path.parent.iterdir():
            file.unlink()
        for name, content in (stored | {end: bytes(data)}).items():
            Path(f"{path}{name}").write_bytes(content)
        assert texts(library) <= TEXTS
        calls(library)
        with contextlib.suppress(LibraryError):
            library.faults()


def test_a_changed_text_is_told(path: Path, library: Library) -> None:
    """It is the one whose sha256 is no longer its id; what else there is answers."""
    fill(library)
    execute(path, f"UPDATE texts SET text = text || ' ' WHERE id = '{DOCUMENTS[3].id}' AND collection = 'shared'")  # noqa: S608
    (fault,) = library.faults()
    assert fault == f"the text {DOCUMENTS[3].id[:10]} of shared has changed; nothing of it is quoted"
    with pytest.raises(LibraryError, match="nothing of it is quoted"):
        library.articles.current("shared")
    assert len(library.articles.current("guild:1")) == 3
    assert len(library.articles.entries("shared")) == 3


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("DELETE FROM articles WHERE number = 1", "of revisions belongs to nothing"),
        ("DELETE FROM texts", "of revisions belongs to nothing"),
        (
            "UPDATE articles SET current = 9 WHERE number = 1",
            "article 1 of guild:1 answers by a version that is missing",
        ),
        ("UPDATE revisions SET authors = 'x'", "something in the revisions cannot be read"),
        ("UPDATE audit SET at = 'yesterday'", "something in the audit cannot be read"),
        ("DELETE FROM alembic_version", "the tables are not those of a library"),
        ("DROP TABLE alembic_version", "the tables are not those of a library"),
    ],
)
def test_rows_that_do_not_fit_are_told(path: Path, library: Library, damage: str, fault: str) -> None:
    """Though the file is sound as SQLite sees it."""
    fill(library)
    execute(path, damage)
    assert any(fault in told for told in library.faults())


def test_faults_are_sentences_of_one_line(path: Path, library: Library) -> None:
    """SQLite's own are in several, and may hold damaged bytes."""
    fill(library)
    execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    data = path.read_bytes()
    path.write_bytes(data[:8192] + bytes(4096) + data[12288:])
    faults = library.faults()
    assert faults
    assert all(fault == " ".join(fault.split()) and fault.isascii() for fault in faults)


def test_a_missing_library_is_said(path: Path) -> None:
    """To whoever reads or writes before it is prepared."""
    library = Library(path)
    for work in (lambda: library.articles.current("shared"), lambda: added(library, "shared", DOCUMENTS[0])):
        with pytest.raises(LibraryError, match="no library yet"):
            work()
    assert library.faults() == ("there is no library.sqlite",)
