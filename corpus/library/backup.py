"""A library put in its place on the disk: made, mended, brought up to date, backed up, put back.

Another one is built beside it, named `….next-<word>` when it is whole on the disk, and then takes its place; the one
before is kept as `….<word>-<time>`, for somebody to look at. Where that is cut off it is ended the next time.
"""

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from corpus.library.database import FAILURES, LibraryError, connected, created, delete
from corpus.library.integrity import faults_of, version
from corpus.library.recovery import carried_over
from corpus.library.schema import VERSION

_WORDS = ("broken", "before")
_LEFT = re.compile(r"\.(?:building|salvaged|(?:broken|before)-(\d{8}-\d{6}))")
KEPT = 5  # times that something was set aside: it is as large as the library, and is looked at soon or never


def prepare(path: Path) -> tuple[str, ...]:
    """Make a library that can be written: a new one, or of what is sound in a damaged one or one of an older form.

    A sentence for each thing that was wrong. Raises LibraryError where a newer version wrote it, or the disk fails.
    """
    with failing(path):
        notes = (*_without_folders(path), *_without_unsound(path))
        _finish(path)
        with contextlib.suppress(LibraryError):
            discard(path, KEPT)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            created(_emptied(path))
            _put_in_place(path, "before")
            return notes
        _rolled_back(path)
        log = Path(f"{path}-wal").read_bytes() if Path(f"{path}-wal").exists() else b""
        faults = faults_of(path)
        if faults:
            lost = carried_over(path, _emptied(path))
            aside = _put_in_place(path, "broken")
            Path(f"{aside}-wal").write_bytes(log)
            return (*notes, _told(aside, faults), *lost)
        if version(path) < VERSION:
            carried_over(path, _emptied(path))
            before = _put_in_place(path, "before").name
            return (*notes, f"the library has a new form; the one before is kept as {before} until a server is erased")
        with contextlib.closing(connected(path, "rw")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")  # a backup that somebody copied there has it not
        return notes


def _without_folders(path: Path) -> Iterator[str]:
    """Sets aside the folders that stand where SQLite's files belong; a sentence for each."""
    ends = ("", "-wal", "-shm", "-journal", *(f".next-{word}" for word in _WORDS))
    for file in filter(Path.is_dir, (Path(f"{path}{end}") for end in ends)):
        aside = _free(file, "broken")
        file.rename(aside)
        yield f"{file.name} was a folder and is set aside as {aside.name}"


def _without_unsound(path: Path) -> Iterator[str]:
    """Sets aside what would take the library's place and is no sound library; a sentence for each."""
    for built in filter(Path.exists, (_next(path, word) for word in _WORDS)):
        faults = faults_of(built)
        for end in ("-wal", "-shm"):
            Path(f"{built}{end}").unlink(missing_ok=True)  # of looking at it
        if faults:
            aside = _free(path, "broken")
            built.rename(aside)
            yield f"{built.name} was damaged ({faults[0]}) and is set aside as {aside.name}"


def _rolled_back(path: Path) -> None:
    """Take back what was cut off in a library that was a backup and had no log yet."""
    if Path(f"{path}-journal").exists():
        with contextlib.suppress(sqlite3.Error), contextlib.closing(connected(path, "rw")) as connection:
            connection.execute("SELECT 1 FROM sqlite_schema").fetchall()


def _told(file: Path, faults: tuple[str, ...]) -> str:
    more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
    aside = f"set aside as {file.name} until a server is erased"
    return f"the library was damaged ({faults[0]}{more}) and is {aside}; what is sound in it is kept"


def discard(path: Path, kept: int = 0) -> None:
    """Delete what was left half built beside a library, and what was set aside, but for the last `kept` times. Raises
    LibraryError where the disk does not let it."""
    with failing(path):
        found = {file: match[1] for file in path.parent.glob(f"{path.name}*") if (match := _LEFT.search(file.name))}
        times = sorted({when for when in found.values() if when})[-kept:] if kept else []
        for file, when in found.items():
            if when not in times:
                shutil.rmtree(file) if file.is_dir() else file.unlink()


def backup(library: Path, path: Path) -> None:
    """A copy of a library in a file of its own, checked. Raises LibraryError where a file is there already, or the
    library is damaged."""
    if path.exists():
        raise LibraryError(f"{path} is there already; name another file")
    part = path.with_name(f"{path.name}.part")
    with failing(path):
        try:
            _copied(library, part, "DELETE")
            faults = faults_of(part)
            if faults:
                raise LibraryError(f"the library is damaged ({faults[0]}); start Pullquote anew to mend it first")
            _synced(part)
            part.rename(path)
            _synced(path.parent)
        finally:
            part.unlink(missing_ok=True)


def check_backup(path: Path) -> tuple[str, ...]:
    """A sentence for each thing that is wrong with a backup."""
    try:
        return faults_of(path)
    except LibraryError as error:
        return (str(error),)


def put_back(path: Path, library: Path) -> Path | None:
    """Put a backup in the place of a library; the name by which that is kept, if there was one.

    For the one process that writes. Raises LibraryError where the backup is damaged or the disk fails: then the library
    is as it was.
    """
    faults = check_backup(path)
    if faults:
        raise LibraryError(f"{path} is no sound backup ({faults[0]}); nothing was changed")
    with failing(library):
        _finish(library)
        there = library.exists()
        library.parent.mkdir(parents=True, exist_ok=True)
        _copied(path, _emptied(library), "WAL")
        aside = _put_in_place(library, "before")
        return aside if there else None


# In its place ---------------------------------------------------------------------------------------------------------


def _emptied(path: Path) -> Path:
    """Where another library is built."""
    building = path.with_name(f"{path.name}.building")
    delete(building)
    return building


def _put_in_place(path: Path, word: str) -> Path:
    """Of what was built; the name of what was there before."""
    building = path.with_name(f"{path.name}.building")
    _synced(building)
    building.rename(_next(path, word))
    _synced(path.parent)
    return _finish(path)


def _finish(path: Path) -> Path:
    """Put what was built whole in its place, if there is such a one."""
    aside = path
    for word in filter(lambda word: _next(path, word).exists(), _WORDS):
        aside = _free(path, word)
        # First the log: left there it would be taken for that of the new one.
        for end in ("-wal", "-journal", ""):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{path}{end}").rename(f"{aside}{end}")
        Path(f"{path}-shm").unlink(missing_ok=True)
        _next(path, word).rename(path)
        _synced(path.parent)
    return aside


def _next(path: Path, word: str) -> Path:
    return path.with_name(f"{path.name}.next-{word}")


def _free(path: Path, word: str) -> Path:
    """A name that no file has."""
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = (f"{path.name}.{word}-{now}{more}" for more in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(
        aside for aside in map(path.with_name, names) if not aside.exists() and not Path(f"{aside}-wal").exists()
    )


def _copied(path: Path, other: Path, mode: str) -> None:
    """A copy of a library as it is at one moment."""
    other.unlink(missing_ok=True)
    with contextlib.closing(connected(path, "ro")) as source, contextlib.closing(connected(other, "rwc")) as target:
        source.backup(target)
        target.execute(f"PRAGMA journal_mode = {mode}")


def _synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def failing(path: Path) -> Iterator[None]:
    """Where the disk fails in it, LibraryError is raised."""
    try:
        yield
    except FAILURES as error:
        raise LibraryError(f"{path} cannot be written ({error}); nothing was changed") from error
