"""Ask our own questions over news, through the code that serves users.

The questions stand in `news_questions.jsonl` with the places of the sentences that answer them ([document, start, end],
half-open), the ids of the articles that are searched in `news_articles.txt`; their texts stay with the data. All
questions were written before any was asked, and none is reworded because it fails.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import COLUMNS, Keep, Result, keep_figures, share_of, show
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
    result: Result = None,
    keep: Keep = Path(".pullquote/news"),
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
    figures = score(outcomes)
    show("news, at balanced", figures)
    keep_figures(result, articles=len(articles), figures=figures)


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


# Figures --------------------------------------------------------------------------------------------------------------


def score(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Shares of all questions and of each tag: answered right, refused wrongly, refused rightly."""
    rows = {"all": _shares(summarize(outcomes))}
    rows |= {tag: _shares(figures) for tag, figures in by_tag(outcomes).items()}
    sure = [outcome.first for outcome in outcomes if not outcome.refused and outcome.answer.confidence >= HIGH]
    answerable = [outcome for outcome in outcomes if outcome.question.answers]
    refused = [outcome.result == "refused" and outcome.right[:1] == (True,) for outcome in answerable]
    rows["all"] |= {
        "refused though the first is right": round(share_of(refused), 4),
        "high": float(len(sure)),
        "high right": round(share_of(sure), 4),
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


if __name__ == "__main__":
    typer.run(news)
