"""Moderators' long work: one piece at a time, in a thread of its own, with a queue before it."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, TypeVar

from bot.discord.runtime.worker import ClosingError, Worker
from corpus.errors import PullquoteError
from index.engine.build import Progress

WAITING = 5  # jobs of one collection, the running one included: the queue is every server's
REMEMBERED = 100  # jobs that were done: a second press of a button comes within a second of the first

T = TypeVar("T")


class JobError(PullquoteError):
    """A job that cannot be begun or found, or that was stopped; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is."""

    ahead: int
    """Jobs to be done before it."""
    done: int
    total: int
    """Bytes of articles; 0 while that is not known."""
    seconds: float
    """Since it began."""
    stopped: bool = False
    """It ends as soon as it can."""


class Job:
    """A job that waits or runs. Noted in its thread, read in the event loop."""

    def __init__(self, number: str, collection: str, what: str, by: str) -> None:
        self.id = number
        self.collection = collection
        self.what = what
        """What it does, as a heading."""
        self.by = by
        self.begun: float | None = None
        self.done = self.total = 0
        self.stopped: str | None = None
        """Why, in a sentence."""
        self.waiting: Future[Any] | None = None
        """Its place in the thread's queue."""

    def stop(self, by: str) -> None:
        """Have it end where it next tells its progress, or at once where it has not begun."""
        whose = "" if by == self.by else " by another moderator"
        self.stopped = f"it was cancelled{whose}. Nothing has changed, and the old index goes on answering"
        if self.waiting:
            self.waiting.cancel()


class Jobs:
    """All jobs. Used in the worker's event loop only."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._jobs: dict[str, Job] = {}
        self._done: deque[str] = deque(maxlen=REMEMBERED)
        self._thread = ThreadPoolExecutor(1, "job")

    @contextmanager
    def queued(self, collection: str, what: str, by: str, number: str | None = None) -> Iterator[Job]:
        """A place for a job, until its result is told.

        Raises JobError where there is none, or a job of that number is there or was done; ClosingError at the end.
        """
        number = number or token_hex(8)
        if number in self._jobs or number in self._done:
            raise JobError("this is done already, or under way")
        if len(self.of(collection)) >= WAITING:
            raise JobError(f"{WAITING} jobs of this server are waiting already; please let one of them end first")
        with self._worker.under_way():
            self._jobs[number] = Job(number, collection, what, by)
            try:
                yield self._jobs[number]
            finally:
                del self._jobs[number]

    def of(self, collection: str) -> tuple[Job, ...]:
        """The jobs of a collection, the running one first."""
        return tuple(job for job in self._jobs.values() if job.collection == collection)

    def find(self, number: str, collection: str) -> Job:
        """A job of a collection. Raises JobError where it is over."""
        job = self._jobs.get(number)
        if job is None or job.collection != collection:
            raise JobError(
                "this job is over, or Pullquote was restarted in the meantime; /corpus status tells what became of it"
            )
        return job

    def standing(self, job: Job) -> Standing:
        """How far it is."""
        stopped = job.stopped is not None
        if job.begun is None:
            return Standing(list(self._jobs).index(job.id), 0, 0, 0.0, stopped)
        return Standing(0, job.done, job.total, time.monotonic() - job.begun, stopped)

    async def run(self, job: Job, work: Callable[[Progress], T]) -> T:
        """What `work` gives when its turn has come. Raises JobError where it was stopped. To be called in its place."""

        def note(done: int, total: int) -> None:
            if self._worker.closing.is_set():
                stands = "It had not begun" if job.begun is None else "The old index stands"
                raise JobError(f"it was interrupted, since Pullquote is restarting. {stands}: nothing has changed")
            if job.stopped:
                raise JobError(job.stopped)
            job.done, job.total = done, total

        def begun() -> T:
            note(0, 0)
            job.begun = time.monotonic()
            return work(note)

        job.waiting = waiting = self._thread.submit(begun)
        try:
            result = await self._worker.result(waiting)
        except ClosingError:
            raise JobError("Pullquote is restarting. /corpus status will tell whether this was finished.") from None
        except asyncio.CancelledError:
            if job.stopped is None:
                raise
            raise JobError(job.stopped) from None
        self._done.append(job.id)
        return result
