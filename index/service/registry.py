"""The collections of a data folder: opened when they are asked, and changed one change at a time."""

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any

from corpus.errors import PullquoteError
from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.models import Add, Change
from corpus.library.owners import OPERATOR, SHARED
from corpus.text.document import Document
from index.encoding.encoder import Encoder
from index.engine.build import Built, Progress
from index.engine.local_index import LocalIndex
from index.engine.lock import Lock
from index.engine.segment import GenerationError
from index.service.collection import Collection
from index.service.report import Report
from index.service.view import View

STOPPED = "stopped"
"""How the outcome of a job begins that an error ended."""


class Opened:
    """Every collection by its name, and the library that is the truth about them."""

    def __init__(self, data: Path, encoder: Encoder, read: int) -> None:
        self.encoder = encoder
        self.library = Library(data / "library.sqlite")
        self._data = data
        self._read = read
        self._lock = Lock(data)
        self._opening = RLock()
        self._collections: dict[str, Collection] = {}
        self._views: dict[tuple[str, ...], View] = {}

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one process that writes to the data folder. Raises LockedError where another is."""
        with self._lock.held():
            yield

    def load(self) -> tuple[str, ...]:
        """Make the shared collection ready to answer; a sentence for each thing that was wrong.

        Who holds `writing` also makes the library ready, and makes up for what was interrupted.
        """
        notes = self._prepared() if self._lock.is_held else ()
        shared = self.collection(SHARED)
        shared.close()  # another process may have written since
        shared.live()
        return (*notes, *shared.notes)

    def view(self, collections: Sequence[str]) -> View:
        """What these collections hold, searched together. Each is loaded when it is first asked."""
        names = tuple(dict.fromkeys(collections))
        with self._opening:
            if names not in self._views:
                self._views[names] = View(
                    names, lambda name: self.collection(name).live(), self.library, self.encoder, self._read
                )
            return self._views[names]

    def collection(self, name: str) -> Collection:
        """A collection, not yet loaded."""
        with self._opening:
            if name not in self._collections:
                index = LocalIndex(self._folder(name), self.encoder.fingerprint)
                self._collections[name] = Collection(name, self.library, index, self.encoder)
            return self._collections[name]

    def _folder(self, name: str) -> Path:
        return self._data / name.replace(":", "-")

    # Work -------------------------------------------------------------------------------------------------------------

    def work(
        self,
        collection: str,
        kind: str,
        by: str,
        documents: Sequence[Document],
        change: Callable[[], Sequence[Change]],
        what: str,
        progress: Progress | None = None,
        facts: Mapping[str, Any] | None = None,
        thorough: bool = False,
    ) -> Report:
        """Embed documents, then keep the changes that are to be made by then, and answer from what the library holds.

        Raises GenerationError where the disk fails; whatever is raised before the changes are kept has changed nothing.
        """

        def keep() -> None:
            changes = change()
            if changes:
                self.library.articles.apply(collection, changes, by, what)

        def prepared() -> Report:
            built = self.collection(collection).prepare(documents, progress, thorough)
            return self.changed(collection, keep, built, facts)

        return self.job(collection, kind, by, prepared)

    def changed(
        self,
        collection: str,
        keep: Callable[[], None],
        built: Built | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> Report:
        """Change the library by `keep`, and the collection after it."""
        ours, started = self.collection(collection), time.monotonic()
        live = ours.live()
        before, told = {segment.key for segment in live.segments} if live else set(), ours.notes
        articles = {entry.article for entry in self.library.articles.entries(collection)}
        ours.change(keep, built, facts)
        live = ours.live()
        segments = {segment.key: segment for segment in live.segments} if live else {}
        return Report(
            indexed=len(segments.keys() - before),
            unchanged=len(segments.keys() & before),
            removed=len(articles - {entry.article for entry in self.library.articles.entries(collection)}),
            skipped=(),
            failed=(),
            passages=len(live.passages) if live else 0,
            embedded=built.embedded if built else 0,
            seconds=time.monotonic() - started,
            notes=tuple(note for note in ours.notes if note not in told),
        )

    def job(self, collection: str, kind: str, by: str, work: Callable[[], Report]) -> Report:
        """Do a piece of work, with a record of it that is ended whatever happens, but for a kill."""
        with self.written():
            started = time.monotonic()
            number = self.library.jobs.begin(collection, kind, by)
            outcome = "interrupted"
            try:
                report = work()
                outcome = _told(report)
            except Exception as error:
                outcome = f"{STOPPED}: {error}"
                raise
            finally:
                with contextlib.suppress(PullquoteError):  # what happened before it matters more
                    self.library.jobs.end(number, outcome)
        return replace(report, seconds=time.monotonic() - started)

    @contextlib.contextmanager
    def written(self) -> Iterator[None]:
        """Where the disk fails in it, GenerationError is raised."""
        with self.writing():
            try:
                yield
            except (OSError, sqlite3.Error) as error:
                raise GenerationError(f"the disk failed ({error}); what answered before still answers") from error

    # At the start -----------------------------------------------------------------------------------------------------

    def _prepared(self) -> tuple[str, ...]:
        missing = not (self._data / "library.sqlite").exists()
        try:
            notes = self.library.prepare()
            notes += self._rescued() if missing or notes else ()
            notes += tuple(self._resumed())
        except (LibraryError, GenerationError) as error:
            with contextlib.suppress(LibraryError):
                self.library.collections()
                return (f"{error}: what is there answers; start Pullquote anew when that is mended",)
            raise
        return notes

    def _resumed(self) -> Iterator[str]:
        """Makes up for jobs that were killed; a sentence for each."""
        for job in self.library.jobs.interrupted():
            ours = self.collection(job.collection)
            kept = ours.fault is not None
            if kept:
                ours.change(lambda: None)
            outcome = "interrupted; what it had kept is indexed now" if kept else "interrupted; nothing had changed"
            self.library.jobs.end(job.id, outcome)
            yield f"{job.kind} of {job.collection} was {outcome}"
        for name in self.library.collections():
            last = next(iter(self.library.jobs.last(name, 1)), None)
            if last and (last.outcome or "").startswith(STOPPED) and self.collection(name).fault:
                self.collection(name).change(lambda: None)
                yield f"what was kept of {name} when the disk failed is indexed now"

    def _rescued(self) -> tuple[str, ...]:
        """Where the library lost documents that an index has, they are kept anew; a sentence for each collection."""
        notes = []
        for folder in self._data.glob("*/live"):
            name = folder.parent.name.replace("-", ":", 1)
            generation = self.collection(name).index.live()
            lost = (
                [each for each in generation.documents if not self.library.articles.find(each.id, [name])]
                if generation
                else []
            )
            if lost:
                changes = [Add(document, "folder" if name == SHARED else "file") for document in lost]
                self.library.articles.apply(
                    name, changes, OPERATOR, "recovered from the index, since the library was lost"
                )
                notes.append(f"articles of {name} that were recovered from its index: {len(lost)}")
        return tuple(notes)


def _told(report: Report) -> str:
    return (
        f"{report.indexed} indexed, {report.unchanged} unchanged, {report.removed} removed, "
        f"{len(report.skipped)} skipped, {len(report.failed)} failed"
    )
