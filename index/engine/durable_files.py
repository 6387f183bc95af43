"""Files that are there whole or not at all, also when the power fails."""

import contextlib
import os
import secrets
import shutil
from functools import cache
from pathlib import Path

from index.encoding.array_file import Buffer, map_file

MAPPED = 1 << 18  # bytes, from which a file is mapped rather than read; each mapping holds a file open


def replace_file(path: Path, data: Buffer) -> None:
    """Make `path` hold `data`, wholly or not at all. Raises OSError where the disk does not take it."""
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        _write(temporary, data)
        if path.is_dir():  # no file can take its place
            remove(path)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def read_or_map(path: Path) -> Buffer:
    """What a file holds, mapped into memory where it is large. Raises OSError."""
    if path.stat().st_size < MAPPED:
        return path.read_bytes()
    _allow_open_files()
    return map_file(path)


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the disk keep which files a folder has."""
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, data: Buffer) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != memoryview(data):
        raise OSError(f"{path.name} is not what was written")


@cache
def _allow_open_files() -> None:
    """Let this process hold open as many files as it may: what is usual, 1,024 or 256, is for programs that wait on
    all of them at once."""
    if os.name == "nt":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # some systems name a limit that they do not keep to
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
