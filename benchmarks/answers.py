"""Answer the questions of a data set, and write what would be shown.

Besides a row for each question there is one, `removed`, for each answerable question asked with its whole article taken
out. At the end the figures are printed, and kept where --result says.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import Figures, circumstances, score
from benchmarks.questions import Asker, Row, indexed, read_rows, without
from index.encoding.runtimes import find_encoder
from index.engine.generation import Generation
from index.reading.readers import find_reader

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


def answers(
    data: Annotated[Path, typer.Argument(help="The folder with passages.jsonl and questions.jsonl.")],
    out: Annotated[Path, typer.Argument(help="The file for the rows.")],
    split: Annotated[str, typer.Option(help="The questions' split.")] = "tune",
    questions: Annotated[Path | None, typer.Option(help="A file in place of DATA/questions.jsonl.")] = None,
    collection: Annotated[str | None, typer.Option(help="Whose questions; that of the first if unset.")] = None,
    result: Annotated[Path | None, typer.Option(help="A file for the figures, with machine and commit.")] = None,
    keep: Annotated[Path, typer.Option(help="Where indexes are kept between runs.")] = Path(".pullquote/benchmarks"),
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
    show(f"{split}, over {len(chosen):,} passages", figures)
    if result:
        facts = {**circumstances(), "split": split, "passages": len(chosen), "figures": figures}
        result.parent.mkdir(parents=True, exist_ok=True)
        result.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def _found(generation: Generation, asker: Asker, titled: list[tuple[str, Row]]) -> Iterator[Row]:
    by_title: dict[str, list[Row]] = {}
    for title, row in titled:
        yield asker.row(generation, row)
        if row["answerable"]:
            by_title.setdefault(title, []).append(row)
    for title, smaller in without(generation, by_title):
        for row in by_title[title]:
            yield {**asker.row(smaller, row), "removed": True}


def show(title: str, figures: Figures) -> None:
    """Print figures as a table."""
    table = Table("figure", "value", title=title, title_justify="left")
    for figure, value in figures.items():
        table.add_row(figure, f"{value:,.0f}" if value > 1 else f"{value:.3f}")
    Console().print(table)


if __name__ == "__main__":
    typer.run(answers)
