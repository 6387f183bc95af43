"""Whether the packaged encoder finds in every runtime what it finds in torch, and what either costs, on one thread.

Fails where the mean cosine of the passages is below AGREEMENT, or S@1 differs by more than TOLERANCE: then a faster
graph, as one of integers, must not be the default. Every sentence of a split's collection is ranked by its vector's
cosine alone.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import Data, Result, holds, keep_figures
from benchmarks.questions import Row, read_rows
from corpus.text.sentences import split_sentences
from corpus.text.span import Span
from index.encoding.compression import Matrix
from index.encoding.encoder import Encoder
from index.encoding.runtimes import Runtime, find_encoder

AGREEMENT = 0.995
TOLERANCE = 0.003
RUNTIMES: tuple[Runtime, ...] = ("torch", "onnx", "openvino")
ALONE = 100  # questions that are timed one by one


def runtimes(
    data: Data,
    result: Result = None,
    split: Annotated[str, typer.Option(help="The questions' split.")] = "tune",
) -> None:
    """Measure, print the figures, and tell by the exit code whether they agree."""
    rows = {row["id"]: row for row in read_rows(data / "passages.jsonl")}
    asked = [row for row in read_rows(data / "questions.jsonl") if row["split"] == split and row["answerable"]]
    name = rows[asked[0]["passage"]]["collection"]
    passages = [row for row in rows.values() if row["collection"] == name]
    figures: dict[str, dict[str, float]] = {}
    vectors = {}
    for runtime in RUNTIMES:
        vectors[runtime], figures[runtime] = _measured(find_encoder(runtime=runtime, threads=1), passages, asked)
    agreements = {
        runtime: {
            "mean cosine": round(float((vectors["torch"] * vectors[runtime]).sum(axis=1).mean()), 5),
            "S@1 above torch": round(figures[runtime]["S@1"] - figures["torch"]["S@1"], 4),
        }
        for runtime in RUNTIMES[1:]
    }
    print(json.dumps({"figures": figures, "agreement": agreements}, indent=2))
    keep_figures(
        result, split=split, passages=len(passages), questions=len(asked), figures=figures, agreement=agreements
    )
    raise typer.Exit(
        any(one["mean cosine"] < AGREEMENT or abs(one["S@1 above torch"]) > TOLERANCE for one in agreements.values())
    )


def _measured(encoder: Encoder, passages: Sequence[Row], asked: Sequence[Row]) -> tuple[Matrix, dict[str, float]]:
    """The passages' vectors, and the figures of an encoder."""
    inputs, home = [], []
    for row in passages:
        spans = split_sentences(row["text"], Span(0, len(row["text"])))
        inputs.append((row["text"], tuple((span.start, span.end) for span in spans)))
        home += [(row["id"], span.of(row["text"])) for span in spans]
    encoder.embed_query("loads the model")
    started = time.process_time()
    embeddings = encoder.embed(inputs)
    embedding = time.process_time() - started
    questions = np.stack([encoder.embed_query(row["question"]).vector for row in asked])
    started = time.process_time()
    for row in asked[:ALONE]:
        encoder.embed_query(row["question"])
    alone = time.process_time() - started
    nearest = (questions @ np.concatenate([one.pieces for one in embeddings]).T).argmax(axis=1)
    found = [(*home[number], row) for number, row in zip(nearest, asked, strict=True)]
    there = [passage == row["passage"] for passage, _, row in found]
    right = [passage == row["passage"] and holds(words, row["answers"]) for passage, words, row in found]
    return np.stack([one.vector for one in embeddings]), {
        "R@1": round(float(np.mean(there)), 4),
        "S@1": round(float(np.mean(right)), 4),
        "passages a CPU second": round(len(passages) / embedding, 1),
        "question, CPU ms": round(1000 * alone / ALONE, 1),
    }


if __name__ == "__main__":
    typer.run(runtimes)
