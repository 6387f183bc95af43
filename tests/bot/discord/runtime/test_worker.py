"""The queue of questions, and the threads behind it."""

import asyncio
import gc
import threading
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.discord.runtime.worker import PER_PERSON, Asker, BusyError, ClosingError, Scope, Worker
from corpus.library.owners import SHARED
from corpus.library.policy import Policy, Strictness
from index.answers.answer import Refusal, Response
from index.service.errors import EmptyCorpusError
from tests.support.fake_service import FakeCollections, FakeView

SCOPE = Scope((SHARED,))


@pytest.fixture
async def worker(view: FakeView) -> AsyncIterator[Worker]:
    """A worker for four questions at once."""
    worker = Worker(FakeCollections(view).service, 4)
    yield worker
    view.gate.set()
    await worker.close(1.0)


async def test_as_many_questions_are_answered_at_once_as_there_are_cores(
    view: FakeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three questions are answered side by side, off the event loop, and the fourth waits for one of them."""
    monkeypatch.setattr("bot.discord.runtime.worker.ANSWERED_AT_ONCE", 3)
    worker, threads, together = Worker(FakeCollections(view).service, 8), set[int](), threading.Barrier(3)

    def answer(question: str, *_: object) -> Response:
        threads.add(threading.get_ident())
        if question != "3":
            together.wait(20)
        return Refusal(question, (), 0.0)

    monkeypatch.setattr(view, "answer", answer)
    answers = await asyncio.gather(*(worker.answer(str(number), Asker(number, 1), SCOPE) for number in range(4)))
    assert [answer.question for answer in answers] == ["0", "1", "2", "3"]
    assert len(threads) == 3
    assert threading.get_ident() not in threads
    await worker.close(1.0)


async def test_a_follow_up_waits_for_the_question_before_it(worker: Worker, view: FakeView) -> None:
    """What one person asks in one channel is answered in turn, so that the second goes on from the first."""
    view.gate.clear()
    asking = [asyncio.create_task(worker.answer(question, Asker(1, 1), SCOPE)) for question in ("first", "second")]
    await asyncio.sleep(0.05)
    assert view.asked == ["first"]
    view.gate.set()
    await asyncio.gather(*asking)
    assert view.lasts == [None, "first"]


async def test_while_articles_are_indexed_whoever_finds_none_is_told_so(worker: Worker, view: FakeView) -> None:
    """A notice is in the note of a scope, and in place of the error that there are no articles."""
    view.answers["?"] = EmptyCorpusError("there are no articles")
    with pytest.raises(EmptyCorpusError, match="there are no articles"):
        await worker.answer("?", Asker(1, 1), SCOPE)
    assert worker.noted(SCOPE) is SCOPE
    worker.notice = "Half is indexed."
    with pytest.raises(EmptyCorpusError, match=r"^Half is indexed\.$"):
        await worker.answer("?", Asker(1, 1), SCOPE)
    assert worker.noted(replace(SCOPE, note="Shared only.")).note == "Shared only. Half is indexed."


async def test_every_answer_is_as_strict_as_is_set(view: FakeView) -> None:
    """An answer has the operator’s strictness, or the one that a server’s moderators have set."""
    worker = Worker(FakeCollections(view).service, 1, Strictness.OPEN)
    await worker.answer("?", Asker(1, 1), SCOPE)
    assert view.strictness is Strictness.OPEN
    await worker.answer("?", Asker(1, 1), Scope((SHARED,), strictness=Strictness.STRICT))
    assert str(view.strictness) == "strict"
    await worker.close(1.0)


async def test_of_many_at_once_each_is_answered_or_told(worker: Worker) -> None:
    """Of many questions at once each is answered or refused, and the places are free afterwards."""

    async def ask(person: int) -> str:
        try:
            with worker.place(person):
                return (await worker.answer(f"{person}", Asker(person, 1), SCOPE)).question
        except BusyError:
            return "busy"

    for _ in range(2):
        answers = await asyncio.gather(*(ask(person) for person in range(500)))
        assert answers == [*"0123", *["busy"] * 496]


async def test_a_person_has_few_places(worker: Worker) -> None:
    """A person has few places, and gets them back when the questions are answered."""
    for _ in range(3):
        with worker.place(1), worker.place(1), worker.place(1), worker.place(2), pytest.raises(BusyError):
            worker.place(3).__enter__()
        with worker.place(1), worker.place(1), worker.place(1), pytest.raises(BusyError, match=str(PER_PERSON)):
            worker.place(1).__enter__()


async def test_who_finds_no_place_is_told_when_to_ask_again(worker: Worker) -> None:
    """A full queue says how long its questions take, by how long those before took; a person's places do too."""
    with worker.place(1), worker.place(1), worker.place(1):
        with pytest.raises(BusyError, match=r"3 of your questions .* again in about 1 s"):
            worker.place(1).__enter__()
        worker._pace = 5.0
        with worker.place(2), pytest.raises(BusyError, match=r"Too many questions .* again in about 20 s"):
            worker.place(3).__enter__()
    assert worker._pace < 5.0


async def test_who_asks_much_gives_way_to_others(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person or a server that asked too often is told when to come back while others wait, and only then."""
    monkeypatch.setattr("bot.discord.runtime.worker.PERSON", 2)
    monkeypatch.setattr("bot.discord.runtime.worker.SERVER", 3)

    def ask(person: int, server: int | None = None) -> None:
        with worker.place(person, server):
            pass

    for _ in range(4):
        ask(1, 7)
    with worker.place(2):
        with pytest.raises(BusyError, match=r"You have asked 2 questions within 30 s.*again in about \d+ s"):
            ask(1)
        with pytest.raises(BusyError, match=r"This server has asked 3 questions within 30 s.*again in about \d+ s"):
            ask(3, 7)
        ask(4, 8)
    with worker.place(5, 7):
        ask(6, 7)  # nobody outside the server waits


async def test_short_work_does_not_wait_for_questions(worker: Worker, view: FakeView) -> None:
    """Short tasks run while a question is being answered, and are refused after closing."""
    view.gate.clear()
    asking = asyncio.create_task(worker.answer("?", Asker(1, 1), SCOPE))
    assert await worker.run_short(worker.service.policies.policy, 1) == Policy()
    view.gate.set()
    await asking
    await worker.close(1.0)
    with pytest.raises(ClosingError):
        await worker.run_short(worker.service.policies.policy, 1)
    with pytest.raises(ClosingError):
        worker.place(1).__enter__()


async def test_a_follow_up_never_goes_on_from_what_was_searched_elsewhere(worker: Worker, view: FakeView) -> None:
    """A follow-up goes on only from an answer that was searched in the same collections."""
    asker = Asker(1, 1)
    for collections in ((SHARED,), ("guild:1", SHARED), (SHARED,)):
        await worker.answer(str(len(view.asked)), asker, Scope(collections))
    assert view.lasts == [None, None, "0"]


async def test_closing_gives_up_on_what_takes_too_long(worker: Worker, view: FakeView) -> None:
    """Questions that wait when closing gives up raise ClosingError."""
    view.gate.clear()

    async def ask(person: int) -> None:
        with worker.place(person):
            await worker.answer("?", Asker(person, 1), SCOPE)

    asking = [asyncio.create_task(ask(person)) for person in range(3)]
    await asyncio.sleep(0.05)
    await worker.close(0.05)
    assert all(isinstance(result, ClosingError) for result in await asyncio.gather(*asking, return_exceptions=True))


async def test_what_was_answered_is_forgotten(view: FakeView, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are forgotten after a while, and the oldest first where there are too many."""
    monkeypatch.setattr("bot.discord.runtime.worker.REMEMBERED", 2)
    worker = Worker(FakeCollections(view).service, 4)
    for person in (1, 2, 3, 1, 3):
        await worker.answer(f"{person}", Asker(person, 1), SCOPE)
    assert view.lasts == [None, None, None, None, "3"]
    monkeypatch.setattr("bot.discord.runtime.worker.FORGET_AFTER", 0.0)
    worker = Worker(FakeCollections(view).service, 4)
    for _ in range(2):
        await worker.answer("again", Asker(1, 1), SCOPE)
    assert view.lasts[-2:] == [None, None]


async def test_no_garbage_is_collected_while_an_article_is_read(view: FakeView) -> None:
    """The event loop would wait for it; afterwards it is collected again, also after an error."""
    worker = Worker(FakeCollections(view).service, 1)
    assert await worker.run_reading(gc.isenabled) is False
    with pytest.raises(ZeroDivisionError):
        await worker.run_reading(lambda: 1 // 0)
    assert gc.isenabled()
    await worker.close(0)
