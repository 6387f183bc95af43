"""A SQLite file in which every row carries a checksum, and every collection a seal over its rows of each table.

What is damaged is never taken for what was written: a row that does not fit its checksum is no row, and one that
vanished is missed by the seal.
"""

import contextlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

from corpus.errors import PullquoteError
from corpus.library.schema import PAGE, TABLES, VERSION, WHOLE, statements

Value: TypeAlias = str | bytes | int | None
Row: TypeAlias = tuple[Any, ...]

SUMS = 1 << 256  # checksums are added up to a seal modulo this
# The last two of numbers and words that SQLite takes not, or of what it says of damaged ones.
FAILURES = (sqlite3.Error, OSError, OverflowError, UnicodeError)
_ALONE = Lock()  # two threads that each want to be alone would wait for each other
_WAIT = 20.0  # seconds for another process to end its transaction; a moderator's longest one takes a few


class LibraryError(PullquoteError):
    """The library, or something in it, is damaged, cannot be changed so, or was written by a newer version."""


def checksum(table: str, row: Sequence[Value]) -> bytes:
    """Of a row of a table."""
    return sha256(json.dumps([table, *row], default=lambda data: [bytes(data).hex()]).encode()).digest()


class Rows:
    """The rows of one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def stored(self, table: str, where: str = "true", *values: Value, order: str = "rowid") -> Iterator[Row | None]:
        """The rows that fulfil a condition, without their checksums; None for each that does not fit its own."""
        names = ", ".join((*TABLES[table].names, "checksum"))
        query = f"SELECT {names} FROM {table} WHERE {where} ORDER BY {order}"  # noqa: S608  # no words of others
        for *row, stored in self.connection.execute(query, values):
            yield tuple(row) if stored == checksum(table, row) else None

    def rows(self, table: str, where: str = "true", *values: Value, order: str = "rowid") -> list[Row]:
        """The rows that fulfil a condition. Raises LibraryError where one is damaged."""
        found = list(self.stored(table, where, *values, order=order))
        sound = [row for row in found if row is not None]
        if len(sound) < len(found):
            raise LibraryError(f"something in the {table} of the library is damaged; start Pullquote anew to mend it")
        return sound

    def row(self, table: str, *key: Value) -> Row | None:
        """The row with a key. Raises LibraryError where it is damaged."""
        return next(iter(self.rows(table, _equal(TABLES[table].keys), *key)), None)

    def whole(self, table: str, collection: str) -> list[Row]:
        """All rows of a collection. Raises LibraryError where one is damaged, or missing."""
        found = self.rows(table, "collection = ?", collection)
        total = sum(int.from_bytes(checksum(table, row)) for row in found) % SUMS
        if self.seal(collection, table) != (len(found), total):
            raise LibraryError(f"something is missing in the {table} of {collection}; start Pullquote anew to mend it")
        return found

    def seal(self, collection: str, table: str) -> tuple[int, int]:
        """How many rows it must have, and the sum of their checksums. Raises LibraryError where that is damaged."""
        row = self.row("seals", collection, table)
        return (row[2], int.from_bytes(row[3])) if row else (0, 0)


class Writer(Rows):
    """The rows of a transaction that changes them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._changed: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])

    def put(self, table: str, *row: Value) -> None:
        """A new row, or another one with the same key."""
        keys = TABLES[table].keys
        self._count(table, -1, _equal(keys), row[: len(keys)])
        self._insert(table, row)
        self._change(table, str(row[TABLES[table].names.index("collection")]), 1, checksum(table, row))

    def drop(self, table: str, where: str, *values: Value) -> None:
        """Delete the rows that fulfil a condition."""
        self._count(table, -1, where, values)
        self.connection.execute(f"DELETE FROM {table} WHERE {where}", values)  # noqa: S608

    def renew(self, table: str, collection: str, *rows: Row) -> None:
        """Put these in the place of all rows of a collection, were they damaged or not."""
        self.drop(table, "collection = ?", collection)
        self._changed.pop((collection, table), None)
        self.drop("seals", "collection = ? AND about = ?", collection, table)
        for row in rows:
            self.put(table, *row)

    def next_number(self, of: str) -> int:
        """A number that was never used."""
        row = self.row("counters", of)
        number = row[2] + 1 if row else 1
        self.put("counters", of, WHOLE, number)
        return number

    def finish(self) -> None:
        """Bring the seals up to date: the last thing before the transaction ends."""
        for collection, table in list(self._changed):
            if table != "seals":
                self._reseal(collection, table)
        rows, total = self._added((WHOLE, "seals"))
        self._insert("seals", (WHOLE, "seals", rows, total.to_bytes(32)))

    def _reseal(self, collection: str, table: str) -> None:
        rows, total = self._added((collection, table))
        self.drop("seals", "collection = ? AND about = ?", collection, table)
        if rows:
            self.put("seals", collection, table, rows, total.to_bytes(32))

    def _added(self, key: tuple[str, str]) -> tuple[int, int]:
        rows, total = self.seal(*key)
        more, difference = self._changed[key]
        return rows + more, (total + difference) % SUMS

    def _insert(self, table: str, row: Row) -> None:
        marks = ", ".join("?" * (len(row) + 1))
        self.connection.execute(f"REPLACE INTO {table} VALUES ({marks})", (*row, checksum(table, row)))  # noqa: S608

    def _count(self, table: str, times: int, where: str, values: Sequence[Value]) -> None:
        query = f"SELECT collection, checksum FROM {table} WHERE {where}"  # noqa: S608
        for collection, stored in self.connection.execute(query, values).fetchall():
            self._change(table, str(collection), times, stored if isinstance(stored, bytes) else b"")

    def _change(self, table: str, collection: str, times: int, stored: bytes) -> None:
        change = self._changed[WHOLE if table == "seals" else collection, table]
        change[0] += times
        change[1] += times * int.from_bytes(stored)


