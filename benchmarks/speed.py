"""What a question, an answer in the terminal and an index cost, beside bare sentence-transformers on the same texts.

All times are of the processor, on one thread. Collections are made of the data's passages; where there are too few they
are repeated under other titles, which costs as much as others would.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.progress import Progress

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import COLUMNS, Data, Result, keep_figures, show
from benchmarks.questions import Row, in_articles, open_view, read_rows, write_articles
from index.answers.answer import decide
from index.encoding.encoder import Encoder
from index.encoding.model_files import find_model
from index.encoding.runtimes import find_encoder
from index.encoding.sentence_encoder import load_in_torch
from index.engine.generation import Generation
from index.query.query import parse
from index.reading.reader import Reader
from index.reading.readers import find_reader
from index.retrieval.search import search

SIZES = (2_000, 10_000)  # passages
BARE = 256  # passages that bare sentence-transformers encodes
RUNS = 100  # questions
WARMING = 5  # of them load what they need


ASK = """
import atexit, re, sys, time
from pathlib import Path
from bot.terminal.app import main

def tell():
    peak = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]
    print("\\n", time.process_time(), peak, file=sys.stderr)

atexit.register(tell)
main()
"""


def speed(
    data: Data,
    result: Result = None,
    sizes: Annotated[list[int] | None, typer.Option(help="Passages of the collections.")] = None,
) -> None:
    """Measure, and print a table."""
    rows = read_rows(data / "passages.jsonl")
    questions = [row["question"] for row in read_rows(data / "questions.jsonl")][:: 15_000 // RUNS][:RUNS]
    bare, encoder = load_in_torch("SentenceTransformer", find_model(None), threads=1), find_encoder(threads=1)
    encoder.embed_query("loads the model")
    texts = [row["text"] for row in rows[:BARE]]
    figures = {"bare": {"passages a second": round(len(texts) / _seconds(lambda: bare.encode(texts)), 1)}}
    with Progress(*COLUMNS) as progress:
        for size in sizes or SIZES:
            with tempfile.TemporaryDirectory() as folder:
                figures[str(size)] = _measured(Path(folder), rows, size, encoder, bare, questions, progress)
    show("speed, CPU, one thread", figures)
    keep_figures(result, figures=figures)


def _measured(
    folder: Path,
    rows: Sequence[Row],
    size: int,
    encoder: Encoder,
    bare: Any,
    questions: Sequence[str],
    progress: Progress,
) -> dict[str, float]:
    write_articles(in_articles(rows, size), folder / "articles")
    building = _seconds(lambda: open_view(folder, encoder, None, progress))
    generation = open_view(folder, encoder, None, progress).generation
    passages = len(generation.passages)
    stored = sum(path.stat().st_size for path in (folder / "data" / "shared").rglob("*") if path.is_file())
    return {
        "passages": float(passages),
        "build, passages a second": round(passages / building, 1),
        "index, KB a passage": round(stored / passages / 1024, 1),
        **_questions(generation, encoder, bare, questions),
        **_terminal(folder, questions[0]),
    }


def _questions(generation: Generation, encoder: Encoder, bare: Any, questions: Sequence[str]) -> dict[str, float]:
    """What questions cost, asked in turn, so that a busy machine slows all of them alike."""

    def ask(question: str, reader: Reader | None) -> object:
        query = parse(question, generation.vocabulary)
        return decide(generation, query, search(generation, query, encoder.embed_query(query.text), reader))

    reader = find_reader()
    kinds: dict[str, Callable[[str], object]] = {
        "bare embedding": bare.encode,
        "question without the reader": lambda question: ask(question, None),
        "question": lambda question: ask(question, reader),
    }
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for place, question in enumerate(questions):
        for kind, work in kinds.items():
            seconds = _seconds(partial(work, question))
            if place >= WARMING:
                times[kind].append(1000 * seconds)
    medians = {kind: float(np.median(own)) for kind, own in times.items()}
    figures = {f"{kind}, ms": round(median, 1) for kind, median in medians.items()}
    figures |= {f"{kind}, 95th percentile, ms": round(float(np.quantile(own, 0.95)), 1) for kind, own in times.items()}
    for kind in list(kinds)[1:]:
        figures[f"{kind}, times the bare embedding"] = round(medians[kind] / medians["bare embedding"], 1)
    return figures


def _terminal(folder: Path, question: str) -> dict[str, float]:
    """What `pullquote ask` costs the second time, as the process itself tells at its end."""
    folders = {"PULLQUOTE_ARTICLES": str(folder / "articles"), "PULLQUOTE_DATA": str(folder / "data")}
    command = [sys.executable, "-c", ASK, "ask", question]
    environment = {**os.environ, **folders, "PULLQUOTE_THREADS": "1"}
    for _ in range(2):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    seconds, kilobytes = done.stderr.splitlines()[-1].split()
    return {"second `ask`, s": round(float(seconds), 2), "its memory, MB": float(round(int(kilobytes) / 1024))}


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    typer.run(speed)
