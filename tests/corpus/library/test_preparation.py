"""A library is made, looked at and brought up to date before it is used; one that is damaged is left as it is."""

import contextlib
import shutil
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from corpus.library.database import Database, LibraryError, version_of
from corpus.library.library import Library
from corpus.library.policy import Policy
from tests.corpus.conftest import DOCUMENTS, added, document, execute, held, whole
from tests.corpus.library.conftest import GUILD
from tests.torture.read_only import without_rights


def test_what_was_cut_off_while_it_was_made_is_made_anew(path: Path) -> None:
    """A file without anything in it is no damaged library."""
    path.parent.mkdir()
    for begin in (lambda: path.write_bytes(b""), lambda: execute(path, "PRAGMA journal_mode = WAL")):
        path.unlink(missing_ok=True)
        begin()
        library = Library(path)
        assert library.prepare() == library.faults() == ()
        added(library, GUILD, document(1))


@pytest.mark.parametrize("spoil", ["garbage", "cut", "other tables", "a page of zeros"])
def test_a_damaged_library_is_told_and_left_as_it_is(path: Path, kept: Library, spoil: str) -> None:
    """The sentence names the command that puts the newest sound backup in its place, and nothing is written."""
    kept.back_up_daily()
    (backup,) = (path.parent / "backups").iterdir()
    newer = backup.with_name("library-20990101-000000.sqlite")
    newer.write_bytes(b"no library")
    data = path.read_bytes()
    if spoil == "other tables":
        path.unlink()
        execute(path, "CREATE TABLE articles (text TEXT)")
    else:
        path.write_bytes(
            {"garbage": b"no library", "cut": data[:-5000]}.get(spoil, data[:4096] + bytes(4096) + data[8192:])
        )
    spoiled = path.read_bytes()
    library = Library(path)
    with pytest.raises(LibraryError, match=f"the library is damaged .* `pullquote restore {backup}`"):
        library.prepare()
    with pytest.raises(LibraryError, match="the library is damaged"):
        added(library, GUILD, document(1))
    assert path.read_bytes() == spoiled


def test_what_reads_soundly_of_a_damaged_library_answers(path: Path, kept: Library) -> None:
    """Here an index of the file is damaged, and no article."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        ((root,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_jobs_collection'")
    data = bytearray(path.read_bytes())
    data[(root - 1) * 4096 : (root - 1) * 4096 + 8] = b"\x0a\x00\x00\xff\xff\x00\x00\xff"
    path.write_bytes(data)
    with pytest.raises(LibraryError, match="there is no sound backup"):
        kept.prepare()
    assert held(kept, GUILD) == list(map(whole, DOCUMENTS))
    assert kept.guilds.policy(1) == Policy(shared=False)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_missing_library_with_backups_is_not_begun_anew(
    path: Path, kept: Library, spoil: Callable[[Path], object]
) -> None:
    """What servers had settled would be open then."""
    kept.back_up_daily()
    spoil(path)
    with pytest.raises(LibraryError, match=r"the library is missing, .* `pullquote restore "):
        Library(path).prepare()


@pytest.mark.parametrize("version", [b"\xc3", "", "0000", "000!", "p002"])
def test_a_version_that_is_none_is_told_as_damage(path: Path, kept: Library, version: str | bytes) -> None:
    """A flipped bit in the file's own bookkeeping makes bytes of a text, or another text."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    works: list[Callable[[], object]] = [kept.prepare, kept.faults, lambda: kept.articles.current(GUILD)]
    for work in works:
        with pytest.raises(LibraryError, match="does not say which Pullquote wrote it"):
            work()


def test_a_version_that_cannot_be_read_just_now_is_not_none(path: Path, kept: Library) -> None:
    """Else the library would be taken for one from before there were versions."""
    assert kept.prepare() == ()
    with Database(path).reading() as connection:
        file = connection.connection.driver_connection
        assert isinstance(file, sqlite3.Connection)
        file.set_progress_handler(lambda: 1, 1)
        with pytest.raises(OperationalError, match="interrupted"):
            version_of(connection)
        file.set_progress_handler(None, 1)


def test_a_file_of_a_newer_version_is_left_alone(path: Path, kept: Library) -> None:
    """It is neither read nor written."""
    execute(path, "UPDATE alembic_version SET version_num = '9999'")
    works: list[Callable[[], object]] = [
        kept.prepare,
        kept.faults,
        lambda: kept.articles.current(GUILD),
        lambda: kept.guilds.policy(1),
        lambda: added(kept, GUILD, document(1)),
    ]
    before = path.read_bytes()
    for work in works:
        with pytest.raises(LibraryError, match="newer Pullquote"):
            work()
    assert path.read_bytes() == before


def test_an_error_that_passes_is_no_damage(path: Path, kept: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program holds can be prepared afterwards."""
    monkeypatch.setattr("corpus.library.database._WAIT", 0.01)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryError, match="locked"):
            kept.prepare()
    assert kept.prepare() == ()
    assert held(kept, GUILD) == list(map(whole, DOCUMENTS))
    added(kept, GUILD, document(1))


@pytest.mark.skipif(sys.platform != "linux", reason="only there can root give up its rights")
@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_a_library_that_may_only_be_read_is_not_damaged(path: Path, kept: Library, end: str) -> None:
    """It says what may not be written; when it may be written again all is well."""
    with contextlib.closing(sqlite3.connect(path)) as reader:  # keeps the log
        reader.execute("SELECT * FROM articles").fetchall()
        added(kept, "guild:2", document(1))
        copy = Path(shutil.copytree(path.parent, path.parent.with_name("copy"))) / path.name
    Path(f"{copy}{end}").chmod(0o444)
    with (
        ThreadPoolExecutor(1, initializer=without_rights) as thread,  # a thread gives up its own rights alone
        pytest.raises(LibraryError, match=f"{path.name}{end} may not be written"),
    ):
        thread.submit(Library(copy).prepare).result()
    Path(f"{copy}{end}").chmod(0o644)
    assert Library(copy).prepare() == ()
    assert held(Library(copy), "guild:2") == [whole(document(1))]
