"""Backups of the library: one a day beside it, others where somebody wants them; and how one is put in its place."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from corpus.library.database import FAILURES, LibraryError, connected, reason
from corpus.library.integrity import faults_of

KEPT = 7
"""The backups that are kept beside the library."""


def backup(library: Path, path: Path) -> None:
    """Write a copy of a library into a file of its own, checked. Raises LibraryError where a file is there already, or
    the library is damaged."""
    if path.exists():
        raise LibraryError(f"{path} is there already; name another file")
    part = path.with_name(f"{path.name}.part")
    with failing(path):
        try:
            _copy(library, part)
            faults = faults_of(part)
            if faults:
                raise LibraryError(f"the library is damaged ({faults[0]}), and no backup of it was made")
            part.rename(path)
            _sync(path.parent)
        finally:
            part.unlink(missing_ok=True)


def check_backup(path: Path) -> tuple[str, ...]:
    """A sentence for each thing that is wrong with a backup."""
    try:
        return faults_of(path)
    except LibraryError as error:
        return (str(error),)


def require_sound(path: Path) -> None:
    """Raises LibraryError where a backup is damaged or missing."""
    faults = check_backup(path)
    if faults:
        raise LibraryError(f"{path} is no sound backup ({faults[0]}); nothing was changed")


def put_back(path: Path, library: Path) -> Path | None:
    """Put a backup in the place of a library; the name by which that is kept, if there was one.

    For the one process that writes. Raises LibraryError where the backup is damaged or the disk fails: then the library
    is as it was.
    """
    require_sound(path)
    with failing(library):
        library.parent.mkdir(parents=True, exist_ok=True)
        restored = library.with_name(f"{library.name}.restored")
        try:
            _copy(path, restored)
            aside = _copied_aside(library) if library.exists() else None
            for end in ("-wal", "-shm", "-journal"):  # before: a log left there would be taken for that of the new one
                Path(f"{library}{end}").unlink(missing_ok=True)
            restored.replace(library)
            _sync(library.parent)
        finally:
            restored.unlink(missing_ok=True)
    return aside


# Beside the library ---------------------------------------------------------------------------------------------------


def backups(library: Path) -> list[Path]:
    """Those beside a library, the newest first."""
    return sorted(_folder(library).glob("library-*.sqlite"), reverse=True)


def back_up_beside(library: Path) -> Path:
    """Make one. Raises LibraryError where the library is damaged or the disk fails."""
    folder = _folder(library)
    with failing(folder):
        folder.mkdir(exist_ok=True)
        for part in _cut_off(library):
            part.unlink()
        path = folder / f"library-{_now()}.sqlite"
        backup(library, path)
    return path


def delete_old_backups(library: Path) -> None:
    """All but the last that are kept. Raises LibraryError where the disk fails."""
    with failing(_folder(library)):
        for path in backups(library)[KEPT:]:
            path.unlink()


def has_backup_of_today(library: Path) -> bool:
    """Whether one was made since midnight, UTC."""
    today = f"library-{datetime.now(UTC):%Y%m%d}"
    return any(path.name.startswith(today) for path in backups(library))


def advice(library: Path) -> str:
    """What to do about a library that is damaged, as the end of a sentence."""
    sound = next((path for path in backups(library) if not check_backup(path)), None)
    if sound:
        return f"`pullquote restore {sound}` puts the newest sound backup in its place"
    return f"there is no sound backup in {_folder(library)}: `pullquote restore FILE` puts one of yours in its place"


def set_aside(library: Path) -> list[Path]:
    """The libraries that a backup replaced, those that earlier versions set aside, and what a kill left of either."""
    words = ("before-", "broken-", "next-", "building", "salvaged", "restored")
    paths = (path for word in words for path in library.parent.glob(f"{library.name}*.{word}*"))
    return [path for path in (*paths, *_cut_off(library)) if path.is_file()]


def _cut_off(library: Path) -> list[Path]:
    """The backups beside a library that a kill left half made."""
    return list(_folder(library).glob("*.part*"))


def _folder(library: Path) -> Path:
    return library.parent / "backups"


def _now() -> str:
    """In the name of a file: no two have the same, and they are in the order of time."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"


def _copied_aside(library: Path) -> Path:
    aside = library.with_name(f"{library.name}.before-{_now()}")
    for end in ("-wal", ""):
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(f"{library}{end}", f"{aside}{end}")
    return aside


def _copy(path: Path, other: Path) -> None:
    """A copy of a library as it is at one moment, whole on the disk."""
    other.unlink(missing_ok=True)
    with closing(connected(path, "ro")) as source, closing(connected(other, "rwc")) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file is the whole of it
    _sync(other)


def _sync(path: Path) -> None:
    if os.name == "nt":  # Windows syncs no folder, and no file that is open to be read alone
        return
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
        raise LibraryError(f"{path} cannot be written ({reason(error)}); nothing was changed") from error
