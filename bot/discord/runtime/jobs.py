"""Long work: moderators' jobs and the reading of the articles folder, one at a time in a thread of its own."""

import asyncio
import logging
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
from bot.presentation.report import report_lines
from corpus.errors import PullquoteError
from corpus.library.owners import OPERATOR, SHARED
from index.engine.build import Progress
from index.service.protocols import Indexing
from index.service.report import Report

PER_COLLECTION = 5  # jobs of one collection, the running one included: the queue is every server's
REMEMBERED = 100  # jobs that were done: a second press of a button comes within a second of the first

T = TypeVar("T")

_log = logging.getLogger(__name__)


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
    done: int = 0
    total: int = 0
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
        return JobProgress(0, job.done, job.total, time.monotonic() - job.began, stopping)

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
        job.began = time.monotonic()
        return work(partial(self._note, job))

    def _note(self, job: Job, done: int, total: int) -> None:
        """Note how far a job is. Raises JobError where it is to stop."""
        if self._worker.closing.is_set():
            state = "it had not begun" if job.began is None else "the index is as it was before"
            raise JobError(f"it was interrupted, since Pullquote is restarting. Nothing has changed: {state}")
        if job.stop_reason:
            raise JobError(job.stop_reason)
        job.done, job.total = done, total


async def reload(asked: asyncio.Event, jobs: Jobs, indexing: Indexing) -> None:
    """Read the articles folder anew whenever it is asked for, until Pullquote is stopped, and log what became of it.

    What is asked for while a job waits is done by that job; while one runs, by one more after it.
    """
    loop = asyncio.get_running_loop()

    def read(progress: Progress) -> Report:
        loop.call_soon_threadsafe(asked.clear)  # who asks from here on may mean what is not read now
        return indexing.reindex(SHARED, OPERATOR, progress)

    while await asked.wait():
        _log.info("The articles folder is to be read anew")
        try:
            with jobs.queued(SHARED, "Reading the articles folder", OPERATOR) as job:
                report = await jobs.run(job, read)
        except ClosingError:
            return
        except PullquoteError as error:
            _log.error("The articles folder was not taken over: %s", error)
        except Exception:
            _log.exception("The articles folder was not taken over")
        else:
            for line in report_lines(report):
                _log.info("%s", line)
