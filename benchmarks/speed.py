"""What a question costs, beside the bare embedding of the same question, on one thread; and what an index does.

Collections are made of the data's passages; where there are too few they are repeated under other titles, which costs a
question as much as others would. Only the first of each is encoded.
"""

import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.answers import COLUMNS
from benchmarks.figures import circumstances
from benchmarks.questions import Row, read_rows
from corpus.readers.files import parse_article
from corpus.text.document import Document
from index.answers.answer import decide
from index.encoding.embedding import Embedding, Pieces
from index.encoding.encoder import Encoder
from index.encoding.runtimes import find_encoder
from index.engine.build import build
from index.engine.generation import Generation
from index.query.query import parse
from index.retrieval.depths import READ
from index.retrieval.search import search

SIZES = (2_000, 20_000)
RUNS = 100  # questions


@dataclass
class Known:
    """Embeds each text once."""

    encoder: Encoder
    progress: Progress

    def __post_init__(self) -> None:
        self._made: dict[tuple[str, Pieces], Embedding] = {}
        self.seconds = 0.0

    def __call__(self, texts: Sequence[tuple[str, Pieces]]) -> list[Embedding]:
        new = list(dict.fromkeys(text for text in texts if text not in self._made))
        task = self.progress.add_task("encoding", total=len(new))
        started = time.perf_counter()
        embeddings = self.encoder.embed(new, lambda done: self.progress.update(task, completed=done))
        self._made |= dict(zip(new, embeddings, strict=True))
        self.seconds += time.perf_counter() - started
        return [self._made[text] for text in texts]

    def __len__(self) -> int:
        return len(self._made)


def speed(
    data: Annotated[Path, typer.Argument(help="The folder with passages.jsonl and questions.jsonl.")],
    result: Annotated[Path | None, typer.Option(help="A file for the figures, with machine and commit.")] = None,
    sizes: Annotated[list[int] | None, typer.Option(help="Passages of the collections.")] = None,
) -> None:
    """Measure, and print a table."""
    rows = read_rows(data / "passages.jsonl")
    questions = [row["question"] for row in read_rows(data / "questions.jsonl")][:: 15_000 // RUNS][:RUNS]
    encoder = find_encoder(threads=1)
    figures = {}
    with Progress(*COLUMNS) as progress:
        known = Known(encoder, progress)
        for size in sizes or SIZES:
            started, encoding = time.perf_counter(), known.seconds
            generation = _collection(rows, size, known)
            assembling = time.perf_counter() - started - (known.seconds - encoding)
            figures[str(size)] = _measured(generation, encoder, questions) | _stored(generation, assembling)
    figures["encoding"] = {"passages a second, one thread": round(len(known) / known.seconds, 1)}
    figures["memory"] = {"peak, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}
    _show(figures)
    if result:
        result.write_text(json.dumps({**circumstances(), "figures": figures}, indent=2) + "\n", encoding="utf-8")


def _collection(rows: Sequence[Row], size: int, known: Known) -> Generation:
    return build(articles_of([rows[number % len(rows)] for number in range(size)]), known)


def articles_of(rows: Sequence[Row]) -> list[Document]:
    """Passages in articles of fifty, each with a title of its own."""
    documents = []
    for first in range(0, len(rows), 50):
        paragraphs = [row["text"] for row in rows[first : first + 50]]
        text = f"---\ntitle: Article {first}\n---\n" + "\n\n".join(paragraphs)
        documents.append(parse_article(f"{first}.txt", text.encode()))
    return documents


def _measured(generation: Generation, encoder: Encoder, questions: Sequence[str]) -> dict[str, float]:
    def whole(read: int) -> Callable[[str], object]:
        def ask(question: str) -> object:
            query = parse(question, generation.vocabulary)
            results = search(generation, query, encoder.embed_query(query.text), read)
            return decide(generation, query, results)

        return ask

    bare = _median(lambda question: encoder.encode([question]), questions)
    unread, read = _median(whole(0), questions), _median(whole(READ), questions)
    return {
        "passages": float(len(generation.passages)),
        "bare embedding, ms": round(bare * 1000, 1),
        "a question without the reader, ms": round(unread * 1000, 1),
        "times the bare embedding": round(unread / bare, 1),
        "a question, ms": round(read * 1000, 1),
        "times the bare embedding, read": round(read / bare, 1),
    }


def _median(ask: Callable[[str], object], questions: Sequence[str]) -> float:
    for question in questions[:5]:
        ask(question)
    times = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _stored(generation: Generation, assembling: float) -> dict[str, float]:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for segment in generation.segments:
            (Path(folder) / segment.name).write_bytes(segment.data)
    writing = time.perf_counter() - started
    passages = len(generation.passages)
    tokens = (segment.embeddings.tokens for segment in generation.segments)
    return {
        "index, KB a passage": round(sum(len(segment.data) for segment in generation.segments) / passages / 1024, 1),
        "of it tokens, KB": round(
            sum(each.directions.nbytes + each.hidden.nbytes for each in tokens) / passages / 1024, 1
        ),
        "reading and assembling, s": round(assembling, 1),
        "writing, s": round(writing, 1),
    }


def _show(figures: dict[str, dict[str, float]]) -> None:
    table = Table("", "figure", "value", title="speed, one thread", title_justify="left")
    for name, values in figures.items():
        for figure, value in values.items():
            table.add_row(name, figure, f"{value:,}")
    Console().print(table)


if __name__ == "__main__":
    typer.run(speed)
