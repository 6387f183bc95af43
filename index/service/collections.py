"""All collections of a data folder: what the faces call."""

import contextlib
import ctypes
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.errors import PullquoteError
from corpus.library.backup import check_backup, put_back
from corpus.library.database import LibraryError
from corpus.library.owners import OPERATOR, SHARED, of_guild
from corpus.library.policy import Policy
from index.encoding.encoder import Encoder
from index.engine.build import Progress
from index.engine.lock import LockedError
from index.retrieval.depths import READ
from index.service.curation import Tended
from index.service.quota import Quota


class Collections(Tended):
    """Thread-safe. One process writes, which holds `writing`; others read.

    All of it blocks, some of it for minutes, but for `policy`, which is quick enough for an event loop.
    """

    def __init__(
        self,
        articles: Path,
        data: Path,
        encoder: Encoder,
        read: int = READ,
        quota: Quota = Quota(),  # noqa: B008 - frozen
        idle: float = 900.0,  # seconds
        grace: float = 30 * 86_400.0,  # seconds
    ) -> None:
        super().__init__(articles, data, encoder, read, quota, timedelta(seconds=grace))
        self._idle = idle
        self._policies: dict[int, Policy] = {}

    # Guilds -----------------------------------------------------------------------------------------------------------

    def policy(self, guild: int) -> Policy:
        """What a guild's moderators have settled; quick. Raises LibraryError where that cannot be read: then nobody
        but who may manage the server may do anything."""
        found = self._policies.get(guild)
        # What was settled while the library was read is newer.
        return found or self._policies.setdefault(guild, self.library.guilds.policy(guild))

    def settle(self, guild: int, policy: Policy, by: str, what: str) -> None:
        """Change it; `what` is the audit line."""
        with self.written():
            self.library.guilds.settle(guild, policy, by, what)
        self._policies[guild] = policy

    def chosen(self, person: int) -> int | None:
        """The guild whose collection that person's direct messages are answered from, besides the shared one."""
        return self.library.guilds.chosen(person)

    def choose(self, person: int, guild: int | None) -> None:
        """Remember it."""
        with self.written():
            self.library.guilds.choose(person, guild)

    def present(self, guilds: Sequence[int]) -> None:
        """Told the guilds that the bot is in: those that it has left are erased when their time of grace is over, which
        begins now; of those that are back it ends."""
        here = {of_guild(guild) for guild in guilds}
        with self.written():
            for name in self.library.collections():
                left = self.library.guilds.left_at(name)
                if name in here and left:
                    self.library.guilds.back(name)
                elif name not in here and name != SHARED and not left:
                    self.library.guilds.left(name, datetime.now(UTC))

    def sweep(self) -> tuple[str, ...]:
        """Give back the memory of collections not asked for a while, erase what is due; a sentence for each erased."""
        with self._opening:
            apart = [each for each in self._collections.values() if each.in_memory and each.name != SHARED]
        idle = [each.name for each in apart if time.monotonic() - each.asked > self._idle]
        for name in idle:
            self._close(name)
        if idle:
            _trim()
        due = self.library.guilds.due(datetime.now(UTC) - self._grace)
        for name in due:
            self.erase(name)
        return tuple(f"{name} is erased: the bot left it, and its time of grace is over" for name in due)

    def erase(self, collection: str) -> None:
        """Erase everything of a guild, for good. Raises LockedError while there is work on it."""
        if collection == SHARED:
            raise LibraryError("the shared collection is not erased so: empty the articles folder, and reindex")
        if any(job.ended is None for job in self.library.jobs.last(collection)):
            raise LockedError("there is work on this collection just now; cancel it, or let it finish")
        with self.written():
            ours, job = self.collection(collection), self.library.jobs.begin(collection, "erase", OPERATOR)
            try:
                # The index first: what it held could otherwise be taken for what a lost library held.
                ours.forget()
                self.library.erase(collection)
            except (PullquoteError, OSError):
                with contextlib.suppress(PullquoteError, OSError):  # else the next start makes up for it
                    ours.change(lambda: None)
                    self.library.jobs.end(job, "stopped; what is left answers")
                raise
        self._close(collection)
        self._policies.clear()

    def _close(self, name: str) -> None:
        with self._opening:
            self._views = {names: view for names, view in self._views.items() if name not in names}
        self.collection(name).close()

    def close(self) -> None:
        """Give back all memory."""
        for name in tuple(self._collections):
            self._close(name)
        _trim()

    # Operators --------------------------------------------------------------------------------------------------------

    def names(self) -> tuple[str, ...]:
        """All collections, the shared one first."""
        if not (self._data / "library.sqlite").exists():
            return (SHARED,)
        return (SHARED, *(name for name in self.library.collections() if name != SHARED))

    def backup(self, path: Path) -> dict[str, Any]:
        """A copy of the library, checked; what it holds, in figures. Raises LibraryError where a file is there."""
        self.library.backup(path)
        data = path.read_bytes()
        held = {name: len(self.library.articles.entries(name)) for name in self.names()}
        return {"file": str(path), "bytes": len(data), "sha256": sha256(data).hexdigest(), "articles": held}

    def verify_data(self, progress: Progress | None = None) -> tuple[str, ...]:
        """Every file, row and checksum looked at: a sentence for each fault, none where all is sound. `progress` is
        told the bytes that are done, of how many; what it raises stops it."""
        return tuple(self._faults(progress or (lambda *_: None)))

    def _faults(self, progress: Progress) -> Iterator[str]:
        yield from self.library.faults()
        names: tuple[str, ...] = (SHARED,)
        try:
            names = self.names()
        except LibraryError as error:
            yield str(error)
        done, total = 0, sum(self.collection(name).index.size() for name in names)

        def read(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total)

        for name in names:
            yield from (f"{name}: {fault}" for fault in self._faults_of(name, read))

    def _faults_of(self, name: str, read: Callable[[int], None]) -> Iterator[str]:
        """Of a collection, which then is in memory no more than it was before."""
        ours = self.collection(name)
        was_in_memory = ours.in_memory
        yield from ours.faults(read)
        if not was_in_memory:
            ours.close()
        try:
            if name != SHARED:
                self.library.guilds.policy(int(name.removeprefix("guild:")))
        except LibraryError as error:
            yield str(error)


def _trim() -> None:
    """Have the system get back what was freed, which glibc keeps: of 190 MB that 10,000 passages and two questions
    took, 30 went when they were closed, and 80 more by this, in 10 ms."""
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def restore_backup(path: Path, data: Path) -> tuple[str, ...]:
    """Put a backup in the place of the library, which is kept beside it; a sentence for what was done. To be called by
    the one process that writes. Raises LibraryError where the backup is damaged: then nothing has changed."""
    faults = check_backup(path)
    if faults:
        raise LibraryError(f"{path} is not restored: " + "; ".join(faults))
    kept = put_back(path, data / "library.sqlite")
    beside = f"; the one before is kept as {kept.name} until a server is erased" if kept else ""
    return (f"the library is that of {path} now{beside}",)
