"""Work in processes of their own that may be killed, and whose disk may fail.

They are forked from a server that has imported what they need: each is there in milliseconds.
"""

import atexit
import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any

SOURCE = Path(__file__).with_name("disk.c")


class Failure(IntEnum):
    """How a disk fails at a call, as disk.c knows it."""

    NEVER = 0
    ONCE = 1
    FULL = 2


@contextmanager
def child(work: Callable[..., None], *args: object) -> Iterator[tuple[ForkServerProcess, Connection]]:
    """A process that does `work(connection, *args)`; it is killed where it goes on afterwards."""
    ours, theirs = get_context("forkserver").Pipe()
    process = _server().Process(target=work, args=(theirs, *args), daemon=True)
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        ours.close()


def result_of(work: Callable[..., None], *args: object) -> Any:
    """The one thing that `work` sends; None where it was killed before."""
    with child(work, *args) as (_, connection):
        try:
            return connection.recv()
        except EOFError:
            return None


def all_of(work: Callable[..., None], *args: object) -> list[Any]:
    """All that `work` sends until it ends or is killed."""
    sent: list[Any] = []
    with child(work, *args) as (_, connection), suppress(EOFError):
        while True:
            sent.append(connection.recv())
    return sent


def killed(work: Callable[[Connection, Path], None], folder: Path, after: float) -> None:
    """Let `work` make itself ready, of which it sends word, and kill it so many seconds later."""
    with child(work, folder) as (_, connection):
        connection.recv()
        sleep(after)


def fail(folder: Path, failure: Failure, call: int, last: int = 0) -> None:
    """In a child: let the disk fail at that call below a folder, counted from 1 and from now, and the process be killed
    at the last one, if one is given."""
    _shim().disk_fails(os.fsencode(folder), int(failure), ctypes.c_long(call), ctypes.c_long(last))


def calls() -> int:
    """How many calls there were since."""
    return int(_shim().disk_calls())


def why_not() -> str | None:
    """Why disks cannot be made to fail here; None where they can."""
    if not Path("/proc/self/fd").is_dir():
        return "there is no /proc here"
    return None if shutil.which("cc") else "there is no C compiler here (cc)"


@cache
def _server() -> Any:
    """The server has the shim before it in all it does, if there can be one."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.support.kept_service", "tests.support.analysed", "sqlite3"])
    before = {name: os.environ.get(name) for name in ("LD_PRELOAD", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # threads do not survive a fork
    if why_not() is None:
        os.environ["LD_PRELOAD"] = str(_compiled())
    context.Process(target=_nothing).start()
    for name, value in before.items():
        os.environ.pop(name)
        os.environ.update({} if value is None else {name: value})
    return context


def _nothing() -> None:
    pass


@cache
def _shim() -> ctypes.CDLL:
    return ctypes.CDLL(os.environ["LD_PRELOAD"])


def _compiled() -> Path:
    """It is there until this process ends."""
    folder = TemporaryDirectory(prefix="pullquote-disk-")
    atexit.register(folder.cleanup)
    library = Path(folder.name) / "disk.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], check=True)  # noqa: S607
    return library
