"""Every document that ever answered, kept for ever in one SQLite file, so that its citations can be recalled.

One process writes, others read meanwhile. Unlike an index it cannot be made again from the articles: they change.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from corpus.document import Document, as_row, of_row
from corpus.errors import PullquoteError

# What each version of the file added to the one before; `PRAGMA user_version` counts those that a file has.
_MIGRATIONS = (
    """CREATE TABLE documents (
        id TEXT PRIMARY KEY, document BLOB NOT NULL, first_seen TEXT NOT NULL, checksum BLOB NOT NULL
    )""",
)
_ALL = "SELECT id, document, first_seen, checksum FROM documents"

Row = tuple[bytes, bytes, bytes, bytes]


class LibraryError(PullquoteError):
    """The library, or a document in it, is damaged, or was written by a newer version."""


class Library:
    """The documents by id; what is kept is never changed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, documents: Iterable[Document]) -> tuple[str, ...]:
        """Keep the documents that it has not, all or none. For the one process that writes.

        A damaged file is set aside, and what can still be read of it kept; gives a sentence for what was wrong.
        Raises LibraryError where a newer version wrote the file, sqlite3.Error or OSError where the disk fails.
        """
        saved, notes = self._set_aside()
        with contextlib.closing(self._opened()) as library, _writing(library):
            known = {row[0] for row in library.execute(_ALL) if _is_sound(row)}
            now = datetime.now(UTC).isoformat(timespec="seconds").encode()
            rows = [*saved, *(_row(document, now) for document in documents)]
            new = {row[0]: row for row in reversed(rows) if row[0] not in known}
            library.executemany(
                "INSERT OR REPLACE INTO documents VALUES (CAST(? AS TEXT), ?, CAST(? AS TEXT), ?)", new.values()
            )
        return notes

    def find(self, beginning: str) -> tuple[Document, ...]:
        """The documents whose id begins so. Raises LibraryError where one of them is damaged, or the whole file."""
        with self._reading() as library:
            rows = library.execute(f"{_ALL} WHERE id BETWEEN ? AND ?", (beginning, beginning + "g")).fetchall()
        return tuple(_document(row) for row in rows)

    def fault(self, documents: Iterable[Document]) -> str | None:
        """What is wrong, in a sentence, where the file cannot be read or lacks some of these; else None."""
        if not self._path.exists():
            return "the library of cited articles is missing: citations of articles that were taken away are lost"
        try:
            with self._reading() as library:
                known = {row[0].decode() for row in library.execute("SELECT id FROM documents")}
        except LibraryError as error:
            return str(error)
        whole = known.issuperset(document.id for document in documents)
        return None if whole else "the library of cited articles lacks some that answer"

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self._path.exists():
            raise LibraryError("there is no library of cited articles yet; index the articles")
        try:
            with contextlib.closing(_connected(self._path, "ro")) as library:
                _version(library)
                yield library
        except (sqlite3.Error, UnicodeDecodeError) as error:  # a flipped bit in what is told of the damage
            raise LibraryError(f"the library of cited articles cannot be read ({error}); reindex to mend it") from error

    def _opened(self) -> sqlite3.Connection:
        """For writing, and of this version."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        library = _connected(self._path, "rwc")
        try:
            library.execute("PRAGMA journal_mode = WAL")
            library.execute("PRAGMA synchronous = FULL")
            with _writing(library):
                for number in range(_version(library), len(_MIGRATIONS)):
                    library.execute(_MIGRATIONS[number])
                    library.execute(f"PRAGMA user_version = {number + 1}")
        except BaseException:
            library.close()
            raise
        return library

    def _set_aside(self) -> tuple[list[Row], tuple[str, ...]]:
        """Moves a damaged file out of the way; gives the rows that are sound in it, and a sentence that says so."""
        if not self._path.exists() or self._is_sound():
            return [], ()
        saved: list[Row] = []
        with contextlib.suppress(sqlite3.Error), contextlib.closing(_connected(self._path, "rw")) as library:
            saved += (row for row in library.execute(_ALL) if _is_sound(row))
        aside = self._path.with_name(f"{self._path.name}.broken")
        for end in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{self._path}{end}").replace(f"{aside}{end}")
        note = (
            f"the library of cited articles was damaged and is set aside as {aside.name}; {len(saved)} articles of it "
            "could be kept, and citations of others that were taken away are lost"
        )
        return saved, (note,)

    def _is_sound(self) -> bool:
        try:
            with contextlib.closing(_connected(self._path, "rw")) as library:
                _version(library)
                whole = library.execute("PRAGMA integrity_check").fetchall() == [(b"ok",)]
                return whole and library.execute(f"{_ALL} LIMIT 0").fetchall() == []
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return False


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    library = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    library.text_factory = bytes  # a flipped bit can make a text of a blob
    return library


@contextlib.contextmanager
def _writing(library: sqlite3.Connection) -> Iterator[None]:
    library.execute("BEGIN IMMEDIATE")
    with library:
        yield


def _version(library: sqlite3.Connection) -> int:
    number = int(library.execute("PRAGMA user_version").fetchone()[0])
    if number > len(_MIGRATIONS):
        raise LibraryError("the library of cited articles was written by a newer Pullquote; update this one")
    return number


# Rows -----------------------------------------------------------------------------------------------------------------


def _row(document: Document, seen: bytes) -> Row:
    key, data = document.id.encode(), json.dumps(as_row(document), ensure_ascii=False).encode()
    return key, data, seen, sha256(key + data + seen).digest()


def _is_sound(row: Row) -> bool:
    *parts, checksum = row
    return all(isinstance(each, bytes) for each in row) and sha256(b"".join(parts)).digest() == checksum


def _document(row: Row) -> Document:
    if not _is_sound(row):
        raise LibraryError("the article of that citation is damaged in the library; nothing of it is quoted")
    return of_row(json.loads(row[1]))
