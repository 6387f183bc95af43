"""Ask our own questions over news, through the code that serves users.

The questions stand in `news_questions.jsonl` with the places of the sentences that answer them ([document, start, end],
half-open), the ids of the articles that are searched in `news_articles.txt`; their texts stay with the data. All
questions were written before any was asked, and none is reworded because it fails.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.answers import COLUMNS
from benchmarks.figures import circumstances
from benchmarks.questions import Row, open_view, read_rows
from benchmarks.quotes import read
from bot.presentation.wording import HIGH
from corpus.quotes.excerpt import Excerpt
from corpus.text.document import Document
from index.encoding.runtimes import find_encoder
from index.evaluation.metrics import Figures, Outcome, by_tag, summarize
from index.evaluation.question_file import EvalQuestion
from index.reading.readers import DEFAULT, find_reader
from index.service.view import LiveView

HERE = Path(__file__).parent
Ids = Mapping[str, str]
"""The id of a document → its id in the data."""


def news(
    data: Annotated[Path, typer.Argument(help="The file of articles that has those of news_articles.txt.")],
    out: Annotated[Path | None, typer.Option(help="A file for a row of each question.")] = None,
    result: Annotated[Path | None, typer.Option(help="A file for the figures, with machine and commit.")] = None,
    keep: Annotated[Path, typer.Option(help="Where the index is kept between runs.")] = Path(".pullquote/news"),
    encoder: Annotated[str | None, typer.Option(help="As PULLQUOTE_ENCODER.")] = None,
    reader: Annotated[str, typer.Option(help="As PULLQUOTE_READER.")] = DEFAULT,
) -> None:
    """Ask every question at `balanced`."""
    chosen = set((HERE / "news_articles.txt").read_text(encoding="utf-8").split())
    articles = {row["doc_id"]: read(row) for row in read_rows(data) if row["doc_id"] in chosen}
    if len(articles) < len(chosen):
        raise typer.BadParameter(f"{data} has {len(articles)} of the {len(chosen)} articles")
    _write(articles, keep / "articles")
    questions = read_rows(HERE / "news_questions.jsonl")
    ids = {document.id: name for name, document in articles.items()}
    with Progress(*COLUMNS, console=Console(stderr=True)) as progress:
        view = open_view(keep, find_encoder(encoder), find_reader(reader), progress)
        outcomes = [_ask(view, ids, row) for row in progress.track(questions, description="asking")]
    if out:
        rows = (_row(question, outcome, ids) for question, outcome in zip(questions, outcomes, strict=True))
        out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    figures = score(outcomes)
    show(figures)
    if result:
        facts = {**circumstances(), "articles": len(articles), "figures": figures}
        result.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def _write(articles: Mapping[str, Document], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in articles.items():
        (folder / f"{name}.txt").write_bytes(document.text.encode())


def _ask(view: LiveView, ids: Ids, row: Row) -> Outcome:
    """What became of a question. Expected are places, not words."""
    response = view.answer(row["question"])
    right = tuple(answers(excerpt, ids, row["evidence"]) for excerpt in response.excerpts)
    expected = tuple(f"{place}" for place in row["evidence"])
    return Outcome(EvalQuestion(0, row["question"], expected, tag=row["tag"]), response, right, None)


def answers(excerpt: Excerpt, ids: Ids, evidence: Sequence[tuple[str, int, int]]) -> bool:
    """Whether an excerpt overlaps one of the sentences that answer."""
    return any(
        ids[excerpt.document.id] == name and excerpt.span.start < end and start < excerpt.span.end
        for name, start, end in evidence
    )


def _row(question: Row, outcome: Outcome, ids: Ids) -> dict[str, Any]:
    places = [[ids[shown.document.id], shown.span.start, shown.span.end] for shown in outcome.answer.excerpts]
    confidence = round(outcome.answer.confidence, 4)
    return {"id": question["id"], "result": outcome.result, "confidence": confidence, "excerpts": places}


# Figures --------------------------------------------------------------------------------------------------------------


def score(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Shares of all questions and of each tag: answered right, refused wrongly, refused rightly."""
    rows = {"all": _shares(summarize(outcomes))}
    rows |= {tag: _shares(figures) for tag, figures in by_tag(outcomes).items()}
    sure = [outcome.first for outcome in outcomes if not outcome.refused and outcome.answer.confidence >= HIGH]
    rows["all"] |= {
        "refused though the first is right": _share(
            outcome.result == "refused" and outcome.right[:1] == (True,)
            for outcome in outcomes
            if outcome.question.answers
        ),
        "high": float(len(sure)),
        "high right": _share(sure),
    }
    return rows


def _shares(figures: Figures) -> dict[str, float]:
    named = {
        "first right": figures.first,
        "refused wrongly": figures.refused_wrongly,
        "refused rightly": figures.refused,
    }
    shares = {name: round(share.count / share.of, 4) for name, share in named.items() if share.of}
    return {"questions": float(figures.first.of + figures.refused.of), **shares}


def _share(right: Iterable[bool]) -> float:
    flags = list(right)
    return round(sum(flags) / max(1, len(flags)), 4)


def show(figures: Mapping[str, Mapping[str, float]]) -> None:
    """Print figures as a table, a row for each tag and below it those that only all questions have."""
    columns = ("questions", "first right", "refused wrongly", "refused rightly")
    table = Table("", *columns, title="news, at balanced", title_justify="left")
    for tag, values in figures.items():
        table.add_row(tag, *(f"{values[column]:g}" if column in values else "" for column in columns))
    Console().print(table)
    for figure, value in figures["all"].items():
        if figure not in columns:
            Console().print(f"{figure}: {value:g}")


if __name__ == "__main__":
    typer.run(news)
