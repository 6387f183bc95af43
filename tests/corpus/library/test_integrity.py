"""Whatever bit of a library flips is found, or changes nothing that anybody is told."""

import contextlib
import random
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from corpus.library.database import LibraryError, Writer, writing
from corpus.library.library import Library
from corpus.library.models import Add, Draft, Remove
from corpus.library.policy import Policy
from corpus.text.similarity import signature
from tests.corpus.conftest import DOCUMENTS, added, whole

NOW = datetime.now(UTC)
COLLECTIONS = ("shared", "guild:1", "guild:2")


def filled(library: Library) -> None:
    """With something in every table."""
    for collection in COLLECTIONS[:2]:
        one, two, *_ = added(library, collection, *DOCUMENTS[:4])
        library.articles.apply(
            collection, [Add(DOCUMENTS[5], "file", one), Remove(two)], "7", "corrected one, removed one"
        )
    library.guilds.settle(1, Policy(shared=False), "7", "settled")
    library.guilds.choose(7, 1)
    library.guilds.left("guild:2", NOW)
    library.drafts.keep(Draft("0123456789abcdef", "guild:1", "7", NOW, DOCUMENTS[9], "text"))
    library.jobs.end(library.jobs.begin("guild:1", "add", "7"), "added")
    library.jobs.begin("shared", "reindex", "operator")


def answers(library: Library) -> list[object]:
    """What everybody is told of it."""
    questions: list[Callable[[], object]] = [
        library.collections,
        library.jobs.interrupted,
        lambda: [(each, whole(each.revision.document)) for each in library.articles.find("", COLLECTIONS)],
        lambda: library.articles.alike(signature(DOCUMENTS[0].text), COLLECTIONS),
        lambda: (library.guilds.policy(1), library.guilds.policy(2)),
        lambda: (
            library.guilds.chosen(7),
            library.guilds.due(NOW + timedelta(days=1)),
            library.drafts.get("0123456789abcdef"),
        ),
    ]
    for name in COLLECTIONS:
        questions += [partial(call, name) for call in calls(library)]
    return [answer(question) for question in questions]


def calls(library: Library) -> list[Callable[[str], object]]:
    """What can be asked of a collection."""
    return [
        library.articles.current,
        library.articles.entries,
        library.audit.last,
        library.jobs.last,
        library.articles.undoable,
        library.articles.size,
        lambda name: library.articles.entries(name, removed=True),
        lambda name: [library.articles.revisions(name, article) for article in range(1, 10)],
        lambda name: [library.articles.find(each.id[:12], [name]) for each in DOCUMENTS[:6]],
    ]


def answer(question: Callable[[], object]) -> object:
    """An error is an answer too."""
    try:
        return question()
    except LibraryError:
        return "an error"


def files(path: Path) -> dict[str, bytes]:
    """The library with its log."""
    return {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal") if Path(f"{path}{end}").exists()}


@pytest.mark.parametrize(("end", "flips"), [("", 50), ("-wal", 20)])
def test_every_flipped_bit_is_found_or_changes_nothing(path: Path, library: Library, end: str, flips: int) -> None:
    """In the file, and in its log; afterwards the library can be mended."""
    with contextlib.closing(sqlite3.connect(path)) as reader:
        if end:  # a reader keeps the log from being folded into the file
            reader.execute("SELECT * FROM articles").fetchall()
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM articles").fetchall()
        filled(library)
        stored = files(path)
    expected = answers(library)
    chance = random.Random(7)  # noqa: S311  # the same bits each time
    for number in range(flips):
        data = bytearray(stored[end])
        place = 3 * number if number < 20 else chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        spoil(path, stored | {end: bytes(data)})
        with contextlib.suppress(NewerError):
            found = faults(library)
            assert found or answers(library) == expected, place
            assert bool(library.prepare()) == bool(found), place
            assert library.faults() == (), place


class NewerError(Exception):
    """The flipped bit is one of the version: the file is refused."""


def faults(library: Library) -> tuple[str, ...]:
    """Raises NewerError where the file says that a newer version wrote it."""
    try:
        return library.faults()
    except LibraryError as error:
        assert "newer" in str(error)  # noqa: PT017
        raise NewerError from error


def spoil(path: Path, stored: dict[str, bytes]) -> None:
    """Have these files and no others."""
    for file in path.parent.iterdir():
        file.unlink()
    for end, data in stored.items():
        Path(f"{path}{end}").write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda rows: rows.drop("articles", "number = 1"), "row 1 of revisions belongs to nothing"),
        (lambda rows: rows.drop("revisions", "number = 2"), "of version 2 of article 1 the text is missing"),
        (lambda rows: rows.drop("digests", "number = 2"), "version 2 of article 1 of shared is damaged"),
        (
            lambda rows: rows.put("articles", 1, "shared", 9, None, None),
            "article 1 answers by a version that is missing",
        ),
        (
            lambda rows: rows.put("articles", 1, "guild:1", 2, None, None),
            "version 1 of article 1 of shared belongs to another collection",
        ),
    ],
)
def test_rows_that_do_not_fit_each_other_are_told(
    path: Path, library: Library, damage: Callable[[Writer], None], told: str
) -> None:
    """Though each of them is as it was written, and none is missed; mending makes them fit."""
    (article,) = added(library, "shared", DOCUMENTS[0])
    library.articles.apply("shared", [Add(DOCUMENTS[1], "file", article)], "7", "corrected")
    added(library, "shared", DOCUMENTS[2])
    with writing(path) as rows:
        damage(rows)
    assert told in library.faults()
    assert library.prepare()
    assert library.faults() == ()
    assert whole(DOCUMENTS[2]) in [whole(each.document) for each in library.articles.current("shared")]


def test_the_seal_over_nothing_is_missed_too(path: Path, library: Library) -> None:
    """A library that is empty says so."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM seals")
    assert library.faults() == ("the seals of the library are not all there",)


def test_other_tables_are_told(path: Path, library: Library) -> None:
    """One too many, or an index too few: pages would not be where a damaged file is searched for them."""
    for change in ("CREATE TABLE more (text TEXT)", "DROP INDEX articles_by_collection"):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(change)
        assert library.faults() == ("the tables are not those of a library",)
        assert library.prepare()
        assert library.faults() == ()


def test_faults_are_sentences_of_one_line(path: Path, library: Library) -> None:
    """With what is damaged, as far as that is known."""
    filled(library)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE revisions SET content = replace(content, 'sails', 'sinks') WHERE article = 3")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert "a row of the revisions is damaged" in library.faults()
    data = path.read_bytes()
    path.write_bytes(data[:8192] + bytes(4096) + data[12288:])
    faults = library.faults()
    assert faults
    assert all(fault == " ".join(fault.split()) and fault.isascii() for fault in faults)
