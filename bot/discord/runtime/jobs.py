"""Long work: moderators' jobs and the reading of the articles folder, one at a time in a thread of its own."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import Any, TypeVar

from bot.discord.runtime.worker import ClosingError, Worker
from corpus.errors import PullquoteError
from index.engine.build import Progress

PER_COLLECTION = 5  # jobs of one collection, the running one included: the queue is every server's
REMEMBERED = 100  # jobs that were done: a second press of a button comes within a second of the first

REST = 2.0  # times as long as a job has worked it lets waiting questions go first: then they keep half of their rate
LONGEST_REST = 5.0  # seconds
_GUESS_AFTER = 3.0  # seconds; before, the time left jumps about

T = TypeVar("T")


class JobError(PullquoteError):
    """A job that cannot be begun or found, or that was stopped; nothing has changed."""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is."""

    ahead: int
    """Jobs to be done before it."""
    done: int
    total: int
    """Bytes of articles; 0 while that is not known."""
    seconds: float
    """Since it began."""
    stopping: bool = False
    """It ends as soon as it can."""
    known: int = 0
    """Bytes, of those done, that needed no work."""

    @property
    def percent(self) -> int:
        """Of the bytes, those done; 0 while it is not known how many there are."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def left(self) -> float | None:
        """The seconds that it still takes, at its pace; None where that cannot be told."""
        worked = self.done - self.known
        if worked <= 0 or self.seconds < _GUESS_AFTER:
            return None
        return self.seconds * (self.total - self.done) / worked


@dataclass(eq=False, slots=True)
class Job:
    """A job that waits or runs. Its thread notes how far it is; the event loop reads that."""

    id: str
    collection: str
    heading: str
    """What it does, such as “Reindexing”."""
    by: str
    """Who started it."""
    began: float | None = None
    """By the monotonic clock; None while it waits."""
    noted: float = 0.0
    """When it last noted its progress, or ended its pause then."""
    done: int = 0
    total: int = 0
    known: int | None = None
    stop_reason: str | None = None
    """Why it is to stop, in a sentence."""
    future: Future[Any] | None = None
    """Its place in the thread's queue."""

    def stop(self, by: str) -> None:
        """Have it end where it next notes its progress, or at once where it has not begun."""
        who = "" if by == self.by else " by another moderator"
        self.stop_reason = f"it was cancelled{who}. Nothing has changed, and questions are answered as before"
        if self.future:
            self.future.cancel()


class Jobs:
    """All jobs. Used in the worker's event loop only."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._jobs: dict[str, Job] = {}
        self._done: deque[str] = deque(maxlen=REMEMBERED)
        self._thread = ThreadPoolExecutor(1, "job")

    @contextmanager
    def queued(self, collection: str, heading: str, by: str, number: str | None = None) -> Iterator[Job]:
        """A place for a job, until its result is sent.

        Raises JobError where there is none, or a job of that number is there or was done; ClosingError at the end.
        """
        number = number or token_hex(8)
        if number in self._jobs or number in self._done:
            raise JobError("this was already done, or is under way")
        if len(self.of(collection)) >= PER_COLLECTION:
            raise JobError(f"this server has {PER_COLLECTION} jobs waiting already; please wait until one of them ends")
        with self._worker.under_way():
            self._jobs[number] = Job(number, collection, heading, by)
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
            raise JobError("this job is over, or Pullquote was restarted; /corpus status shows what became of it")
        return job

    def progress(self, job: Job) -> JobProgress:
        """How far it is."""
        stopping = job.stop_reason is not None
        if job.began is None:
            return JobProgress(list(self._jobs).index(job.id), 0, 0, 0.0, stopping)
        return JobProgress(0, job.done, job.total, time.monotonic() - job.began, stopping, job.known or 0)

    async def run(self, job: Job, work: Callable[[Progress], T]) -> T:
        """What `work` gives when its turn has come. To be called in the job's place.

        Raises JobError where it was stopped.
        """
        job.future = future = self._thread.submit(self._begin, job, work)
        try:
            result = await self._worker.result(future)
        except ClosingError:
            raise JobError("Pullquote is restarting. /corpus status will show whether this was finished.") from None
        except asyncio.CancelledError:
            if job.stop_reason is None:
                raise
            raise JobError(job.stop_reason) from None
        self._done.append(job.id)
        return result

    def _begin(self, job: Job, work: Callable[[Progress], T]) -> T:
        """In the thread, when the job's turn has come."""
        self._note(job, 0, 0)
        job.began = job.noted = time.monotonic()
        return work(partial(self._note, job))

    def _note(self, job: Job, done: int, total: int) -> None:
        """Note how far a job is, and let waiting questions go first for REST times as long as it has worked.

        Raises JobError where it is to stop.
        """
        if self._worker.closing.is_set():
            state = "it had not begun" if job.began is None else "the index is as it was before"
            raise JobError(f"it was interrupted, since Pullquote is restarting. Nothing has changed: {state}")
        if job.stop_reason:
            raise JobError(job.stop_reason)
        job.done, job.total = done, total
        if job.known is None and total:
            job.known = done
        if job.began is not None:
            self._worker.quiet.wait(min(LONGEST_REST, REST * (time.monotonic() - job.noted)))
            job.noted = time.monotonic()
