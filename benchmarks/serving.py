"""How long fifty askers wait who ask at once, and how much of the rate is kept while articles are indexed.

The bot's own worker and jobs answer, as on Discord. Each article stands several times in the collection, which costs a
question as much as others would.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle
from math import ceil
from pathlib import Path
from typing import Annotated

import typer

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import Data, Result, keep_figures, show
from benchmarks.questions import Row, read_rows
from bot.discord.runtime.jobs import Jobs
from bot.discord.runtime.worker import Asker, Scope, Worker
from corpus.library.library import Library
from corpus.library.owners import SHARED
from corpus.readers.files import parse_article
from corpus.text.document import Document
from index.encoding.encoder import Encoder
from index.encoding.runtimes import find_encoder
from index.engine.build import Progress as Told
from index.engine.build import build_segments
from index.engine.generation import Generation
from index.engine.local_index import LocalIndex
from index.reading.readers import find_reader
from index.retrieval.depths import READ
from index.service.composition import open_service
from index.service.protocols import Service
from index.service.view import LiveView

ASKERS = 50
PASSAGES = 10_000
SECONDS = 30.0  # for which the rate is measured


@dataclass(frozen=True)
class OneView:
    """`Views` of one generation."""

    live: LiveView

    def view(self, _: Sequence[str]) -> LiveView:
        return self.live

    def close_idle(self) -> None:
        """Nothing: it stays in memory."""


def articles_of(rows: Sequence[Row]) -> list[Document]:
    """Passages in articles of fifty, each with a title of its own."""
    documents = []
    for first in range(0, len(rows), 50):
        paragraphs = [row["text"] for row in rows[first : first + 50]]
        text = f"---\ntitle: Article {first}\n---\n" + "\n\n".join(paragraphs)
        documents.append(parse_article(f"{first}.txt", text.encode()))
    return documents


def serving(
    data: Data,
    result: Result = None,
    distinct: Annotated[int, typer.Option(help="Passages that are encoded; others repeat them.")] = 2_000,
) -> None:
    """Measure, and print the figures."""
    rows = read_rows(data / "passages.jsonl")
    questions = [row["question"] for row in read_rows(data / "questions.jsonl")][:: 15_000 // 200][:200]
    encoder = find_encoder()
    with tempfile.TemporaryDirectory() as folder:
        index = LocalIndex(Path(folder) / "live", encoder.fingerprint)
        segments = build_segments(articles_of(rows[:distinct]), index, encoder).segments
        generation = Generation.of(segments * ceil(PASSAGES / sum(len(segment.passages) for segment in segments)))
        figures = asyncio.run(_measured(Path(folder), generation, encoder, questions, rows[distinct:]))
    show(f"{ASKERS} askers", {"": figures})
    keep_figures(result, figures=figures)


async def _measured(
    folder: Path, generation: Generation, encoder: Encoder, questions: Sequence[str], new: Sequence[Row]
) -> dict[str, float]:
    worker = Worker(_service(folder, generation, encoder), ASKERS)
    jobs = Jobs(worker)
    ask = partial(_seconds, count(), worker)
    await ask(questions[0])  # which loads the models
    spent = time.process_time()
    waits = sorted(await asyncio.gather(*map(ask, questions[:ASKERS])))
    spent = time.process_time() - spent
    alone = await _rate(ask, questions, lambda: False)
    with jobs.queued(SHARED, "Indexing", "operator") as job:
        running = asyncio.create_task(jobs.run(job, partial(_index, folder, encoder, new)))
        beside = await _rate(ask, questions, running.done)
        done, worked = job.done, time.monotonic()
        await asyncio.sleep(SECONDS / 3)
        undisturbed = (job.done - done) / (time.monotonic() - worked)
        job.stop("operator")
        await asyncio.gather(running, return_exceptions=True)
    await worker.close(1.0)
    return {
        "passages": float(len(generation.passages)),
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


def _service(folder: Path, generation: Generation, encoder: Encoder) -> Service:
    live = LiveView([SHARED], lambda _: generation, Library(folder / "library.sqlite"), encoder, find_reader(), READ)
    service = open_service(folder, folder, encoder)
    parts = {name: getattr(service, name) for name in service.__slots__}
    return Service(**parts | {"views": OneView(live)})


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


def _index(folder: Path, encoder: Encoder, rows: Sequence[Row], progress: Told) -> None:
    """Index articles of passages that are not among those that answer, until it is stopped."""
    build_segments(articles_of(rows), LocalIndex(folder / "new", encoder.fingerprint), encoder, progress)


if __name__ == "__main__":
    typer.run(serving)
