"""The lock of a data folder: one process writes to it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import PullquoteError

LOCK_WAIT = 0.3  # seconds; a second writer gives up within two, its start included


class LockedError(PullquoteError):
    """Another process writes to the data folder."""


class Lock:
    """One writer a data folder; it may be taken again by the process that has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / "lock", timeout=LOCK_WAIT, thread_local=False)

    @property
    def is_held(self) -> bool:
        """Whether this process has it."""
        return bool(self._lock.is_locked)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Raises LockedError where another process has it."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise LockedError(
                f"another Pullquote is writing to {self._folder}; stop it, or let it finish "
                "(a running bot reads the articles folder anew on SIGHUP: `systemctl reload pullquote`)"
            ) from None
        except OSError as error:
            raise LockedError(f"the data folder {self._folder} cannot be written ({error.strerror})") from error
        try:
            yield
        finally:
            self._lock.release()
