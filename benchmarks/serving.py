"""How long fifty askers wait who ask at once, and how much of the rate is kept while articles are indexed.

The bot's own worker and jobs answer, as on Discord. Where there are too few passages they are repeated under other
titles, which costs as much as others would.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import Annotated

import typer

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import Data, Result, keep_figures, show
from benchmarks.questions import in_articles, read_rows, write_articles
from bot.discord.runtime.jobs import Jobs
from bot.discord.runtime.worker import Asker, Scope, Worker
from corpus.library.owners import OPERATOR, SHARED
from index.encoding.runtimes import find_encoder
from index.reading.readers import find_reader
from index.service.composition import open_service
from index.service.protocols import Service

ASKERS = 50
SECONDS = 30.0  # for which the rate is measured


def serving(
    data: Data,
    result: Result = None,
    passages: Annotated[int, typer.Option(help="Passages of the collection.")] = 10_000,
) -> None:
    """Measure, and print the figures."""
    rows = read_rows(data / "passages.jsonl")
    questions = [row["question"] for row in read_rows(data / "questions.jsonl")][:: 15_000 // 200][:200]
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        write_articles(in_articles(rows, passages), articles)
        service = open_service(articles, Path(folder) / "data", find_encoder(), find_reader())
        with service.operations.writing():
            service.operations.load()
            service.indexing.reindex(SHARED, OPERATOR)
            write_articles(in_articles(rows[::-1], passages), articles)  # the same ones with other texts, to be indexed
            figures = asyncio.run(_measured(service, questions))
    show(f"{ASKERS} askers", {"": figures})
    keep_figures(result, figures=figures)


async def _measured(service: Service, questions: Sequence[str]) -> dict[str, float]:
    worker = Worker(service, ASKERS)
    jobs = Jobs(worker)
    ask = partial(_seconds, count(), worker)
    await ask(questions[0])  # which loads the models
    spent = time.process_time()
    waits = sorted(await asyncio.gather(*map(ask, questions[:ASKERS])))
    spent = time.process_time() - spent
    alone = await _rate(ask, questions, lambda: False)
    with jobs.queued(SHARED, "Indexing", OPERATOR) as job:
        running = asyncio.create_task(jobs.run(job, partial(service.indexing.reindex, SHARED, OPERATOR)))
        beside = await _rate(ask, questions, running.done)
        done, worked = job.done, time.monotonic()
        await asyncio.sleep(SECONDS / 3)
        undisturbed = (job.done - done) / (time.monotonic() - worked)
        job.stop(OPERATOR)
        await asyncio.gather(running, return_exceptions=True)
    await worker.close(1.0)
    return {
        "passages": float(service.indexing.status(SHARED).passages),
        "askers": float(ASKERS),
        "processor, ms a question": round(1000 * spent / ASKERS),
        "answered, p50, s": round(statistics.median(waits), 2),
        "answered, p95, s": round(waits[int(0.95 * ASKERS)], 2),
        "answers a second": round(alone, 1),
        "answers a second while articles are indexed": round(beside, 1),
        "share of the rate that is kept": round(beside / alone, 2),
        "text indexed beside answers, kB a second": round(done / SECONDS / 1000, 1),
        "text indexed alone, kB a second": round(undisturbed / 1000, 1),
    }


async def _seconds(people: Iterator[int], worker: Worker, question: str) -> float:
    """How long somebody waits who has not asked before: nobody may ask this much."""
    started, person = time.monotonic(), next(people)
    with worker.place(person):
        await worker.answer(question, Asker(person, None), Scope((SHARED,)))
    return time.monotonic() - started


async def _rate(ask: Callable[[str], Awaitable[float]], questions: Sequence[str], over: Callable[[], bool]) -> float:
    """Answers a second while every asker asks again at once."""
    started, answered = time.monotonic(), 0

    async def keep_asking(asker: int) -> None:
        nonlocal answered
        for question in cycle((*questions[asker:], *questions[:asker])):
            if over() or time.monotonic() > started + SECONDS:
                return
            await ask(question)
            answered += 1

    await asyncio.gather(*map(keep_asking, range(ASKERS)))
    return answered / (time.monotonic() - started)


if __name__ == "__main__":
    typer.run(serving)
