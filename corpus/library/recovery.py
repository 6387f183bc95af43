"""What can still be read of a library, carried over into a new one.

Read is a copy, whose first page is new. Where SQLite cannot read a table, since the pages that lead to its rows are
damaged, each page with rows is read as if it were the table; whose rows they are their checksums tell.
"""

import contextlib
import os
import re
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from corpus.library import first_form
from corpus.library.article_rows import digest_row, put_revision, revision_of, shown_of
from corpus.library.database import (
    SUMS,
    LibraryError,
    Row,
    Rows,
    Writer,
    checksum,
    connected,
    create_tables,
    created,
    delete,
    writing,
)
from corpus.library.models import Revision
from corpus.library.owners import OPERATOR, SHARED, guild_of
from corpus.library.schema import PAGE, TABLES, WHOLE, statements
from corpus.text.document import Document

T = TypeVar("T")

_LEAF = 0x0D  # how a page with rows of a table begins, in SQLite's file format
_COPIED = ("choices", "drafts", "jobs", "departures")
_NUMBERED = ("articles", "audit", "jobs")
_POLICY = re.compile(rb"(guild:\d+)(?=\{)")  # the beginning of such a row, as it stands in the file
LOST = "lost"
"""The policy of a guild whose policy is lost: nobody may do anything until it is settled anew."""


def carried_over(old: Path, new: Path) -> tuple[str, ...]:
    """Make a library of what is sound in another one, of any form; a sentence for each thing that is lost by name.

    Raises LibraryError, sqlite3.Error or OSError where the disk fails.
    """
    copy = old.with_name(f"{old.name}.salvaged")
    delete(copy)
    try:
        first = _is_first_form(old)
        _copy(old, copy, first_form.STATEMENTS if first else statements())
        created(new)
        log = Path(f"{old}-wal")
        settled = _settled(log.read_bytes()) if log.exists() else {}
        with writing(new) as rows:
            return _documents(copy, rows) if first else _tables(copy, rows, settled)
    finally:
        delete(copy)


def _is_first_form(path: Path) -> bool:
    with path.open("rb") as file:
        return b"documents" in file.read(PAGE)


def _copy(old: Path, copy: Path, made: Sequence[str]) -> None:
    """Copy a library to read from, its first page new: that says where the tables are, and is the same in each."""
    create_tables(copy, made)
    empty = copy.read_bytes()
    shutil.copyfile(old, copy)
    with copy.open("r+b") as file:
        file.write(empty[:PAGE])
        file.seek(92)
        file.write(bytes(4))  # so that SQLite takes the length of the file for what it is
        file.seek(0, os.SEEK_END)
        file.write(empty[file.tell() :])  # where it was cut short
    with contextlib.suppress(FileNotFoundError):
        shutil.copyfile(f"{old}-wal", f"{copy}-wal")
    with contextlib.suppress(sqlite3.Error), contextlib.closing(connected(copy, "rw")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # the log goes into the file


# The first form -------------------------------------------------------------------------------------------------------


def _documents(source: Path, rows: Writer) -> tuple[str, ...]:
    """The documents become articles that were taken away: whoever reads the articles anew finds them there."""
    found: dict[str, list[tuple[datetime, Document]]] = defaultdict(list)
    for each in filter(None, _read(source, "documents", first_form.old_documents)):
        found[each[1].name].append(each)
    for versions in found.values():
        article = rows.next_number("articles")
        _take_away(rows, article, SHARED)
        for number, (seen, document) in enumerate(sorted(versions, key=lambda each: each[0]), 1):
            put_revision(rows, SHARED, Revision(article, number, document, "folder", OPERATOR, seen))
    return ()


def _take_away(rows: Writer, article: Any, collection: Any) -> None:
    rows.put("articles", article, collection, None, OPERATOR, datetime.now(UTC).isoformat())


# This form ------------------------------------------------------------------------------------------------------------


def _tables(source: Path, rows: Writer, settled: dict[str, str]) -> tuple[str, ...]:
    notes = [*_revisions(source, rows)]
    for table in _COPIED:
        for row in _sound(source, table):
            rows.put(table, *row)
    for line in _sound(source, "audit"):
        rows.put("audit", *line[:-1], None)  # the versions that stood before may be lost
    notes += _policies(source, rows, settled)
    counted = {row[0]: row[2] for row in _sound(source, "counters")}
    for table in _NUMBERED:
        ((highest,),) = rows.connection.execute(f"SELECT coalesce(max(number), 0) FROM {table}")  # noqa: S608
        rows.put("counters", table, WHOLE, max(highest, counted.get(table, 0)))
    return tuple(notes)


def _revisions(source: Path, rows: Writer) -> Iterator[str]:
    digests = {row[:2]: row for row in _sound(source, "digests")}
    kept: dict[tuple[Any, Any], set[Any]] = defaultdict(set)
    for row in _sound(source, "revisions"):
        with contextlib.suppress(LibraryError):
            revision, digest = revision_of(row), digests.pop(row[:2], ())
            fits = digest[:-1] == shown_of(str(row[2]), revision)
            rows.put("revisions", *row)
            rows.put("digests", *(digest if fits else digest_row(str(row[2]), revision)))
            kept[row[0], row[2]].add(row[1])
    yield from (f"version {row[1]} of “{row[5]}” of {row[2]} is lost" for row in digests.values())
    yield from _standings(source, rows, kept)


def _standings(source: Path, rows: Writer, kept: dict[tuple[Any, Any], set[Any]]) -> Iterator[str]:
    standing = {row[:2]: row for row in _sound(source, "articles")}
    for key, versions in kept.items():
        row = standing.get(key)
        if row and (row[2] is None or row[2] in versions):
            rows.put("articles", *row)
        else:
            _take_away(rows, *key)
            yield f"article {key[0]} of {key[1]} is taken away, since how it stood is lost: restore it"


def _settled(log: bytes) -> dict[str, str]:
    """What guilds had settled when a log was last written, as far as it can be read: SQLite leaves out what follows
    damage, and what was settled before may be less strict."""
    found = ((match[1].decode(), match.end()) for match in _POLICY.finditer(log))
    return {guild: log[start : start + PAGE].decode("ascii", "replace") for guild, start in found}


def _policies(source: Path, rows: Writer, settled: dict[str, str]) -> Iterator[str]:
    kept = {row[0]: row for row in _sound(source, "policies")}
    kept = {guild: row for guild, row in kept.items() if guild not in settled or settled[guild].startswith(row[1])}
    seals = {row[:2]: row for row in _sound(source, "seals")}
    root = seals.pop((WHOLE, "seals"), None)
    total = sum(int.from_bytes(checksum("seals", row)) for row in seals.values()) % SUMS
    certain = root is not None and root[2:] == (len(seals), total.to_bytes(32))
    for row in kept.values():
        rows.put("policies", *row)
    known = _collections(rows) | {key[0] for key in seals} | settled.keys()
    for guild in sorted(filter(guild_of, known)):
        if guild not in kept and not (certain and (guild, "policies") not in seals and guild not in settled):
            rows.put("policies", guild, LOST)
            yield f"what {guild} had settled is lost: nobody may ask there until it is settled anew"


def _collections(rows: Writer) -> set[str]:
    found: set[str] = set()
    for table in TABLES:
        found.update(str(name) for (name,) in rows.connection.execute(f"SELECT DISTINCT collection FROM {table}"))  # noqa: S608
    return found


def _sound(source: Path, table: str) -> Iterator[Row]:
    """The rows that fit their checksums; some perhaps twice."""
    return filter(None, _read(source, table, lambda connection: Rows(connection).stored(table)))


def _read(source: Path, table: str, read: Callable[[sqlite3.Connection], Iterable[T]]) -> Iterator[T]:
    """What can be read of a table."""
    try:
        with contextlib.closing(connected(source, "ro")) as connection:
            yield from list(read(connection))
    except sqlite3.Error:
        for _ in _leaves(source, table):
            with contextlib.suppress(sqlite3.Error), contextlib.closing(connected(source, "ro")) as connection:
                yield from read(connection)


def _leaves(source: Path, table: str) -> Iterator[None]:
    """Put each page with rows in the place of the page that a table begins with, one after another."""
    with contextlib.closing(connected(source, "ro")) as connection:
        ((root,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
    data = source.read_bytes()
    with source.open("r+b", buffering=0) as file:
        for start in range(PAGE, len(data), PAGE):
            if data[start] == _LEAF:
                file.seek((root - 1) * PAGE)
                file.write(data[start : start + PAGE])
                yield
        file.seek(0)
        file.write(data)
