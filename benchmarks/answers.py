"""Answer the questions of a data set, and write what would be shown.

Besides a row for each question there is one, `removed`, for each answerable question asked with its whole article taken
out. At the end the figures are printed, and kept where --result says.

R@k: the question's passage is among the first k. S@k: one of the first k excerpts lies in that passage and holds an
answer. Refusals: AUROC of the confidence, and the share answered where 5 % of the questions without an answer are
answered too; `hard` questions were written against a passage to look answerable, `easy` ones lost their whole article.
"""

import json
import statistics
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.progress import Progress

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import COLUMNS, Data, Figures, Keep, Result, holds, keep_figures, refusals, show
from benchmarks.questions import Asker, Row, indexed, read_rows, without
from index.encoding.runtimes import find_encoder
from index.engine.generation import Generation
from index.evaluation.metrics import calibration_error
from index.reading.readers import find_reader


def answers(
    data: Data,
    out: Annotated[Path, typer.Argument(help="The file for the rows.")],
    split: Annotated[str, typer.Option(help="The questions' split.")] = "tune",
    questions: Annotated[Path | None, typer.Option(help="A file in place of DATA/questions.jsonl.")] = None,
    collection: Annotated[str | None, typer.Option(help="Whose questions; that of the first if unset.")] = None,
    result: Result = None,
    keep: Keep = Path(".pullquote/benchmarks"),
) -> None:
    """Answer every question of a split over the whole collection that it belongs to."""
    asked = [row for row in read_rows(questions or data / "questions.jsonl") if row["split"] == split]
    passages = {row["id"]: row for row in read_rows(data / "passages.jsonl")}
    if not asked:
        raise typer.BadParameter(f"there are no questions of split {split}")
    name = collection or passages[asked[0]["passage"]]["collection"]
    asked = [row for row in asked if passages[row["passage"]]["collection"] == name and row.get("standalone", True)]
    chosen = [row for row in passages.values() if row["collection"] == name]
    with Progress(*COLUMNS) as progress, out.open("w", encoding="utf-8") as rows:
        generation, asker = indexed(keep / name, chosen, find_encoder(), find_reader(), progress)
        asker.encode((row["question"] for row in asked), progress)
        titled = [(passages[row["passage"]]["title"], row) for row in asked]
        total = len(asked) + sum(row["answerable"] for row in asked)
        for found in progress.track(_found(generation, asker, titled), total=total, description="asking"):
            print(json.dumps(found), file=rows)
    figures = score(asked, {key: row["text"] for key, row in passages.items()}, read_rows(out))
    show(f"over {len(chosen):,} passages", {split: figures})
    keep_figures(result, split=split, passages=len(chosen), figures=figures)


def _found(generation: Generation, asker: Asker, titled: Sequence[tuple[str, Row]]) -> Iterator[Row]:
    by_title: dict[str, list[Row]] = {}
    for title, row in titled:
        yield asker.row(generation, row)
        if row["answerable"]:
            by_title.setdefault(title, []).append(row)
    for title, rows in by_title.items():
        smaller = without(generation, title)
        yield from ({**asker.row(smaller, row), "removed": True} for row in rows)


def score(questions: Iterable[Row], texts: Mapping[str, str], found: Sequence[Row]) -> Figures:
    """The figures of `found`, the rows that were written for `questions` over passages with `texts`."""
    rows = {row["id"]: row for row in found if not row.get("removed")}
    easy = [row["confidence"] for row in found if row.get("removed")]
    asked = [(question, rows[question["id"]]) for question in questions]
    answerable = [(question, row) for question, row in asked if question["answerable"]]
    hard = [row["confidence"] for question, row in asked if not question["answerable"]]
    ranks = [_rank(question["passage"], row["passages"]) for question, row in answerable]
    right = [_right(question, row, texts) for question, row in answerable]
    first = np.array([each[:1] == [True] for each in right])
    sure = np.array([row["confidence"] for _, row in answerable])
    lengths = [each["end"] - each["start"] for _, row in answerable for each in row["excerpts"][:1]]
    figures = {
        "questions": float(len(answerable)),
        "R@1": statistics.mean(rank == 1 for rank in ranks),
        "R@5": statistics.mean(0 < rank <= 5 for rank in ranks),
        "MRR@10": statistics.mean(1 / rank if 0 < rank <= 10 else 0.0 for rank in ranks),
        "S@1": float(first.mean()),
        "S@3": statistics.mean(any(each[:3]) for each in right),
        "median first excerpt": float(statistics.median(lengths)),
        **refusals("hard", sure, hard),
        **refusals("easy", sure, easy),
    }
    if easy:
        figures["ECE"] = calibration_error(np.append(sure, easy), np.append(first, np.zeros(len(easy), bool)))
    return {name: round(value, 4) for name, value in figures.items()}


def _rank(passage: str, passages: Sequence[str]) -> int:
    return passages.index(passage) + 1 if passage in passages else 0


def _right(question: Row, row: Row, texts: Mapping[str, str]) -> list[bool]:
    return [
        each["passage"] == question["passage"]
        and holds(texts[each["passage"]][each["start"] : each["end"]], question["answers"])
        for each in row["excerpts"]
    ]


if __name__ == "__main__":
    typer.run(answers)
