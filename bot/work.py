"""The heavy work, off the event loop, and how much of it may wait."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Protocol, TypeVar

from cachetools import TTLCache

from corpus.document import Document
from corpus.errors import PullquoteError
from corpus.excerpt import Excerpt
from index.answer import Answer
from index.claims import Claim
from index.collection import Progress, Report
from index.dialogue import goes_on_from
from index.people import Person
from index.recall import Recalled
from index.sayings import Saying
from index.strictness import Strictness
from index.verify import Verdict

A_PERSON = 3  # questions of one person that may wait at once: the queue is everybody's
APOLOGIES = 2.0  # seconds to say sorry in, at the end
REMEMBERED = 1_000  # answers that follow-ups may go on from; the oldest is forgotten first
FORGET_AFTER = 600.0  # seconds in which a follow-up is still one

T = TypeVar("T")


class BusyError(PullquoteError):
    """Too much is waiting; nothing was begun."""


class ClosingError(PullquoteError):
    """Pullquote is being stopped."""

    def __init__(self) -> None:
        super().__init__("Pullquote is restarting. Please ask again in a minute.")


class Library(Protocol):
    """What the bot needs of an `index.collection.Collection`."""

    @property
    def documents(self) -> tuple[Document, ...]: ...

    def answer(self, question: str, strictness: Strictness = ..., last: Answer | None = None) -> Answer: ...

    def reindex(self, progress: Progress | None = None) -> Report: ...

    @property
    def people(self) -> tuple[Person, ...]: ...

    def sayings(self, person: str, topic: str | None = None) -> tuple[Saying, ...]: ...

    def recall(self, citation: str) -> Recalled: ...

    def verify(self, claim: Claim) -> Verdict: ...

    def find_source(self, text: str) -> tuple[Excerpt, ...]: ...


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks where: follow-ups go on from what this person asked last in this channel, as openly as now."""

    person: int
    channel: int | None
    private: bool = False


class Worker:
    """Answers questions one after another in one thread, and reindexes in another, so that questions go on.

    Made where an event loop runs, and used in that loop only.
    """

    def __init__(self, library: Library, waiting: int, strictness: Strictness = Strictness.BALANCED) -> None:
        self.library = library
        self.strictness = strictness
        self._waiting = waiting
        self._people: Counter[int] = Counter()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._reindexing = False
        self._closing = Event()
        self._given_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._last: TTLCache[Asker, Answer] = TTLCache(REMEMBERED, FORGET_AFTER)
        self._answers = ThreadPoolExecutor(1, "answer")
        self._reindexes = ThreadPoolExecutor(1, "reindex")

    @contextmanager
    def place(self, person: int) -> Iterator[None]:
        """A place among the waiting, from before a question is accepted until it is replied to.

        Raises BusyError at once where there is none, and ClosingError at the end.
        """
        if self._people.total() >= self._waiting:
            raise BusyError("Too many questions are waiting just now. Please ask again in a minute.")
        if self._people[person] >= A_PERSON:
            raise BusyError(f"{A_PERSON} of your questions are waiting already. Please let them be answered first.")
        with self._work():
            self._people[person] += 1
            try:
                yield
            finally:
                self._people[person] -= 1
                self._people += Counter()  # which forgets those who wait for nothing

    async def answer(self, question: str, asker: Asker) -> Answer:
        """The answer, when its turn has come. To be called in a place."""
        return await self._run(self._answers, lambda: self._answer(question, asker))

    async def work(self, job: Callable[[Library], T]) -> T:
        """What `job` makes of the library, when its turn among the answers has come. To be called in a place."""
        return await self._run(self._answers, lambda: job(self.library))

    @contextmanager
    def reindexing(self) -> Iterator[None]:
        """The one place for a reindex, until its result is told. Raises BusyError while it is taken."""
        if self._reindexing:
            raise BusyError("A reindex is running already; whoever began it is told its result.")
        with self._work():
            self._reindexing = True
            try:
                yield
            finally:
                self._reindexing = False

    async def reindex(self, progress: Progress) -> Report:
        """Read the articles anew; `progress` is called in the other thread. To be called in `reindexing`."""

        def stoppable(done: int, total: int) -> None:
            if self._closing.is_set():
                raise ClosingError
            progress(done, total)

        return await self._run(self._reindexes, lambda: self.library.reindex(stoppable))

    async def close(self, grace: float) -> None:
        """Accept nothing more, let what was accepted end within `grace` seconds, and have the rest apologised for."""
        self._closing.set()
        if not await self._idle_within(grace):
            self._given_up.set_result(None)
            await self._idle_within(APOLOGIES)
        self._answers.shutdown(wait=False, cancel_futures=True)
        self._reindexes.shutdown(wait=False, cancel_futures=True)

    @contextmanager
    def _work(self) -> Iterator[None]:
        if self._closing.is_set():
            raise ClosingError
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    def _answer(self, question: str, asker: Asker) -> Answer:
        """In the one thread, after what was asked before: a follow-up may be written before that is answered."""
        last = self._last.get(asker)
        answer = self.library.answer(question, self.strictness, last)
        self._last[asker] = goes_on_from(answer, last)
        return answer

    async def _idle_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _run(self, thread: ThreadPoolExecutor, function: Callable[[], T]) -> T:
        work = asyncio.wrap_future(thread.submit(function))
        try:
            await asyncio.wait((work, self._given_up), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise ClosingError
            return work.result()
        finally:
            work.cancel()
