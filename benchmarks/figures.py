"""The figures of a run of benchmarks/answers.py.

R@k: the question's passage is among the first k. S@k: one of the first k excerpts lies in that passage and holds an
answer. Refusals: AUROC of the confidence, and the share answered where 5 % of the questions without an answer are
answered too; `hard` questions were written against a passage to look answerable, `easy` ones lost their whole article.
"""

import os
import platform
import re
import statistics
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from index.evaluation.metrics import auroc, calibration_error

FALSE_ANSWERS = 0.05

Row = Mapping[str, Any]
Figures = dict[str, float]


def holds(text: str, answers: Iterable[str]) -> bool:
    """Whether one of the answers stands in a text, as whole words."""
    return any(re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text) for answer in answers)


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
    }
    figures |= _refusal("hard", sure, hard) | _refusal("easy", sure, easy)
    if easy:
        figures["ECE"] = calibration_error(np.append(sure, easy), np.append(first, np.zeros(len(easy), bool)))
    return {name: round(value, 4) for name, value in figures.items()}


def circumstances() -> dict[str, str]:
    """When, on what machine and of which commit figures were taken."""
    git = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return {"date": f"{datetime.now(UTC):%Y-%m-%d}", "commit": commit or "unknown", "machine": machine}


def _rank(passage: str, passages: Sequence[str]) -> int:
    return passages.index(passage) + 1 if passage in passages else 0


def _right(question: Row, row: Row, texts: Mapping[str, str]) -> list[bool]:
    return [
        each["passage"] == question["passage"]
        and holds(texts[each["passage"]][each["start"] : each["end"]], question["answers"])
        for each in row["excerpts"]
    ]


def _refusal(kind: str, answerable: np.ndarray[Any, Any], unanswerable: Sequence[float]) -> Figures:
    if not unanswerable:
        return {}
    cut = sorted(unanswerable, reverse=True)[int(FALSE_ANSWERS * len(unanswerable))]
    return {
        f"{kind} AUROC": auroc(answerable, unanswerable),
        f"{kind} answered at 5 %": float((answerable > cut).mean()),
    }