def _equal(names: Sequence[str]) -> str:
    return " AND ".join(f"{name} = ?" for name in names)


# Transactions ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Rows]:
    """The rows as they are now, whatever is written meanwhile. Raises LibraryError where they cannot be read."""
    if not path.exists():
        raise LibraryError("there is no library yet; index the articles")
    try:
        with _begun(path) as connection:
            check_version(connection)
            yield Rows(connection)
    except FAILURES as error:
        raise LibraryError(f"the library cannot be read ({error}); start Pullquote anew to mend it") from error


@contextlib.contextmanager
def _begun(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction that reads. SQLite wants room beside the file for that. Where the disk has none, the file alone is
    read, and should somebody write meanwhile, the checksums tell; or, if changes wait in the log, one reader at a time.
    """
    with contextlib.ExitStack() as stack:
        try:
            connection = _started(connected(path, "ro"))
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:  # somebody writes just now
                raise
            log = Path(f"{path}-wal")
            if not log.exists() or not log.stat().st_size:
                connection = connected(path, "ro&immutable=1")
            else:
                stack.enter_context(_ALONE)
                connection = _started(connected(path, "rw", alone=True))
        yield stack.enter_context(contextlib.closing(connection))


def _started(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Change rows: all or nothing. Raises LibraryError where that fails; then nothing was changed."""
    if not path.exists():
        raise LibraryError("there is no library yet; index the articles")
    try:
        with contextlib.closing(connected(path, "rw")) as connection, transaction(connection):
            check_version(connection)
            writer = Writer(connection)
            yield writer
            writer.finish()
    except FAILURES as error:
        raise LibraryError(f"the library cannot be written ({error}); nothing was changed") from error


def connected(path: Path, mode: str, alone: bool = False) -> sqlite3.Connection:
    """For `ro`, `rw` or `rwc`; durable, and erasing what it deletes. `alone` nobody else reads or writes meanwhile, and
    nothing is needed beside the file and its log."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=_WAIT
    )
    connection.text_factory = _text
    try:
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        if mode != "ro":
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            # What a transaction leaves of a longer one before it would look like a change that was cut off.
            connection.execute("PRAGMA journal_size_limit = 0")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")  # a flipped bit must come as far as the checksum


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """For writing."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        yield


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the file's form. Raises LibraryError where it is a newer one."""
    number = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if number > VERSION:
        raise LibraryError("the library was written by a newer Pullquote; update this one")
    return number


def check_version(connection: sqlite3.Connection) -> None:
    """Raises LibraryError where the file is not of this version."""
    if version_of(connection) < VERSION:
        raise LibraryError("the library is of an older Pullquote; start this one to bring it up to date")


def created(path: Path) -> None:
    """An empty library, whole on disk. Raises sqlite3.Error, OSError or LibraryError."""
    create_tables(path, statements())
    with writing(path):
        pass  # but for the seal over nothing


def create_tables(path: Path, made: Sequence[str]) -> None:
    """A new file with tables that statements make, of this version. Raises sqlite3.Error."""
    with contextlib.closing(connected(path, "rwc")) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE}")
        connection.execute("PRAGMA journal_mode = WAL")
        with transaction(connection):
            for statement in made:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")


def delete(path: Path) -> None:
    """A file, if it is there, with what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)
