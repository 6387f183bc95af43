"""What the benchmarks share: arguments, where figures are kept and how they are shown, and what several measure."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import ArrayLike
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from index.evaluation.metrics import auroc

FALSE_ANSWERS = 0.05
COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())

Data = Annotated[Path, typer.Argument(help="The folder with passages.jsonl and questions.jsonl.")]
Result = Annotated[Path | None, typer.Option(help="A file for the figures, with machine and commit.")]
Keep = Annotated[Path, typer.Option(help="Where indexes are kept between runs.")]

Figures = dict[str, float]


def keep_figures(result: Path | None, **facts: Any) -> None:
    """Write figures to a file, if there is to be one, with when, where and of which commit they were taken."""
    if result:
        result.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**circumstances(), **facts}, indent=2, ensure_ascii=False)
        result.write_text(text + "\n", encoding="utf-8")


def circumstances() -> dict[str, str]:
    """When, on what machine and of which commit figures were taken."""
    git = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return {"date": f"{datetime.now(UTC):%Y-%m-%d}", "commit": commit or "unknown", "machine": machine}


def show(title: str, groups: Mapping[str, Figures]) -> None:
    """Print figures as a table, with a column for each group of them."""
    table = Table("", *groups, title=title, title_justify="left")
    for name in dict.fromkeys(name for figures in groups.values() for name in figures):
        table.add_row(
            name, *(f"{round(figures[name], 4):,g}" if name in figures else "" for figures in groups.values())
        )
    Console(width=160).print(table)


def share_of(flags: Iterable[bool]) -> float:
    """The share that is true; 0 of none."""
    values = list(flags)
    return sum(values) / max(1, len(values))


def holds(text: str, answers: Iterable[str]) -> bool:
    """Whether one of the answers stands in a text, as whole words."""
    return any(re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text) for answer in answers)


def refusals(kind: str, answerable: ArrayLike, unanswerable: ArrayLike) -> Figures:
    """Of the confidences of questions with and without an answer: how many have none, the AUROC, and the share that is
    answered where 5 % of those without one are."""
    sure, others = np.asarray(answerable, float), np.asarray(unanswerable, float)
    if not len(others):
        return {}
    answered = sure > np.quantile(others, 1 - FALSE_ANSWERS)
    figures = {"AUROC": auroc(sure, others), "answered at 5 %": float(answered.mean())}
    return {kind: float(len(others)), **{f"{kind} {name}": value for name, value in figures.items()}}
