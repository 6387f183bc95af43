"""What is wrong with a library, in sentences: what SQLite sees, and what the ids of the texts tell."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, LargeBinary, and_, cast, select

from corpus.library.database import FAILURES, Database, LibraryError, connected, primary_code, reason, version_of
from corpus.library.migrations.first_form import is_first_form
from corpus.library.schema import HEAD, articles, metadata, revisions, sources, texts
from corpus.library.sources import get_sources

# Errors that say nothing of what is in the file.
_PASSING = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL),
    *(sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY),
}


def damage_of(database: Database) -> str | None:
    """What is wrong with the file at a quick look, None where it is sound. Raises LibraryError where a newer version
    wrote it, or it cannot be looked at just now."""
    damage = next(_damages(database.path, "quick_check"), None)
    if damage is None:
        with database.reading(any_version=True) as connection:
            damage = next(_foreign_tables(connection), None)
    return damage


def faults_of(path: Path) -> tuple[str, ...]:
    """A sentence for each fault of a library, or of a backup of one; none where all is sound.

    Raises LibraryError where a newer version wrote it, or it cannot be looked at just now.
    """
    if not path.exists():
        return (f"there is no {path.name}",)
    faults = tuple(f"the file is damaged ({damage})" for damage in _damages(path, "integrity_check"))
    if not faults:
        with Database(path).reading(any_version=True) as connection:
            faults = tuple(_faults_inside(connection))
    return faults


def _damages(path: Path, check: str) -> Iterator[str]:
    mode = "rw" if Path(f"{path}-journal").exists() else "ro"  # a change that was cut off is taken back first
    try:
        with closing(connected(path, mode)) as connection:
            connection.text_factory = _plain
            for (line,) in connection.execute(f"PRAGMA {check}"):
                if line != "ok":
                    yield line
    except (sqlite3.Error, UnicodeError) as error:
        if primary_code(error) in _PASSING:
            raise LibraryError(f"the library cannot be read just now ({reason(error, path)})") from error
        yield _plain(str(error).encode())


def _plain(line: bytes) -> str:
    """What SQLite says, in one line; it may hold damaged bytes."""
    return " ".join(
        line.decode("ascii", "replace").replace("*** in database main ***", "").replace("\ufffd", "?").split()
    )


def _faults_inside(connection: Connection) -> Iterator[str]:
    """Of a file that SQLite finds sound. One of an earlier version is looked at when it is brought up to date."""
    yield from _foreign_tables(connection)
    if version_of(connection) == HEAD:
        yield from _broken_references(connection)
        yield from _changed_texts(connection)
        yield from _damaged_sources(connection)
        yield from _unreadable(connection)


def _foreign_tables(connection: Connection) -> Iterator[str]:
    if version_of(connection) is None and not is_first_form(connection):
        yield "the tables are not those of a library"


def _broken_references(connection: Connection) -> Iterator[str]:
    for table, row, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} belongs to nothing"
    answering = and_(
        revisions.c.collection == articles.c.collection,
        revisions.c.article == articles.c.number,
        revisions.c.number == articles.c.current,
    )
    query = select(articles.c.collection, articles.c.number).outerjoin(revisions, answering)
    for row in connection.execute(query.where(articles.c.current.is_not(None), revisions.c.number.is_(None))):
        yield f"article {row.number} of {row.collection} answers by a version that is missing"


def _changed_texts(connection: Connection) -> Iterator[str]:
    query = select(texts.c.collection, texts.c.id, cast(texts.c.text, LargeBinary).label("stored"))
    for row in connection.execute(query):
        if sha256(row.stored).hexdigest() != row.id:
            yield f"the text {row.id[:10]} of {row.collection} has changed; nothing of it is quoted"


def _damaged_sources(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(sources.c.collection, sources.c.article).distinct()).all():
        try:
            get_sources(connection, *row)
        except LibraryError as error:
            yield f"{error} ({row.collection})"


def _unreadable(connection: Connection) -> Iterator[str]:
    """Dates that are none, for one, and lists that cannot be parsed."""
    for table in metadata.sorted_tables:
        try:
            for _ in connection.execute(select(*(column for column in table.c if column is not texts.c.text))):
                pass
        except FAILURES as error:
            yield f"something in the {table.name} cannot be read ({reason(error)})"
