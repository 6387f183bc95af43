"""The queue, and the threads behind it."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from bot.work import A_PERSON, Asker, BusyError, ClosingError, Worker
from index.answer import Answer
from index.collection import Collection
from index.strictness import Strictness
from tests.bot.conftest import FakeLibrary


@pytest.fixture
async def worker(library: FakeLibrary) -> AsyncIterator[Worker]:
    """A worker for four questions at once."""
    worker = Worker(library, 4)
    yield worker
    library.gate.set()
    library.reindex_gate.set()
    await worker.close(1.0)


def test_a_collection_is_what_the_worker_needs() -> None:
    """The type checker holds the two together; this line is for it."""

    def made(collection: Collection) -> Worker:
        return Worker(collection, 1)

    assert callable(made)


async def test_answers_come_from_one_other_thread_in_turn(
    worker: Worker, library: FakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event loop is free meanwhile."""
    threads: list[int] = []

    def answer(question: str, *_: object) -> Answer:
        threads.append(threading.get_ident())
        return Answer(question, (), 0.0)

    monkeypatch.setattr(library, "answer", answer)
    answers = await asyncio.gather(*(worker.answer(str(number), Asker(number, 1)) for number in range(4)))
    assert [answer.question for answer in answers] == ["0", "1", "2", "3"]
    assert len(set(threads)) == 1
    assert threading.get_ident() not in threads


async def test_every_answer_is_as_strict_as_is_set(library: FakeLibrary) -> None:
    """Whoever asks."""
    worker = Worker(library, 1, Strictness.OPEN)
    await worker.answer("?", Asker(1, 1))
    assert library.strictness is Strictness.OPEN
    await worker.close(1.0)


async def test_of_many_at_once_each_is_answered_or_told(worker: Worker) -> None:
    """None is lost, and the places are free again afterwards."""

    async def ask(person: int) -> str:
        try:
            with worker.place(person):
                return (await worker.answer(f"{person}", Asker(person, 1))).question
        except BusyError:
            return "busy"

    for _ in range(2):
        answers = await asyncio.gather(*(ask(person) for person in range(500)))
        assert answers == [*"0123", *["busy"] * 496]


async def test_a_person_has_few_places(worker: Worker) -> None:
    """And gets them back."""
    for _ in range(3):
        with worker.place(1), worker.place(1), worker.place(1), worker.place(2), pytest.raises(BusyError):
            worker.place(3).__enter__()
        with worker.place(1), worker.place(1), worker.place(1), pytest.raises(BusyError, match=str(A_PERSON)):
            worker.place(1).__enter__()


async def test_one_reindex_at_a_time(worker: Worker) -> None:
    """The next may begin when its result is told."""
    with worker.reindexing(), pytest.raises(BusyError):
        worker.reindexing().__enter__()
    with worker.reindexing():
        await worker.reindex(lambda _done, _total: None)


async def test_closing_stops_a_reindex_and_refuses_what_comes(worker: Worker, library: FakeLibrary) -> None:
    """The progress raises in the other thread, so that the old index stays."""
    library.reindex_gate.clear()

    async def reindex() -> None:
        with worker.reindexing():
            await worker.reindex(lambda _done, _total: None)

    running = asyncio.create_task(reindex())
    await asyncio.sleep(0.05)
    await worker.close(2.0)
    with pytest.raises(ClosingError):
        await running
    assert library.reindexed == 0
    with pytest.raises(ClosingError):
        worker.place(1).__enter__()
    with pytest.raises(ClosingError):
        worker.reindexing().__enter__()


async def test_closing_gives_up_on_what_takes_too_long(worker: Worker, library: FakeLibrary) -> None:
    """Whoever waits gets an error to apologise with."""
    library.gate.clear()

    async def ask(person: int) -> None:
        with worker.place(person):
            await worker.answer("?", Asker(person, 1))

    asking = [asyncio.create_task(ask(person)) for person in range(3)]
    await asyncio.sleep(0.05)
    await worker.close(0.05)
    assert all(isinstance(result, ClosingError) for result in await asyncio.gather(*asking, return_exceptions=True))


async def test_what_was_answered_is_forgotten(library: FakeLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while, and the oldest first where there are too many."""
    monkeypatch.setattr("bot.work.REMEMBERED", 2)
    worker = Worker(library, 4)
    for person in (1, 2, 3, 1, 3):
        await worker.answer(f"{person}", Asker(person, 1))
    assert library.lasts == [None, None, None, None, "3"]
    monkeypatch.setattr("bot.work.FORGET_AFTER", 0.0)
    worker = Worker(library, 4)
    for _ in range(2):
        await worker.answer("again", Asker(1, 1))
    assert library.lasts[-2:] == [None, None]
