"""The SQLite file of the library: transactions that read it, and transactions that change it."""

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, insert
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from corpus.errors import PullquoteError
from corpus.library.schema import HEAD, collections

# The last two of numbers that SQLite does not take, and of stored values that cannot be what they should be.
FAILURES = (SQLAlchemyError, sqlite3.Error, OSError, OverflowError, ValueError)
_REVISION = re.compile(r"(?!0000)[0-9]{4}")
_ALONE = Lock()  # two threads that each want to be alone would wait for each other
_WAIT = 20.0  # seconds for another process to end its transaction; a moderator's longest one takes a few


class LibraryError(PullquoteError):
    """The library, or something in it, is damaged, cannot be changed so, or was written by a newer version."""


class Database:
    """Each transaction has a connection of its own, so that threads and processes share nothing but the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damage: str | None = None
        """A sentence where the file was found damaged; then it is not written to."""
        self._reader = _engine(partial(_connected_to_read, path), "BEGIN")
        self._writer = _engine(partial(connected, path, "rw"), "BEGIN IMMEDIATE")

    def reading(self, any_version: bool = False) -> AbstractContextManager[Connection]:
        """A transaction on the rows as they are now, whatever is written meanwhile. Raises LibraryError, also for a
        file that is not of this version, unless it may be of any."""
        return self._transaction(self._reader, any_version, "read", "`pullquote verify-data` tells what is damaged")

    def writing(self, any_version: bool = False) -> AbstractContextManager[Connection]:
        """A transaction that changes all or nothing. Raises LibraryError as `reading` does: nothing was changed."""
        if self.damage:
            raise LibraryError(self.damage)
        return self._transaction(self._writer, any_version, "written", "nothing was changed")

    @contextmanager
    def _transaction(self, engine: Engine, any_version: bool, done: str, advice: str) -> Iterator[Connection]:
        if not self.path.exists():
            raise LibraryError("there is no library yet; index the articles")
        try:
            with engine.begin() as connection:
                if not any_version and version_of(connection) != HEAD:
                    raise LibraryError("the library is of an older Pullquote; start this one to bring it up to date")
                yield connection
        except FAILURES as error:
            raise LibraryError(f"the library cannot be {done} ({reason(error, self.path)}); {advice}") from error

    def compact(self) -> None:
        """Write the file anew without what was deleted, of which its pages may hold copies still, and empty its log.

        Raises LibraryError where the disk fails, or somebody reads the log.
        """
        try:
            with closing(connected(self.path, "rw")) as connection:
                connection.execute("VACUUM")
                ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except FAILURES as error:
            raise LibraryError(f"the library cannot be written anew: {reason(error)}") from error
        if busy:
            raise LibraryError("the library is being read")


def connected(path: Path, mode: str, alone: bool = False) -> sqlite3.Connection:
    """A connection for `ro`, `rw` or `rwc`, without a transaction. What it writes is durable, and what it deletes is
    overwritten. `alone`, nobody else reads or writes meanwhile, and nothing is needed beside the file and its log."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=_WAIT
    )
    try:
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        if not mode.startswith("ro"):
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("SELECT 1 FROM sqlite_schema")  # until then SQLite does not find out whether it can read
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _connected_to_read(path: Path) -> sqlite3.Connection:
    """SQLite wants room beside the file for reading. Where there is none, the file alone is read, or, if changes wait
    in the log, by one reader at a time."""
    try:
        return connected(path, "ro")
    except sqlite3.OperationalError as error:
        if primary_code(error) == sqlite3.SQLITE_BUSY:  # somebody writes just now
            raise
    log = Path(f"{path}-wal")
    if not log.exists() or not log.stat().st_size:
        return connected(path, "ro&immutable=1")
    with _ALONE:
        return connected(path, "rw", alone=True)


def version_of(connection: Connection) -> str | None:
    """The revision of the file; None where it has none, as an empty one or one from before there were revisions.

    Raises LibraryError where the revision is none that there can be, as after damage, or a newer Pullquote's.
    """
    try:
        version: object = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except OperationalError as error:
        if primary_code(error) != sqlite3.SQLITE_ERROR:  # that there is no such table
            raise
        return None
    if version is None:
        return None
    if not isinstance(version, str) or not _REVISION.fullmatch(version):
        raise LibraryError("the library does not say which Pullquote wrote it; it is damaged")
    if version > HEAD:
        raise LibraryError("the library was written by a newer Pullquote; update this one")
    return version


def ensure_collection(connection: Connection, name: str) -> None:
    """Have a row for a collection, to which all of its other rows refer."""
    connection.execute(insert(collections).prefix_with("OR IGNORE").values(name=name))


def reason(error: Exception, path: Path | None = None) -> str:
    """What went wrong, in one line, as SQLite or the system says it; or what of a library this user may not write,
    which SQLite does even to read it while it is in use."""
    files = [Path(f"{path}{end}") for end in ("", "-wal", "-shm")] if path else []
    forbidden = [f"{file} may not be written" for file in files if file.exists() and not os.access(file, os.W_OK)]
    if forbidden and primary_code(error) in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return ", ".join(forbidden)
    return " ".join(str(getattr(error, "orig", None) or error).split())


def primary_code(error: Exception) -> int:
    """SQLite's error code without its details; 0 where the error is not SQLite's."""
    return int(getattr(getattr(error, "orig", None) or error, "sqlite_errorcode", 0)) & 0xFF


def _engine(connect: Callable[[], sqlite3.Connection], begin: str) -> Engine:
    engine = create_engine(
        "sqlite://", creator=connect, poolclass=NullPool, json_serializer=partial(json.dumps, ensure_ascii=False)
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine
