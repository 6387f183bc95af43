"""Transactions of the library's file: durable, whole, and beside each other."""

import contextlib
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.library.database import LibraryError, connected
from corpus.library.library import Library
from tests.corpus.conftest import DOCUMENTS, added, document, held, whole

GUILD = "guild:1"


def test_a_change_is_on_the_disk_and_erases_what_it_deletes(path: Path, library: Library) -> None:
    """As the connection of everything that writes is told to."""
    assert library.collections() == ()
    with contextlib.closing(connected(path, "rw")) as connection:
        told = [connection.execute(f"PRAGMA {what}").fetchone() for what in ("synchronous", "secure_delete")]
    assert told == [(2,), (1,)], "both full"


def test_readers_see_whole_changes(path: Path, library: Library) -> None:
    """While one writes, others find what was there before; all of it afterwards."""
    added(library, GUILD, *DOCUMENTS[:10])
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM revisions")
        assert held(Library(path), GUILD) == list(map(whole, DOCUMENTS[:10]))
        writer.execute("ROLLBACK")
    seen, stop = set(), threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(len(Library(path).articles.current(GUILD)))

    reader = threading.Thread(target=read)
    reader.start()
    for start in (10, 20):
        added(library, GUILD, *DOCUMENTS[start : start + 10])
    stop.set()
    reader.join()
    assert seen <= {10, 20, 30}


def test_what_is_locked_is_not_read_half_written(path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who cannot wait any longer is told."""
    added(library, GUILD, document(1))
    monkeypatch.setattr("corpus.library.database._WAIT", 0.01)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA locking_mode = EXCLUSIVE")
        writer.execute("PRAGMA journal_mode = DELETE")
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryError, match="locked"):
            library.articles.current(GUILD)
    assert held(library, GUILD) == [whole(document(1))]


def test_threads_may_write_at_once(library: Library) -> None:
    """One after another; every change is made."""
    threads = [threading.Thread(target=added, args=(library, GUILD, each)) for each in DOCUMENTS[:8]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert held(library, GUILD) == list(map(whole, DOCUMENTS[:8]))
    assert library.faults() == ()


def test_a_log_is_read_where_there_is_no_room_beside_it(path: Path, library: Library, tmp_path: Path) -> None:
    """As on a full disk, and by several at once: they take turns."""
    copy = tmp_path / "copy" / path.name
    copy.parent.mkdir()
    with contextlib.closing(connected(path, "ro")) as reader:
        reader.execute("BEGIN").execute("SELECT 1 FROM sqlite_schema").fetchone()
        added(library, GUILD, *DOCUMENTS)
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{copy}{end}")
    assert Path(f"{copy}-wal").stat().st_size
    Path(f"{copy}-shm").symlink_to(tmp_path / "nowhere" / "shm")  # where SQLite wants a file, and can make none
    with ThreadPoolExecutor(4) as askers:
        found = list(askers.map(lambda _: held(Library(copy), GUILD), range(16)))
    assert found == [list(map(whole, DOCUMENTS))] * 16
