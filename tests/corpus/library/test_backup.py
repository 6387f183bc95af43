"""Backups are sound or not there, seven are kept, and one is put back whole or not at all."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from corpus.library.backup import KEPT, check_backup, put_back
from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.policy import Policy
from tests.corpus.conftest import DOCUMENTS, added, document, execute, held, whole
from tests.corpus.library.conftest import GUILD


def beside(path: Path) -> list[Path]:
    """The backups beside a library, the oldest first."""
    return sorted((path.parent / "backups").iterdir())


# Every day ------------------------------------------------------------------------------------------------------------


def test_a_library_is_backed_up_once_a_day(path: Path, kept: Library) -> None:
    """At the start, or by whoever asks for it daily; another process that starts the same day makes no other."""
    assert kept.prepare() == Library(path).prepare() == kept.back_up_daily() == ()
    (backup,) = beside(path)
    assert f"{datetime.now(UTC):%Y%m%d}" in backup.name
    assert check_backup(backup) == ()
    assert held(Library(backup), GUILD) == list(map(whole, DOCUMENTS))


def test_the_last_seven_backups_are_kept(path: Path, kept: Library) -> None:
    """And nothing of one that was cut off."""
    folder = path.parent / "backups"
    folder.mkdir()
    days = [datetime.now(UTC) - timedelta(days=day) for day in range(1, 10)]
    for day in days:
        (folder / f"library-{day:%Y%m%d}-031500.sqlite").write_bytes(b"older")
    (folder / "library-20200101-031500.sqlite.part").write_bytes(b"half")
    assert kept.back_up_daily() == ()
    names = [file.name for file in beside(path)]
    assert len(names) == KEPT
    assert names[:-1] == sorted(f"library-{day:%Y%m%d}-031500.sqlite" for day in days[: KEPT - 1])


def test_a_damaged_library_pushes_no_backup_out(path: Path, kept: Library) -> None:
    """It is told once a day; an empty library is no reason for a backup."""
    execute(path, "UPDATE texts SET text = replace(text, 'sails at 7,', 'sails at 8,')")
    (note,) = kept.back_up_daily()
    assert f"the text {document(7).id[:10]} of {GUILD} has changed" in note
    assert kept.back_up_daily() == ()
    assert beside(path) == []
    empty = Library(path.parent / "empty" / path.name)
    assert empty.prepare() == ()
    assert not (path.parent / "empty" / "backups").exists()


def test_what_is_erased_is_in_no_backup(path: Path, kept: Library) -> None:
    """Those of an earlier version, which cannot be changed, those that a kill left half made, and libraries that were
    replaced are deleted."""
    added(kept, "guild:2", document(1))
    kept.back_up_daily()
    (backup,) = beside(path)
    old = backup.with_name("library-20200101-000000.sqlite")
    execute(old, "CREATE TABLE seals (text)")
    aside = put_back(backup, path)
    assert aside is not None
    half = [
        shutil.copyfile(path, backup.with_name(f"library-20200102-000000.sqlite.part{end}")) for end in ("", "-journal")
    ]
    kept.erase(GUILD)
    assert beside(path) == [backup]
    assert not any(file.exists() for file in (aside, *half))
    assert Library(backup).collections() == Library(path).collections() == ("guild:2",)
    assert check_backup(backup) == ()
    left = [file for file in path.parent.rglob("*") if file.is_file() and b"sails at 7," in file.read_bytes()]
    assert left == []


# Where somebody wants them --------------------------------------------------------------------------------------------


def test_a_backup_is_put_back(path: Path, kept: Library, tmp_path: Path) -> None:
    """All that was there then is there; the library of now is kept beside it."""
    backup = tmp_path / "kept.sqlite"
    kept.backup(backup)
    assert check_backup(backup) == ()
    assert list(tmp_path.glob("kept.sqlite*")) == [backup]
    with pytest.raises(LibraryError, match="there already"):
        kept.backup(backup)
    added(kept, "guild:2", document(1))
    name = put_back(backup, path)
    assert not any([kept.prepare(), kept.faults(), kept.articles.current("guild:2")])
    assert held(kept, GUILD) == list(map(whole, DOCUMENTS))
    assert kept.guilds.policy(1) == Policy(shared=False)
    assert name is not None
    assert held(Library(name), "guild:2") == [whole(document(1))]
    assert put_back(backup, tmp_path / "new" / "library.sqlite") is None
    assert held(Library(tmp_path / "new" / "library.sqlite"), GUILD) == list(map(whole, DOCUMENTS))


def test_a_backup_takes_the_place_of_a_damaged_library(path: Path, kept: Library, tmp_path: Path) -> None:
    """What is damaged is kept, with its log."""
    kept.backup(tmp_path / "kept.sqlite")
    path.write_bytes(b"no library")
    Path(f"{path}-wal").write_bytes(b"no log")
    aside = put_back(tmp_path / "kept.sqlite", path)
    assert aside is not None
    assert (aside.read_bytes(), Path(f"{aside}-wal").read_bytes()) == (b"no library", b"no log")
    assert kept.prepare() == ()
    assert held(kept, GUILD) == list(map(whole, DOCUMENTS))


def test_a_backup_that_was_copied_by_hand_works(kept: Library, tmp_path: Path) -> None:
    """Readers do not wait for the writer then, either; a change that was cut off before it had a log is taken back."""
    kept.backup(tmp_path / "kept.sqlite")
    copy = Library(tmp_path / "copy.sqlite")
    with contextlib.closing(sqlite3.connect(tmp_path / "kept.sqlite", isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN")
        writer.execute("UPDATE texts SET text = replace(text, 'sails', 'sinks')")
        shutil.copyfile(tmp_path / "kept.sqlite", tmp_path / "copy.sqlite")
        shutil.copyfile(tmp_path / "kept.sqlite-journal", tmp_path / "copy.sqlite-journal")
    assert b"sinks" in (tmp_path / "copy.sqlite").read_bytes()
    assert copy.prepare() == ()
    assert held(copy, GUILD) == list(map(whole, DOCUMENTS))
    with contextlib.closing(sqlite3.connect(tmp_path / "copy.sqlite", isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert held(copy, GUILD) == list(map(whole, DOCUMENTS))


def test_a_damaged_backup_changes_nothing(path: Path, kept: Library, tmp_path: Path) -> None:
    """One that is cut, missing, changed, or no library."""
    backup = tmp_path / "kept.sqlite"
    kept.backup(backup)
    data = backup.read_bytes()
    before = path.read_bytes()
    for spoiled in (None, b"", b"no library", data[:-4096], data.replace(b"sails at 7,", b"sails at 8,")):
        backup.unlink(missing_ok=True)
        if spoiled is not None:
            backup.write_bytes(spoiled)
        assert len(check_backup(backup)) > 0
        with pytest.raises(LibraryError, match="nothing was changed"):
            put_back(backup, path)
        assert path.read_bytes() == before
    assert list(path.parent.glob("*.before-*")) == []


def test_a_damaged_library_is_not_backed_up(path: Path, kept: Library, tmp_path: Path) -> None:
    """A backup is sound, or there is none."""
    path.write_bytes(path.read_bytes().replace(b"sails at 7,", b"sails at 8,"))
    with pytest.raises(LibraryError, match="damaged"):
        kept.backup(tmp_path / "kept.sqlite")
    assert list(tmp_path.glob("kept*")) == []


def test_backups_and_what_is_put_back_are_on_the_disk(
    path: Path, kept: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file before it has its name, and its folder after that: the power may fail."""
    synced: list[int] = []
    named: list[tuple[int, int]] = []

    def naming(rename: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def named_now(one: Path, other: Path) -> Path:
            named.append((one.stat().st_ino, len(synced)))
            return rename(one, other)

        return named_now

    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    monkeypatch.setattr(Path, "rename", naming(Path.rename))
    monkeypatch.setattr(Path, "replace", naming(Path.replace))
    works: list[tuple[Callable[[], object], Path]] = [
        (lambda: kept.backup(tmp_path / "kept.sqlite"), tmp_path / "kept.sqlite"),
        (lambda: put_back(tmp_path / "kept.sqlite", path), path),
    ]
    for work, made in works:
        work()
        first = next(before for file, before in named if file == made.stat().st_ino)
        assert made.stat().st_ino in synced[:first]
        assert synced[first:].count(made.parent.stat().st_ino) >= 1


# Failures -------------------------------------------------------------------------------------------------------------


class Failing:
    """The k-th of the calls to the disk and to SQLite fails, and none after it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, k: int) -> None:
        self.left = k
        failing = self

        class Cursor(sqlite3.Cursor):
            def execute(self, *arguments: Any) -> Any:
                failing.count(sqlite3.OperationalError("database or disk is full"))
                return super().execute(*arguments)

        class Connection(sqlite3.Connection):
            def execute(self, *arguments: Any) -> sqlite3.Cursor:
                failing.count(sqlite3.OperationalError("database or disk is full"))
                return super().execute(*arguments)

            def cursor(self, *_: Any) -> Any:
                return super().cursor(Cursor)

            def commit(self) -> None:
                failing.count(sqlite3.OperationalError("database or disk is full"))
                super().commit()

        monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Connection))
        calls = (
            (os, "fsync"),
            (os, "open"),
            (Path, "rename"),
            (Path, "replace"),
            (Path, "unlink"),
            (shutil, "copyfile"),
        )
        for owner, name in calls:
            monkeypatch.setattr(owner, name, self.wrapped(getattr(owner, name)))

    def count(self, error: Exception) -> None:
        self.left -= 1
        if self.left == 0:
            raise error

    def wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.count(OSError(28, "No space left on device"))
            return call(*arguments, **named)

        return counted


def failures(work: Callable[[], object]) -> Iterator[bool]:
    """Whether the work failed, for a failure at each of its calls in turn, as long as there are any."""
    for k in range(1, 10_000):
        with pytest.MonkeyPatch.context() as monkeypatch:
            failing = Failing(monkeypatch, k)
            try:
                work()
                failed = False
            except LibraryError:
                failed = True
        yield failed
        if failing.left > 0:
            return
    raise AssertionError("it never ends")


def test_whatever_call_fails_a_change_is_whole_or_not_at_all(library: Library) -> None:
    """And what failed was not done, where it was said so."""
    known = 0
    for number, failed in enumerate(failures(lambda: added(library, GUILD, *DOCUMENTS[:2]))):
        now = len(library.articles.current(GUILD))
        assert now == known if failed else now == known + 2, number
        known = now
    assert library.faults() == ()


def test_whatever_call_fails_a_backup_is_put_back_or_not(path: Path, kept: Library, tmp_path: Path) -> None:
    """One or the other library is there, whole."""
    backup = tmp_path / "kept.sqlite"
    kept.backup(backup)
    added(kept, "guild:2", document(1))
    for number, failed in enumerate(failures(lambda: put_back(backup, path))):
        now = kept.prepare(), bool(kept.articles.current("guild:2"))
        assert now[0] == (), number
        assert failed or not now[1], number
        assert held(kept, GUILD) == list(map(whole, DOCUMENTS)), number
        if not now[1]:
            added(kept, "guild:2", document(1))
