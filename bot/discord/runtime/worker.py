"""Work off the event loop, and how much of it may wait."""

import asyncio
import gc
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Event
from typing import TypeVar, TypeVarTuple
from weakref import WeakValueDictionary

from cachetools import LRUCache, TTLCache
from discord.app_commands import Cooldown

from bot.discord.runtime.members import Members
from bot.presentation.wording import duration
from corpus.errors import PullquoteError
from corpus.library.policy import Openness, Strictness
from index.answers.answer import Response
from index.answers.follow_ups import goes_on_from
from index.service.errors import EmptyCorpusError
from index.service.protocols import Service, View

PER_PERSON = 3  # questions of one person that may wait at once: the queue is everybody's
PERSON, SERVER = 10, 100  # questions in WITHIN that one of them may ask while others wait
WITHIN = 30.0  # seconds
FIRST_PACE, WEIGHT = 0.3, 0.1  # seconds a question is taken to need at first, and how much each one changes that
APOLOGY_TIME = 2.0  # seconds in which those who still wait are told, at the end
REMEMBERED = 1_000  # answers that follow-ups may go on from; the oldest is forgotten first
FORGET_AFTER = 600.0  # seconds in which a follow-up is still one
ANSWERED_AT_ONCE = os.cpu_count() or 1  # questions; their models have a core each

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class BusyError(PullquoteError):
    """Too much is waiting; nothing was begun."""


class ClosingError(PullquoteError):
    """Pullquote is being stopped."""

    def __init__(self) -> None:
        super().__init__("Pullquote is restarting. Please ask again in a minute.")


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may search where they ask, and who sees the answer."""

    collections: tuple[str, ...]
    openness: Openness = Openness.PUBLIC
    strictness: Strictness | None = None
    """None for the operator's."""
    guild: int | None = None
    """The guild whose own collection is among these."""
    note: str = ""
    """What the person should know of it, in a sentence."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks where: follow-ups go on from what this person asked last in this channel, as openly as now."""

    person: int
    channel: int | None
    private: bool = False


