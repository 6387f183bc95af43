"""Answer the questions of a data set, and write what would be shown.

Scored by the figures of docs/quality.md: recall of the passage, answers in the excerpts, refusals. Besides a row for
each question there is one, `removed`, for each answerable question asked with its whole article taken out.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.questions import Asker, Row, indexed, read_rows, without
from index.encoder import Encoder, find_model

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


def answers(
    data: Annotated[Path, typer.Argument(help="The folder with passages.jsonl and questions.jsonl.")],
    out: Annotated[Path, typer.Argument(help="The file for the rows.")],
    split: Annotated[str, typer.Option(help="The questions' split.")] = "tune",
    questions: Annotated[Path | None, typer.Option(help="A file in place of DATA/questions.jsonl.")] = None,
    keep: Annotated[Path, typer.Option(help="Where indexes are kept between runs.")] = Path(".pullquote/benchmarks"),
) -> None:
    """Answer every question of a split over the whole collection that it belongs to."""
    asked = [row for row in read_rows(questions or data / "questions.jsonl") if row["split"] == split]
    passages = {row["id"]: row for row in read_rows(data / "passages.jsonl")}
    if not asked:
        raise typer.BadParameter(f"there are no questions of split {split}")
    name = passages[asked[0]["passage"]]["collection"]
    chosen = [row for row in passages.values() if row["collection"] == name]
    with Progress(*COLUMNS) as progress, out.open("w", encoding="utf-8") as rows:
        collection, places = indexed(keep / name, chosen, Encoder(find_model(None)), progress)
        generation = collection.generation
        if generation is None:
            raise typer.BadParameter("the collection could not be indexed")
        asker = Asker(collection, places)
        asker.encode((row["question"] for row in asked), progress)
        task = progress.add_task("asking", total=len(asked))
        for row in asked:
            print(json.dumps(asker.row(generation, row)), file=rows)
            progress.advance(task)
        by_title: dict[str, list[Row]] = {}
        for row in asked:
            if row["answerable"]:
                by_title.setdefault(passages[row["passage"]]["title"], []).append(row)
        task = progress.add_task("asking without the article", total=sum(map(len, by_title.values())))
        for title, smaller in without(generation, by_title):
            for row in by_title[title]:
                print(json.dumps({**asker.row(smaller, row), "removed": True}), file=rows)
                progress.advance(task)


if __name__ == "__main__":
    typer.run(answers)
