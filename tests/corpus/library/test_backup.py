"""A library that is damaged, old, missing or put back: what is sound is kept, and nothing is lost on the way."""

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from corpus.library.backup import KEPT, check_backup, discard, put_back
from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.policy import Policy
from corpus.readers.files import parse_article
from tests.conftest import ROOT
from tests.corpus.conftest import DOCUMENTS, added, document, held, whole

GUILD = "guild:1"
ENDS = ("", "-wal", "-shm", "-journal")
FIRST_FORM = Path(__file__).parent / "fixtures" / "library-1.sqlite"


@pytest.fixture
def kept(path: Path, library: Library) -> Library:
    """One with 30 articles and a policy, its log in the file."""
    added(library, GUILD, *DOCUMENTS)
    library.guilds.settle(1, Policy(shared=False), "7", "switched the shared collection off")
    execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    return library


def execute(path: Path, command: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(command)


def aside(path: Path, word: str) -> list[Path]:
    """What was set aside, without logs."""
    return sorted(file for file in path.parent.glob(f"{path.name}.{word}-*") if not file.name.endswith("-wal"))


# The first form -------------------------------------------------------------------------------------------------------


def test_a_library_of_the_first_form_is_brought_up_to_date(path: Path) -> None:
    """Its documents are articles that were taken away, one for each name; the old file is kept."""
    path.parent.mkdir()
    shutil.copyfile(FIRST_FORM, path)
    library = Library(path)
    with pytest.raises(LibraryError, match="older"):
        library.articles.find("", ["shared"])
    (note,) = library.prepare()
    assert f"the one before is kept as {aside(path, 'before')[0].name} until" in note
    assert aside(path, "before")[0].read_bytes() == FIRST_FORM.read_bytes()
    entries = library.articles.entries("shared", removed=True)
    assert [(entry.name, entry.revisions, entry.origin) for entry in entries] == [
        ("ferry.txt", 2, "folder"),
        ("harbour.txt", 1, "folder"),
    ]
    assert library.articles.current("shared") == ()
    (found,) = library.articles.find("e5aa5636bb", ["shared"])
    assert (found.state, found.revision.number, found.revision.at.isoformat()) == (
        "removed",
        1,
        "2026-11-23T09:48:34+00:00",
    )
    assert found.revision.document.authors == ("Ann Lee", "Bo Roy")
    assert library.prepare() == library.faults() == ()


# Damage ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spoil", ["garbage", "empty", "cut", "other tables", "first form garbage"])
def test_a_damaged_file_is_set_aside(path: Path, kept: Library, spoil: str) -> None:
    """And said so; the library works again, and an earlier one that was set aside is not overwritten."""
    data = path.read_bytes()
    spoiled = {
        "garbage": b"SQLite format 3\0 not",
        "cut": data[:-5000],
        "first form garbage": FIRST_FORM.read_bytes()[:3000] + bytes(3000),
    }.get(spoil, b"")
    for number in (1, 2):
        path.write_bytes(spoiled)
        if spoil == "other tables" and number == 1:
            execute(path, "CREATE TABLE articles (text TEXT)")
            spoiled = path.read_bytes()
        note, *_ = kept.prepare()
        assert "set aside as library.sqlite.broken-" in note
        assert len(aside(path, "broken")) == number
        assert kept.faults() == ()
    assert {file.read_bytes() for file in aside(path, "broken")} == {spoiled}
    assert {whole(each.document) for each in kept.articles.current(GUILD)} <= set(map(whole, DOCUMENTS))
    added(kept, "guild:2", document(1))
    assert kept.prepare() == ()


def test_a_disk_is_not_filled_by_what_is_set_aside(path: Path, kept: Library) -> None:
    """The last few times are kept, each with its log, and nothing that was left half built."""
    times = [f"202611{day}-120000" for day in range(10, 20)]
    for number, at in enumerate(times):
        for name in (f"{path.name}.{('broken', 'before')[number % 2]}-{at}{end}" for end in ("", "-2", "-wal")):
            path.with_name(name).write_bytes(b"old")
    for name in ("building", "building-wal", "salvaged"):
        path.with_name(f"{path.name}.{name}").write_bytes(b"half")
    path.with_name(f"{path.name}-wal.broken-20261101-120000").mkdir()
    path.with_name(f"{path.name}.mine").write_bytes(b"somebody's own")
    assert kept.prepare() == ()
    left = {file.name for file in path.parent.iterdir()} - {
        f"{path.name}{end}" for end in ("", "-wal", "-shm", ".mine")
    }
    assert len(left) == 3 * KEPT
    assert all(any(at in name for at in times[-KEPT:]) for name in left)
    discard(path)
    assert not [file for file in path.parent.iterdir() if "-2026" in file.name]
    assert path.with_name(f"{path.name}.mine").exists()


def test_what_can_be_read_of_a_damaged_file_is_kept(path: Path, kept: Library) -> None:
    """Whichever of its pages is gone, all but the few articles that stood in it."""
    data = path.read_bytes()
    for number in range(len(data) // 4096):
        path.write_bytes(data[: number * 4096] + bytes(4096) + data[number * 4096 + 4096 :])
        assert kept.prepare()
        known = {whole(each.revision.document) for each in kept.articles.find("", [GUILD])}
        assert known <= set(map(whole, DOCUMENTS))
        assert len(known) >= 24, number
        assert kept.faults() == ()
        for file in path.parent.iterdir():
            file.unlink()


def test_what_a_guild_has_settled_is_never_opened_by_damage(path: Path, kept: Library) -> None:
    """Where its policy is lost nobody may do anything, until it is settled anew."""
    execute(path, "UPDATE policies SET policy = replace(policy, 'false', 'true')")
    with pytest.raises(LibraryError):
        kept.guilds.policy(1)
    assert any("guild:1" in note for note in kept.prepare())
    with pytest.raises(LibraryError, match="settle it anew"):
        kept.guilds.policy(1)
    assert kept.faults() == ()
    assert kept.guilds.policy(2) == Policy()
    kept.guilds.settle(1, Policy(), "7", "settled anew")
    assert kept.guilds.policy(1) == Policy()


@pytest.mark.parametrize("table", ["revisions", "articles", "digests", "policies", "audit", "seals", "counters"])
def test_rows_that_vanish_are_missed(path: Path, kept: Library, table: str) -> None:
    """In every table, and nothing answers without them; what is left is kept, and articles that answered without a
    doubt still do."""
    execute(path, f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")  # noqa: S608
    asked: dict[str, list[Callable[[str], object]]] = {
        "revisions": [kept.articles.current],
        "articles": [kept.articles.current, kept.articles.entries, lambda name: kept.articles.find("", [name])],
        "digests": [kept.articles.entries, kept.articles.size],
    }
    for ask in asked.get(table, []):
        with pytest.raises(LibraryError, match="missing"):
            ask(GUILD)
    assert kept.faults()
    assert kept.prepare()
    assert kept.faults() == ()
    answering = {whole(each.document) for each in kept.articles.current(GUILD)}
    assert len(set(map(whole, DOCUMENTS)) - answering) == (table in ("revisions", "articles"))
    assert added(kept, "guild:2", document(1))[0] >= 31


def test_a_log_that_was_damaged_is_told(path: Path, library: Library) -> None:
    """SQLite alone would leave out what it does not take for whole."""
    with contextlib.closing(sqlite3.connect(path)) as reader:  # keeps the log from being folded into the file
        reader.execute("SELECT * FROM articles").fetchall()
        added(library, GUILD, document(1))
        added(library, GUILD, document(2))
        copy = path.parent / "copy.sqlite"
        shutil.copyfile(path, copy)
        log = bytearray(Path(f"{path}-wal").read_bytes())
    log[-100] ^= 1
    Path(f"{copy}-wal").write_bytes(log)
    notes = Library(copy).prepare()
    assert "the last changes were cut off or damaged" in notes[0]
    assert [Path(f"{file}-wal").read_bytes() for file in aside(copy, "broken")] == [log]
    assert held(Library(copy), GUILD) == [whole(document(1))]


def test_what_a_guild_settled_in_a_damaged_log_is_not_opened(path: Path, library: Library) -> None:
    """What it had settled before is not taken for what it settled last; of other guilds it is."""
    library.guilds.settle(1, Policy(), "7", "settled")
    library.guilds.settle(2, Policy(askers=frozenset({5})), "7", "settled")
    with contextlib.closing(sqlite3.connect(path)) as reader:
        reader.execute("SELECT * FROM articles").fetchall()
        added(library, GUILD, document(1))
        library.guilds.settle(1, Policy(shared=False), "7", "settled")
        library.guilds.settle(3, Policy(shared=False), "7", "settled")
        copy = path.parent / "copy.sqlite"
        shutil.copyfile(path, copy)
        log = bytearray(Path(f"{path}-wal").read_bytes())
    log[100] ^= 1
    Path(f"{copy}-wal").write_bytes(log)
    notes = Library(copy).prepare()
    assert ["what guild:1 had" in notes[1], "what guild:3 had" in notes[2], len(notes)] == [True, True, 3]
    for guild in (1, 3):
        with pytest.raises(LibraryError, match="settle it anew"):
            Library(copy).guilds.policy(guild)
    assert Library(copy).guilds.policy(2) == Policy(askers=frozenset({5}))
    assert Library(copy).faults() == ()


def test_what_a_long_change_left_in_the_log_is_no_lost_change(path: Path, library: Library) -> None:
    """The log is cut before a shorter one is written over it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as reader:  # keeps the log
        reader.execute("SELECT * FROM articles").fetchall()
        added(library, GUILD, *DOCUMENTS)
        reader.execute("PRAGMA wal_checkpoint(RESTART)")
        added(library, GUILD, document(1))
        assert library.faults() == ()


def test_what_is_built_begins_with_nothing(path: Path, library: Library) -> None:
    """Whatever a kill left beside it."""
    spoiled = [path.with_name(f"{path.name}.{word}{end}") for word in ("building", "salvaged") for end in ENDS]
    added(library, GUILD, document(1))
    execute(path, "UPDATE audit SET what = 'nothing'")
    for file in spoiled:
        file.write_bytes(b"nonsense" * 1000)
    assert library.prepare()
    assert held(library, GUILD) == [whole(document(1))]
    assert not any(file.exists() for file in spoiled)


def test_an_error_that_passes_sets_nothing_aside(path: Path, kept: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program holds is not damaged."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        connect = sqlite3.connect
        monkeypatch.setattr(sqlite3, "connect", lambda *args, **named: connect(*args, **{**named, "timeout": 0}))
        with pytest.raises(LibraryError, match="locked"):
            kept.prepare()
    assert aside(path, "broken") == []
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", Mock(side_effect=OSError(24, "Too many open files")))
        with pytest.raises(LibraryError, match="Too many open files"):
            kept.prepare()
    assert aside(path, "broken") == []
    assert kept.prepare() == ()
    assert held(kept, GUILD) == list(map(whole, DOCUMENTS))


@pytest.mark.skipif(sys.platform != "linux", reason="only there can root give up its rights")
@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_a_library_that_may_only_be_read_is_not_damaged(path: Path, kept: Library, end: str) -> None:
    """Nothing is set aside; when it may be written again all is well."""
    with contextlib.closing(sqlite3.connect(path)) as reader:  # keeps the log
        reader.execute("SELECT * FROM articles").fetchall()
        added(kept, "guild:2", document(1))
        copy = Path(shutil.copytree(path.parent, path.parent.with_name("copy"))) / path.name
    Path(f"{copy}{end}").chmod(0o444)
    command = [sys.executable, "-c", FORBIDDEN, str(copy)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"{path.name}{end} may not be written" in told
    assert aside(copy, "broken") == []
    Path(f"{copy}{end}").chmod(0o644)
    assert Library(copy).prepare() == ()
    assert held(Library(copy), "guild:2") == [whole(document(1))]


FORBIDDEN = """
import sys
from pathlib import Path
from corpus.library.database import LibraryError
from corpus.library.library import Library
from tests.torture.read_only import without_rights
without_rights()
try:
    print(Library(Path(sys.argv[1])).prepare())
except LibraryError as error:
    print(error)
"""


def test_a_file_of_a_newer_version_is_left_alone(path: Path, kept: Library) -> None:
    """It is neither read nor written."""
    execute(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    works: list[Callable[[], object]] = [
        kept.prepare,
        kept.faults,
        lambda: kept.articles.current(GUILD),
        lambda: kept.guilds.policy(1),
        lambda: added(kept, GUILD, document(1)),
    ]
    for work in works:
        with pytest.raises(LibraryError, match="newer Pullquote"):
            work()
    assert path.read_bytes() == before
    assert aside(path, "broken") == []


def test_a_missing_library_is_said(path: Path) -> None:
    """To whoever reads or writes before it is prepared."""
    for work in (lambda: Library(path).articles.current(GUILD), lambda: added(Library(path), GUILD, document(1))):
        with pytest.raises(LibraryError, match="no library yet"):
            work()
    assert Library(path).faults() == ("there is no library.sqlite",)


# Backups --------------------------------------------------------------------------------------------------------------


def test_a_backup_is_put_back(path: Path, kept: Library, tmp_path: Path) -> None:
    """All that was there then; the library of now is kept beside it."""
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


def test_a_backup_that_was_copied_by_hand_works(kept: Library, tmp_path: Path) -> None:
    """Readers do not wait for the writer then, either; a change that was cut off before it had a log is taken back."""
    kept.backup(tmp_path / "kept.sqlite")
    copy = Library(tmp_path / "copy.sqlite")
    with contextlib.closing(sqlite3.connect(tmp_path / "kept.sqlite", isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN")
        writer.execute("UPDATE revisions SET content = replace(content, 'sails', 'sinks')")
        shutil.copyfile(tmp_path / "kept.sqlite", tmp_path / "copy.sqlite")
        shutil.copyfile(tmp_path / "kept.sqlite-journal", tmp_path / "copy.sqlite-journal")
    assert b"sinks" in (tmp_path / "copy.sqlite").read_bytes()
    assert copy.prepare() == ()
    assert held(copy, GUILD) == list(map(whole, DOCUMENTS))
    with contextlib.closing(sqlite3.connect(tmp_path / "copy.sqlite", isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert held(copy, GUILD) == list(map(whole, DOCUMENTS))


def test_a_damaged_backup_changes_nothing(path: Path, kept: Library, tmp_path: Path) -> None:
    """One that is cut, missing, or no library."""
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
    assert aside(path, "before") == []


def test_backups_and_what_is_put_back_are_on_the_disk(
    path: Path, kept: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file before it has its name, and its folder after that: the power may fail."""
    synced: list[int] = []
    named: list[tuple[int, int]] = []
    real = Path.rename

    def rename(one: Path, other: Path) -> Path:
        named.append((one.stat().st_ino, len(synced)))
        return real(one, other)

    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    monkeypatch.setattr(Path, "rename", rename)
    works: list[tuple[Callable[[], object], Path]] = [
        (lambda: kept.backup(tmp_path / "kept.sqlite"), tmp_path / "kept.sqlite"),
        (lambda: put_back(tmp_path / "kept.sqlite", path), path),
    ]
    for work, made in works:
        work()
        first = next(before for file, before in named if file == made.stat().st_ino)
        assert made.stat().st_ino in synced[:first]
        assert synced[first:].count(made.parent.stat().st_ino) >= 1


def test_a_damaged_library_is_not_backed_up(path: Path, kept: Library, tmp_path: Path) -> None:
    """A backup is sound, or there is none."""
    path.write_bytes(path.read_bytes().replace(b"sails at 7,", b"sails at 8,"))
    with pytest.raises(LibraryError, match="damaged"):
        kept.backup(tmp_path / "kept.sqlite")
    assert list(tmp_path.glob("kept*")) == []


# Failures and kills ---------------------------------------------------------------------------------------------------


class Failing:
    """The k-th of the calls to the disk and to SQLite fails, and none after it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, k: int) -> None:
        self.left = k
        failing = self

        class Connection(sqlite3.Connection):
            def execute(self, *arguments: Any) -> sqlite3.Cursor:
                failing.count(sqlite3.OperationalError("database or disk is full"))
                return super().execute(*arguments)

        monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Connection))
        for owner, name in ((os, "fsync"), (os, "open"), (Path, "rename"), (Path, "unlink"), (shutil, "copyfile")):
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


def failures(work: Callable[[], object], step: int = 1) -> Iterator[bool]:
    """Whether the work failed, for a failure at each of its calls in turn, or at some, as long as there are any."""
    for k in range(1, 10_000, step):
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


def test_whatever_call_fails_a_damaged_library_is_mended_the_next_time(path: Path, kept: Library) -> None:
    """With nothing of it lost on the way, and the damaged file kept once."""
    spoiled = path.read_bytes().replace(b"sails at 7,", b"sails at 8,")
    path.write_bytes(spoiled)
    for number, _ in enumerate(failures(kept.prepare, 37)):
        kept.prepare()
        assert kept.faults() == (), number
        answering = {whole(each.document) for each in kept.articles.current(GUILD)}
        assert answering == set(map(whole, DOCUMENTS)) - {whole(DOCUMENTS[7])}, number
        assert [file.read_bytes() for file in aside(path, "broken")] == [spoiled], number
        for file in path.parent.iterdir():
            file.unlink()
        path.write_bytes(spoiled)


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


MENDER = """
import sys
from pathlib import Path
from corpus.library.library import Library
library = Library(Path(sys.argv[1]))
print("ready", flush=True)
library.prepare()
print("done", flush=True)
input()
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_kill_while_a_library_is_mended_loses_nothing(path: Path, kept: Library) -> None:
    """At any moment of setting it aside."""
    spoiled = path.read_bytes().replace(b"sails at 7,", b"sails at 8,")
    chance = random.Random(11)  # noqa: S311
    command = [sys.executable, "-c", MENDER, str(path)]
    for _ in range(6):
        for file in path.parent.iterdir():
            file.unlink()
        path.write_bytes(spoiled)
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as mender:
            assert mender.stdout is not None
            assert mender.stdout.readline() == "ready\n"
            time.sleep(chance.random() / 40)
            mender.kill()
        kept.prepare()
        assert kept.faults() == ()
        assert {whole(each.document) for each in kept.articles.current(GUILD)} == set(map(whole, DOCUMENTS)) - {
            whole(DOCUMENTS[7])
        }
        assert [file.read_bytes() for file in aside(path, "broken")] == [spoiled]


@pytest.mark.parametrize("word", ["before", "broken"])
def test_what_is_no_library_takes_the_place_of_none(path: Path, kept: Library, word: str) -> None:
    """It is set aside, and said; what was kept and settled stays."""
    path.with_name(f"{path.name}.next-{word}").write_bytes(b"nonsense")
    (note,) = kept.prepare()
    assert f"library.sqlite.next-{word} was damaged" in note
    assert [file.read_bytes() for file in aside(path, "broken")] == [b"nonsense"]
    assert held(kept, GUILD) == list(map(whole, DOCUMENTS))
    assert kept.guilds.policy(1) == Policy(shared=False)


def test_an_article_without_words_is_kept_too(library: Library) -> None:
    """Signatures are for every text."""
    odd = parse_article("marks.txt", "…! —".encode())
    added(library, GUILD, odd, odd)
    assert [whole(each.document) for each in library.articles.current(GUILD)] == [whole(odd), whole(odd)]


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal", ".next-before", ".next-broken"])
def test_a_folder_where_a_file_belongs_is_set_aside(tmp_path: Path, end: str) -> None:
    """And said; the library can be used."""
    library = Library(tmp_path / "library.sqlite")
    library.prepare()
    Path(f"{tmp_path / 'library.sqlite'}{end}").unlink(missing_ok=True)
    Path(f"{tmp_path / 'library.sqlite'}{end}").mkdir()
    (note,) = library.prepare()
    assert "was a folder and is set aside" in note
    assert library.faults() == ()
