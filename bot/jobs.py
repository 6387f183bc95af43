"""Moderators' long work: one piece at a time, in a thread of its own, with a queue before it."""

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import TypeVar

from corpus.errors import PullquoteError
from index.collections import Progress

WAITING = 5  # jobs of one collection, the running one included: the queue is every server's
GONE = 2.0  # seconds in which a job that was stopped tells so, at the end

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

    def stop(self, by: str) -> None:
        """Have it end where it next tells its progress, or never begin."""
        whose = "" if by == self.by else " by another moderator"
        self.stopped = f"cancelled{whose}. Nothing has changed, and the old index goes on answering"

    def begin(self) -> None:
        """Raises JobError where it was stopped before."""
        self.begun = time.monotonic()
        self.note(0, 0)

    def note(self, done: int, total: int) -> None:
        """Where the work is. Raises JobError to stop it."""
        if self.stopped:
            raise JobError(self.stopped)
        self.done, self.total = done, total


class Jobs:
    """All jobs. Made where an event loop runs, and used in that loop only."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._closing = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._given_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._thread = ThreadPoolExecutor(1, "job")

    @contextmanager
    def queued(self, collection: str, what: str, by: str, number: str | None = None) -> Iterator[Job]:
        """A place for a job, until its result is told. Raises JobError where there is none, or one of that number."""
        number = number or token_hex(8)
        if self._closing:
            raise JobError("Pullquote is restarting. Please begin this again in a minute.")
        if number in self._jobs:
            raise JobError("this is being done already")
        if len(self.of(collection)) >= WAITING:
            raise JobError(f"{WAITING} jobs of this server are waiting already; please let one of them end first")
        self._jobs[number] = Job(number, collection, what, by)
        self._idle.clear()
        try:
            yield self._jobs[number]
        finally:
            del self._jobs[number]
            if not self._jobs:
                self._idle.set()

    def of(self, collection: str) -> tuple[Job, ...]:
        """The jobs of a collection, the running one first."""
        return tuple(job for job in self._jobs.values() if job.collection == collection)

    def standing(self, job: Job) -> Standing:
        """How far it is."""
        ahead = 0 if job.begun is not None else list(self._jobs).index(job.id)
        return Standing(ahead, job.done, job.total, time.monotonic() - job.begun if job.begun is not None else 0.0)

    def find(self, number: str, collection: str) -> Job:
        """A job of a collection. Raises JobError where it is over."""
        job = self._jobs.get(number)
        if job is None or job.collection != collection:
            raise JobError(
                "this job is over, or Pullquote was restarted in the meantime; `/corpus status` tells what became of it"
            )
        return job

    async def run(self, job: Job, work: Callable[[Progress], T]) -> T:
        """What `work` gives when its turn has come. Raises JobError where it was stopped. To be called in its place."""

        def begun() -> T:
            job.begin()
            return work(job.note)

        running = asyncio.wrap_future(self._thread.submit(begun))
        try:
            await asyncio.wait((running, self._given_up), return_when=asyncio.FIRST_COMPLETED)
            if not running.done():
                raise JobError("Pullquote is restarting. `/corpus status` will tell whether this was finished.")
            return running.result()
        finally:
            running.cancel()

    async def close(self, grace: float) -> None:
        """Begin nothing more, stop what runs where it can be, and let it be told within `grace` seconds."""
        self._closing = True
        for job in self._jobs.values():
            stands = "The old index stands" if job.begun is not None else "It had not begun"
            job.stopped = f"interrupted, since Pullquote is restarting. {stands}: nothing has changed"
        if not await self._idle_within(grace):
            self._given_up.set_result(None)
            await self._idle_within(GONE)
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _idle_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True
