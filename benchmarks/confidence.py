"""Fit the confidence of index/answer.py on questions of the training split, and print its constants.

Each question is asked three times: over the whole collection, over the collection without the question's article, and
over its article alone, together with as many questions of other articles, since collections are small as often as
large. What is fitted is whether the first excerpt holds an answer.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.progress import Progress
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.answers import COLUMNS
from benchmarks.figures import FALSE_ANSWERS, holds
from benchmarks.questions import Asker, Row, alone, indexed, read_rows, without
from index.answer import WEIGHTS, features
from index.encoder import Encoder
from index.excerpts import distinct
from index.generation import Generation
from index.model import find_model

Example = tuple[str, dict[str, float], bool]


def examples(generation: Generation, asker: Asker, by_title: dict[str, list[Row]]) -> Iterator[Example]:
    """Where it was asked, the features of the first hit, and whether that is right."""
    everything = [row for rows in by_title.values() for row in rows]
    for row in everything:
        yield from _example("whole", generation, asker, row)
    for title, smaller in without(generation, by_title):
        for row in by_title[title]:
            yield from _example("removed", smaller, asker, row)
    chance = random.Random(0)  # noqa: S311 - a sample, not a secret
    for title, single in alone(generation, by_title):
        others = [row for row in everything if row not in by_title[title]]
        for row in by_title[title] + chance.sample(others, min(len(others), len(by_title[title]))):
            yield from _example("alone", single, asker, row)


def _example(where: str, generation: Generation, asker: Asker, row: Row) -> Iterator[Example]:
    query, hits = asker.find(generation, row["question"])
    candidates = distinct(generation, query, hits)
    if candidates:
        excerpt = candidates[0].excerpt
        passage, _, _ = asker.places.of(excerpt.document, excerpt.span.start, excerpt.span.end)
        right = passage == row["passage"] and holds(excerpt.text, row["answers"])
        yield where, features(generation, query, [each.hit for each in candidates], 0), right


def confidence(
    data: Annotated[Path, typer.Argument(help="The folder with passages.jsonl and questions.jsonl.")],
    split: Annotated[str, typer.Option(help="The questions' split.")] = "train",
    most: Annotated[int, typer.Option(help="Questions to take.")] = 3000,
    keep: Annotated[Path, typer.Option(help="Where indexes are kept between runs.")] = Path(".pullquote/benchmarks"),
) -> None:
    """Fit on answerable questions of a split, and print the constants."""
    rows = [row for row in read_rows(data / "questions.jsonl") if row["split"] == split and row["answerable"]]
    asked = random.Random(0).sample(rows, min(most, len(rows)))  # noqa: S311
    passages = {row["id"]: row for row in read_rows(data / "passages.jsonl")}
    name = passages[asked[0]["passage"]]["collection"]
    by_title: dict[str, list[Row]] = {}
    for row in asked:
        by_title.setdefault(passages[row["passage"]]["title"], []).append(row)
    with Progress(*COLUMNS) as progress:
        chosen = [row for row in passages.values() if row["collection"] == name]
        generation, asker = indexed(keep / name, chosen, Encoder(find_model(None)), progress)
        asker.encode((row["question"] for row in asked), progress)
        found = list(progress.track(examples(generation, asker, by_title), total=4 * len(asked)))
    _report(found)


def _report(found: list[Example]) -> None:
    where = np.array([each for each, _, _ in found])
    values = np.array([[example[name] for name in WEIGHTS] for _, example, _ in found])
    right = np.array([each for _, _, each in found])
    model = LogisticRegression(C=100, max_iter=2000).fit(values, right)
    sure = model.predict_proba(values)[:, 1]
    threshold = float(np.quantile(sure[where == "removed"], 1 - FALSE_ANSWERS))
    weights = {name: round(float(weight), 2) for name, weight in zip(WEIGHTS, model.coef_[0], strict=True)}
    print(f"BIAS = {model.intercept_[0]:.2f}\nWEIGHTS = {weights}")
    print(
        f"# {len(found)} examples; {FALSE_ANSWERS:.0%} of the questions without their article are above {threshold:.2f}"
    )
    for place in ("whole", "removed", "alone"):
        here = sure[where == place]
        print(f"# {place}: {right[where == place].mean():.3f} right, mean confidence {here.mean():.3f}")


if __name__ == "__main__":
    typer.run(confidence)
