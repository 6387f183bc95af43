"""The queue of moderators' long work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from threading import Event
from time import monotonic, sleep

import pytest

from bot.discord.runtime.jobs import PER_COLLECTION, Job, JobError, JobProgress, Jobs
from bot.discord.runtime.worker import Asker, ClosingError, Scope, Worker
from corpus.library.owners import SHARED
from index.engine.build import Progress
from tests.support.fake_service import FakeCollections, FakeView


@pytest.fixture
async def worker(collections: FakeCollections) -> AsyncIterator[Worker]:
    worker = Worker(collections.service, 8)
    yield worker
    await worker.close(2.0)


@pytest.fixture
async def jobs(worker: Worker) -> Jobs:
    return Jobs(worker)


async def begun(jobs: Jobs) -> None:
    """Wait until a job has begun."""
    while not any(job.began for job in jobs.of("guild:1")):  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.005)


def until(gate: Event, progress: Progress) -> str:
    """Work until the gate is open, telling progress."""
    progress(10, 100)
    while not gate.wait(0.005):
        progress(20, 100)
    return "done"


async def test_jobs_are_done_one_after_another(jobs: Jobs) -> None:
    """Jobs of different collections run in turn, and each knows how many are ahead of it."""
    gate = Event()
    with jobs.queued("guild:1", "one", "7") as one, jobs.queued("guild:2", "two", "8") as two:
        first = asyncio.create_task(jobs.run(one, lambda progress: until(gate, progress)))
        second = asyncio.create_task(jobs.run(two, lambda _: "two"))
        await begun(jobs)
        assert (jobs.progress(one).ahead, jobs.progress(two).ahead) == (0, 1)
        assert jobs.progress(one).total in (0, 100)
        gate.set()
        assert (await first, await second) == ("done", "two")
    assert jobs.of("guild:1") == ()


async def test_a_job_is_stopped_where_it_tells_its_progress(jobs: Jobs) -> None:
    """A running job that is stopped ends with the reason, and the next one runs."""
    with jobs.queued("guild:1", "one", "7") as one, jobs.queued("guild:1", "two", "7") as two:
        first = asyncio.create_task(jobs.run(one, lambda progress: until(Event(), progress)))
        second = asyncio.create_task(jobs.run(two, lambda _: "two"))
        await begun(jobs)
        one.stop("8")
        with pytest.raises(JobError, match="cancelled by another moderator"):
            await first
        assert await second == "two"


async def test_a_waiting_job_that_is_stopped_never_begins(jobs: Jobs) -> None:
    """A waiting job that is stopped ends at once, and its work is never called."""
    gate, called = Event(), Event()
    with jobs.queued("guild:1", "one", "7") as one, jobs.queued("guild:1", "two", "7") as two:
        first = asyncio.create_task(jobs.run(one, lambda progress: until(gate, progress)))
        second = asyncio.create_task(jobs.run(two, lambda _: called.set()))
        await begun(jobs)
        two.stop("7")
        try:
            with pytest.raises(JobError, match="cancelled"):
                await asyncio.wait_for(second, 5)
        finally:
            gate.set()
        await first
    assert not called.is_set()


async def test_a_job_is_found_in_its_own_collection_only(jobs: Jobs) -> None:
    """A job is found only under its own collection, and only until it ends."""
    with jobs.queued("guild:1", "one", "7") as job:
        assert jobs.find(job.id, "guild:1") is job
        with pytest.raises(JobError, match="over"):
            jobs.find(job.id, "guild:2")
    with pytest.raises(JobError, match="over"):
        jobs.find(job.id, "guild:1")


async def test_the_same_is_not_done_twice_at_once(jobs: Jobs) -> None:
    """A job of the same number is refused during and after the first; one that failed can be run again."""

    def again() -> AbstractContextManager[Job]:
        return jobs.queued("guild:1", "one", "7", "abc")

    with again() as job, pytest.raises(ZeroDivisionError):
        await jobs.run(job, lambda _: 1 / 0)
    with again() as job:
        with pytest.raises(JobError, match="under way"):
            again().__enter__()
        await jobs.run(job, lambda _: "done")
    with pytest.raises(JobError, match="already done"):
        again().__enter__()


async def test_one_server_cannot_fill_the_queue(jobs: Jobs) -> None:
    """A server with too many jobs is refused, and another one is not."""
    places = [jobs.queued("guild:1", "one", "7") for _ in range(PER_COLLECTION)]
    for place in places:
        place.__enter__()
    with pytest.raises(JobError, match="waiting already"):
        jobs.queued("guild:1", "one", "7").__enter__()
    with jobs.queued("guild:2", "two", "8"):
        pass
    for place in places:
        place.__exit__(None, None, None)


async def test_at_the_end_a_running_job_is_stopped_and_says_what_stands(worker: Worker, jobs: Jobs) -> None:
    """At the end the running job and the waiting one say what stands, and no job is accepted any more."""

    async def tell(what: str, work: object) -> str:
        with jobs.queued("guild:1", what, "7") as job, pytest.raises(JobError) as raised:
            await jobs.run(job, work)  # type: ignore[arg-type]
        return str(raised.value)

    running = asyncio.create_task(tell("one", lambda progress: until(Event(), progress)))
    waiting = asyncio.create_task(tell("two", lambda _: "two"))
    await begun(jobs)
    await worker.close(2.0)
    assert "the index is as it was before" in await running
    assert "it had not begun" in await waiting
    with pytest.raises(ClosingError):
        jobs.queued("guild:1", "three", "7").__enter__()


async def test_work_that_cannot_be_stopped_is_not_waited_for(worker: Worker, jobs: Jobs) -> None:
    """A job that cannot be stopped is given up, and says where its end will be shown."""
    gate = Event()

    async def tell() -> str:
        with jobs.queued("guild:1", "one", "7") as job, pytest.raises(JobError) as raised:
            await jobs.run(job, lambda _: gate.wait(20))
        return str(raised.value)

    running = asyncio.create_task(tell())
    await begun(jobs)
    await worker.close(0.05)
    gate.set()
    assert "whether this was finished" in await running


async def test_a_job_lets_questions_go_first_longer_than_it_has_worked(worker: Worker, jobs: Jobs) -> None:
    """While questions wait a job rests for two thirds of the time; when they are answered it goes on at once."""
    worked, rested = list[float](), list[float]()

    def work(progress: Progress) -> None:
        for number in range(4):
            began = monotonic()
            sleep(0.05)
            ended = monotonic()
            progress(number, 4)
            worked.append(ended - began)
            rested.append(monotonic() - ended)
            if number == 2:
                worker.quiet.set()

    worker.quiet.clear()
    with jobs.queued("guild:1", "one", "7") as job:
        await jobs.run(job, work)
    assert all(rest > 1.5 * work for work, rest in zip(worked[:3], rested[:3], strict=True))
    assert rested[3] < worked[3] / 2


async def test_a_waiting_question_makes_jobs_rest(worker: Worker, view: FakeView) -> None:
    """It is quiet before the first question and after the last one."""
    assert worker.quiet.is_set()
    view.gate.clear()
    asking = [asyncio.create_task(worker.answer("?", Asker(person, 1), Scope((SHARED,)))) for person in range(3)]
    await asyncio.sleep(0.01)
    assert not worker.quiet.is_set()
    view.gate.set()
    await asyncio.gather(*asking)
    assert worker.quiet.is_set()


def test_the_time_that_is_left_counts_what_was_worked_on() -> None:
    """Bytes that needed no work say nothing of the pace."""
    assert JobProgress(0, 1_500, 2_000, 10.0, known=1_000).left == 10.0
    assert JobProgress(0, 1_000, 2_000, 10.0, known=1_000).left is None
