"""What is wrong with a library, in sentences."""

import contextlib
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from corpus.library.article_rows import revision_of, shown_of
from corpus.library.database import FAILURES, SUMS, LibraryError, Rows, checksum, connected, transaction, version_of
from corpus.library.first_form import old_documents
from corpus.library.schema import PAGE, TABLES, WHOLE, statements

_LOG_HEADER, _FRAME_HEADER = 32, 24  # bytes, in SQLite's file format
# Errors that say nothing of the file; the lower byte tells their kind.
_PASSING = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR),
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CANTOPEN),
}


def faults_of(path: Path) -> tuple[str, ...]:
    """A sentence for each fault of a file; none where all is sound.

    Raises LibraryError where a newer version wrote it, or it cannot be looked at just now.
    """
    if not path.exists():
        return (f"there is no {path.name}",)
    found: list[str] = []
    try:
        with contextlib.closing(connected(path, "ro")) as connection:
            found.extend(_faults(path, connection))
    except FAILURES as error:
        if _passes(error, bool(found)):
            raise LibraryError(f"the library cannot be read just now ({_forbidden(path) or error})") from error
        found.append(f"the file is damaged ({_plain(str(error))})")
    return tuple(found)


def _passes(error: Exception, damaged: bool) -> bool:
    """Whether an error says nothing of the file; one that may not be written is damaged only if it says so itself."""
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, OSError) or kind in _PASSING or (kind == sqlite3.SQLITE_READONLY and not damaged)


def _forbidden(path: Path) -> str:
    """What of a library this user may not write, which SQLite does even to look at it while it is in use."""
    files = (Path(f"{path}{end}") for end in ("", "-wal", "-shm"))
    return ", ".join(f"{file} may not be written" for file in files if file.exists() and not os.access(file, os.W_OK))


def version(path: Path) -> int:
    """Of the form of a sound library."""
    with contextlib.closing(connected(path, "ro")) as connection:
        return version_of(connection)


def _faults(path: Path, connection: sqlite3.Connection) -> Iterator[str]:
    version = version_of(connection)
    if _forms(path) not in (b"\1\1", b"\2\2"):
        yield "the file says that it may not be written"
    if _lost_changes(path):
        yield "the last changes were cut off or damaged while they were written, and are lost"
    connection.execute("BEGIN")
    for (told,) in connection.execute("PRAGMA integrity_check(1)"):
        if told != "ok":
            yield f"the file is damaged ({_plain(told)})"
    if version == 1:
        yield from ("an article is damaged" for each in old_documents(connection) if each is None)
    elif version < 1 or _schema(connection) != _expected():
        yield "the tables are not those of a library"
    else:
        for broken in connection.execute("PRAGMA foreign_key_check").fetchall():
            yield f"row {broken[1]} of {broken[0]} belongs to nothing"
        yield from _unsound(Rows(connection))
        yield from _misfits(Rows(connection))


def _forms(path: Path) -> bytes:
    """How the file may be written and read, in SQLite's file format: with a log, or a backup without one."""
    with path.open("rb") as file:
        return file.read(20)[18:]


def _lost_changes(path: Path) -> bool:
    """Whether the log holds a whole transaction that SQLite does not take for one: it would leave it out in silence.

    To be called while the library is open for reading alone: what closes it last and may write it deletes the log.
    """
    log = Path(f"{path}-wal")
    if not log.exists() or not log.stat().st_size:
        return False
    with contextlib.ExitStack() as stack:
        one, other = (stack.enter_context(contextlib.closing(connected(path, "rw"))) for _ in range(2))
        stack.enter_context(transaction(one))  # nobody writes meanwhile
        known = other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1]
        data = log.read_bytes()
    starts = range(_LOG_HEADER, len(data) - _FRAME_HEADER - PAGE + 1, _FRAME_HEADER + PAGE)
    ends = [number for number, start in enumerate(starts, 1) if any(data[start + 4 : start + 8])]
    return int(known) < max(ends, default=0)


def _unsound(rows: Rows) -> Iterator[str]:
    """Rows that do not fit their checksums, and those that are missing."""
    sums: dict[tuple[Any, Any], list[int]] = defaultdict(lambda: [0, 0])
    for table, shape in TABLES.items():
        whose = shape.names.index("collection")
        for row in rows.stored(table):
            if row is None:
                yield f"a row of the {table} is damaged"
            elif row[:2] != (WHOLE, "seals"):
                total = sums[WHOLE if table == "seals" else row[whose], table]
                total[0] += 1
                total[1] += int.from_bytes(checksum(table, row))
    seals = {row[:2]: row[2:] for row in rows.stored("seals") if row}
    for key in sorted({*seals, *sums, (WHOLE, "seals")}):
        count, total_of_all = sums[key]
        if seals.get(key) != (count, (total_of_all % SUMS).to_bytes(32)):
            yield f"the {key[1]} of {key[0] or 'the library'} are not all there"


def _misfits(rows: Rows) -> Iterator[str]:
    """Rows that do not fit each other."""
    digests = {row[:2]: row for row in rows.stored("digests") if row}
    current = {row[0]: row for row in rows.stored("articles") if row}
    answering = {(number, row[2]) for number, row in current.items() if row[2] is not None}
    for row in filter(None, rows.stored("revisions")):
        what = f"version {row[1]} of article {row[0]} of {row[2]}"
        digest = digests.pop(row[:2], None)
        answering.discard(row[:2])
        with contextlib.suppress(LibraryError):
            if digest and digest[:-1] == shown_of(str(row[2]), revision_of(row)):
                if current.get(row[0], ("", ""))[1] != row[2]:
                    yield f"{what} belongs to another collection"
                continue
        yield f"{what} is damaged"
    yield from (f"of version {key[1]} of article {key[0]} the text is missing" for key in digests)
    yield from (f"article {key[0]} answers by a version that is missing" for key in answering)


def _schema(connection: sqlite3.Connection) -> list[Any]:
    return connection.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema ORDER BY rowid").fetchall()


@cache
def _expected() -> list[Any]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements():
            connection.execute(statement)
        return _schema(connection)


def _plain(text: str) -> str:
    """What SQLite says, in one line; it may hold damaged bytes."""
    return " ".join(text.replace("*** in database main ***", "").encode("ascii", "replace").decode().split())