class Worker:
    """Answers questions in as many threads as there are cores, and does moderators' short work in another.

    Made where an event loop runs, and used in that loop only.
    """

    def __init__(self, service: Service, waiting: int, strictness: Strictness = Strictness.BALANCED) -> None:
        self.service = service
        self.strictness = strictness
        self.members = Members()
        self.closing = Event()
        """Set when Pullquote is being stopped."""
        self.quiet = Event()
        """Set while no question waits for its answer."""
        self.quiet.set()
        self.notice = ""
        """What whoever asks should know just now, in a sentence."""
        self._places = waiting
        self._waiting: list[tuple[int, int | None]] = []  # the person and the server of each question
        self._cooldowns: LRUCache[tuple[str, int], Cooldown] = LRUCache(REMEMBERED)
        self._pace = FIRST_PACE
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._given_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._last_answers: TTLCache[tuple[Asker, tuple[str, ...]], Response] = TTLCache(REMEMBERED, FORGET_AFTER)
        self._talks: WeakValueDictionary[Asker, asyncio.Lock] = WeakValueDictionary()
        self._answers = ThreadPoolExecutor(ANSWERED_AT_ONCE, "answer")
        self._questions = 0
        self._short = ThreadPoolExecutor(1, "short")
        self._reading = ThreadPoolExecutor(1, "read")

    @contextmanager
    def place(self, person: int, server: int | None = None) -> Iterator[None]:
        """A place among the waiting, from before a question is accepted until it is replied to.

        Raises BusyError at once where there is none, which says when there will be, and ClosingError at the end.
        """
        self._check_place(person, server)
        with self.under_way():
            self._waiting.append((person, server))
            waiting, began = len(self._waiting), time.monotonic()
            try:
                yield
            finally:
                self._pace += WEIGHT * ((time.monotonic() - began) / waiting - self._pace)
                self._waiting.remove((person, server))

    def _check_place(self, person: int, server: int | None) -> None:
        waiting, own = len(self._waiting), sum(asker == person for asker, _ in self._waiting)
        if waiting >= self._places:
            raise BusyError(
                f"Too many questions are waiting right now. Please ask again in about {self._time(waiting)}."
            )
        if own >= PER_PERSON:
            raise BusyError(
                f"{PER_PERSON} of your questions are waiting already. Please ask again in about {self._time(waiting)}."
            )
        self._cool_down("You have", ("person", person), PERSON, waiting > own)
        if server is not None:
            others_wait = any(place != server for _, place in self._waiting)
            self._cool_down("This server has", ("server", server), SERVER, others_wait)

    def _time(self, questions: int) -> str:
        """How long so many questions take."""
        return duration(questions * self._pace)

    def _cool_down(self, who: str, key: tuple[str, int], most: int, others_wait: bool) -> None:
        """Count a question. Raises BusyError where there were too many, and others wait."""
        left = self._cooldowns.setdefault(key, Cooldown(most, WITHIN)).update_rate_limit(time.monotonic())
        if left is not None and others_wait:
            raise BusyError(
                f"{who} asked {most} questions within {duration(WITHIN)}, and others are waiting. "
                f"Please ask again in about {duration(left)}."
            )

    async def answer(self, question: str, asker: Asker, scope: Scope) -> Response:
        """The answer to a question, when its turn has come. To be called within a place."""
        key = (asker, scope.collections)  # never from what was searched elsewhere
        async with self._talks.setdefault(asker, asyncio.Lock()):  # a follow-up waits for what it goes on from
            last = self._last_answers.get(key)
            strictness = scope.strictness or self.strictness
            response = await self.work(scope, lambda view: view.answer(question, strictness, last))
            self._last_answers[key] = goes_on_from(response, last)
        return response

    async def work(self, scope: Scope, task: Callable[[View], T]) -> T:
        """What a task gives for what may be searched, when its turn among the questions has come.

        To be called within a place. Raises EmptyCorpusError with the notice, if there is one.
        """
        self._questions += 1
        self.quiet.clear()
        try:
            return await self.result(self._answers.submit(lambda: task(self.service.views.view(scope.collections))))
        except EmptyCorpusError as error:
            raise EmptyCorpusError(self.notice or str(error)) from None
        finally:
            self._questions -= 1
            if not self._questions:
                self.quiet.set()

    def noted(self, scope: Scope) -> Scope:
        """A scope with the notice in its note, if there is one."""
        return replace(scope, note=f"{scope.note} {self.notice}".strip()) if self.notice else scope

    async def run_short(self, task: Callable[[*Ts], T], *arguments: *Ts) -> T:
        """What a short task gives, without waiting for questions. Short tasks are done one after another."""
        with self.under_way():
            return await self.result(self._short.submit(task, *arguments))

    async def run_reading(self, task: Callable[[*Ts], T], *arguments: *Ts) -> T:
        """What a task gives that reads a whole article, in a thread of its own: a long one takes many seconds."""
        with self.under_way():
            return await self.result(self._reading.submit(_run_uncollected, lambda: task(*arguments)))

    async def close(self, grace: float) -> None:
        """Accept nothing more, let what was accepted end within `grace` seconds, and then give up on the rest."""
        self.closing.set()
        if not await self._idle_within(grace):
            self._given_up.set_result(None)
            await self._idle_within(APOLOGY_TIME)
        for thread in (self._answers, self._short, self._reading):
            thread.shutdown(wait=False, cancel_futures=True)

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """What `close` waits for. Raises ClosingError at the end."""
        if self.closing.is_set():
            raise ClosingError
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def result(self, future: Future[T]) -> T:
        """What a thread's task gives. Raises ClosingError where `close` gives up on it."""
        task = asyncio.wrap_future(future)
        try:
            await asyncio.wait((task, self._given_up), return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise ClosingError
            return task.result()
        finally:
            task.cancel()

    async def _idle_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), seconds)
        return self._idle.is_set()


def _run_uncollected(task: Callable[[], T]) -> T:
    """What a task gives while no garbage is collected: the event loop waits for each collection, and a long text of
    many quotes makes them take a fifth of a second."""
    gc.disable()
    try:
        return task()
    finally:
        gc.enable()
