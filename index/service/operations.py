"""The data folder as a whole: who writes to it, what is in memory of it, whether it is sound, and its backups."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.library.backup import put_back
from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.owners import SHARED, guild_of
from index.engine.build import Progress
from index.engine.lock import Lock
from index.engine.segment import GenerationError
from index.service.registry import Registry
from index.service.writer import STOPPED

LIBRARY = "library.sqlite"
"""The library's file in the data folder."""


class Operations:
    """The data folder as a whole: who writes to it, what is in memory of it, and whether it is sound."""

    def __init__(self, data: Path, library: Library, registry: Registry, lock: Lock) -> None:
        self._data = data
        self._library = library
        self._registry = registry
        self._lock = lock

    def writing(self) -> AbstractContextManager[None]:
        """Be the one process that writes to the data folder. Raises LockedError where another is."""
        return self._lock.held()

    def load(self) -> tuple[str, ...]:
        """Make the shared collection ready to answer; a sentence for each thing that was wrong.

        Who holds `writing` also makes the library ready, and makes up for what was interrupted.
        """
        notes = _prepare(self._data, self._library, self._registry) if self._lock.is_held else ()
        shared = self._registry.collection(SHARED)
        shared.close()  # another process may have written since
        shared.live()
        return (*notes, *shared.notes)

    def names(self) -> tuple[str, ...]:
        """All collections, the shared one first."""
        if not (self._data / LIBRARY).exists():
            return (SHARED,)
        return (SHARED, *(name for name in self._library.collections() if name != SHARED))

    def close(self) -> None:
        """Give back all memory."""
        self._registry.close_all()

    def backup(self, path: Path) -> dict[str, Any]:
        """A copy of the library, checked; what it holds, in figures. Raises LibraryError where a file is there."""
        self._library.backup(path)
        data = path.read_bytes()
        articles = {name: len(self._library.articles.entries(name)) for name in self.names()}
        return {"file": str(path), "bytes": len(data), "sha256": sha256(data).hexdigest(), "articles": articles}

    def back_up_daily(self) -> tuple[str, ...]:
        """Back the library up beside it, if that was not tried today; a sentence where it fails."""
        return self._library.back_up_daily()

    def verify_data(self, progress: Progress | None = None) -> tuple[str, ...]:
        """Check every file, row and checksum: a sentence for each fault, none where all is sound. `progress` is told
        the bytes that are done, of how many; what it raises stops it."""
        return tuple(self._faults(progress or (lambda *_: None)))

    def _faults(self, progress: Progress) -> Iterator[str]:
        yield from self._library.faults()
        names: tuple[str, ...] = (SHARED,)
        try:
            names = self.names()
        except LibraryError as error:
            yield str(error)
        done, total = 0, sum(self._registry.collection(name).index.size() for name in names)

        def read(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total)

        for name in names:
            yield from (f"{name}: {fault}" for fault in self._faults_of(name, read))

    def _faults_of(self, name: str, read: Callable[[int], None]) -> Iterator[str]:
        """Of a collection, which then is in memory no more than it was before."""
        collection = self._registry.collection(name)
        was_in_memory = collection.in_memory
        yield from collection.faults(read)
        if not was_in_memory:
            collection.close()
        guild = guild_of(name)
        try:
            if guild is not None:
                self._library.guilds.policy(guild)
        except LibraryError as error:
            yield str(error)


# At the start --------------------------------------------------------------------------------------------------------


def _prepare(data: Path, library: Library, registry: Registry) -> tuple[str, ...]:
    """Make the library ready, and index what cut-short work had kept; a sentence for each thing that was wrong.

    Raises LibraryError or GenerationError where that cannot be done and there is nothing to answer from either.
    """
    path = data / LIBRARY
    was_lost = not (path.exists() and path.stat().st_size) and any(data.glob("*/live"))
    lost = ("there is no library any more, and a new one was begun; `pullquote restore` puts a backup in its place",)
    try:
        notes = library.prepare()
        if was_lost:
            notes += lost
        return (*notes, *_finished(library, registry), *_made_up_for(library, registry))
    except (LibraryError, GenerationError) as error:
        with suppress(LibraryError):
            library.collections()
            return (f"{error}; until then what is there answers, and nothing can be changed",)
        raise


def _finished(library: Library, registry: Registry) -> Iterator[str]:
    """Ends the jobs that were killed."""
    for job in library.jobs.interrupted():
        was_kept = registry.collection(job.collection).catch_up()
        outcome = "interrupted; what it had kept is indexed now" if was_kept else "interrupted; nothing had changed"
        library.jobs.end(job.id, outcome)
        yield f"{job.kind} of {job.collection} was {outcome}"


def _made_up_for(library: Library, registry: Registry) -> Iterator[str]:
    """Indexes what was kept in jobs that a failing disk stopped."""
    for name in library.collections():
        last = next(iter(library.jobs.last(name, 1)), None)
        if last and (last.outcome or "").startswith(STOPPED) and registry.collection(name).catch_up():
            yield f"what was kept of {name} when the disk failed is indexed now"


# Backups -------------------------------------------------------------------------------------------------------------


def restore_backup(path: Path, data: Path) -> tuple[str, ...]:
    """Put a backup in the place of the library, which is kept beside it; a sentence for what was done. To be called by
    the one process that writes. Raises LibraryError where the backup is damaged: then nothing has changed."""
    kept = put_back(path, data / LIBRARY)
    beside = f"; the one before is kept as {kept.name} until a server is erased" if kept else ""
    return (f"the library is that of {path} now{beside}",)
