"""Work that changes collections: by one process, with a record of each job, and a report of what it did."""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.errors import PullquoteError
from corpus.library.library import Library
from corpus.library.models import Change
from corpus.text.document import Document
from index.engine.build import Built, Progress
from index.engine.lock import Lock
from index.engine.segment import GenerationError
from index.service.collection import segment_keys
from index.service.registry import Registry
from index.service.report import Report

STOPPED = "stopped"
"""How the outcome of a job begins that an error ended."""


@dataclass(frozen=True, slots=True)
class Task:
    """Changes of a collection that need documents embedded first."""

    collection: str
    kind: str
    """Of the job: `add`, `reindex`, …"""
    by: str
    what: str | Callable[[], str]
    """The audit line; where the changes decide it, called after them."""
    documents: Sequence[Document]
    """Those that are embedded before anything is kept."""
    changes: Callable[[], Sequence[Change]]
    """The changes to keep, asked for when the documents are embedded; it may raise, and then nothing is kept."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What is kept with the index besides."""
    thorough: bool = False
    """Whether every file of the index is checked anew."""


class Writer:
    """Changes the library, and after it the index of the collection. Thread-safe."""

    def __init__(self, library: Library, registry: Registry, lock: Lock) -> None:
        self._library = library
        self._registry = registry
        self._lock = lock

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one process that writes to the data folder. Raises LockedError where another is.

        Where the disk fails meanwhile, GenerationError is raised.
        """
        with self._lock.held():
            try:
                yield
            except OSError as error:
                raise GenerationError(f"the disk failed ({error}); what answered before still answers") from error

    def run(self, task: Task, progress: Progress | None = None) -> Report:
        """Embed documents, then keep the changes that are to be made by then, and answer from what the library holds.

        Raises GenerationError where the disk fails; whatever is raised before the changes are kept has changed nothing.
        """

        def keep() -> None:
            changes = task.changes()
            if changes:
                what = task.what if isinstance(task.what, str) else task.what()
                self._library.articles.apply(task.collection, changes, task.by, what)

        def work() -> Report:
            built = self._registry.collection(task.collection).prepare(task.documents, progress, task.thorough)
            return self.change(task.collection, keep, built, task.facts)

        return self.job(task.collection, task.kind, task.by, work)

    def change(
        self, name: str, keep: Callable[[], None], built: Built | None = None, facts: Mapping[str, Any] | None = None
    ) -> Report:
        """Change the library by `keep`, and the index of the collection after it."""
        collection, started = self._registry.collection(name), time.monotonic()
        segments_before, notes_before = segment_keys(collection.live()), collection.notes
        articles = {entry.article for entry in self._library.articles.entries(name)}
        collection.change(keep, built, facts)
        live = collection.live()
        segments = segment_keys(live)
        return Report(
            indexed=len(segments - segments_before),
            unchanged=len(segments & segments_before),
            removed=len(articles - {entry.article for entry in self._library.articles.entries(name)}),
            passages=len(live.passages) if live else 0,
            embedded=built.embedded if built else 0,
            seconds=time.monotonic() - started,
            notes=tuple(note for note in collection.notes if note not in notes_before),
        )

    def job(self, collection: str, kind: str, by: str, work: Callable[[], Report]) -> Report:
        """Do a piece of work, with a record of it that is ended whatever happens, but for a kill."""
        with self.writing():
            started = time.monotonic()
            number = self._library.jobs.begin(collection, kind, by)
            outcome = "interrupted"
            try:
                report = work()
                outcome = _outcome(report)
            except Exception as error:
                outcome = f"{STOPPED}: {error}"
                raise
            finally:
                with contextlib.suppress(PullquoteError):  # what happened before it matters more
                    self._library.jobs.end(number, outcome)
        return replace(report, seconds=time.monotonic() - started)


def _outcome(report: Report) -> str:
    return ", ".join(f"{count:,} {what}" for count, what in report.counts) or "nothing changed"
