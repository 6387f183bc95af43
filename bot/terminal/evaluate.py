"""The command that measures how well a community's own questions are answered."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn
from rich.table import Column, Table
from rich.text import Text

from bot.presentation.visible import visible
from bot.presentation.wording import in_words
from bot.terminal.options import AsJson, InCollection
from bot.terminal.output import answer_json, print_json
from bot.terminal.session import open_view, progress_bar
from corpus.library.owners import SHARED
from corpus.quotes.excerpt import checked_text
from index.evaluation.metrics import ENOUGH, Figures, Outcome, Result, Share, absent, by_tag, judge, repeated, summarize
from index.evaluation.question_file import MAX_BYTES, EvalQuestion, QuestionsError, first_few, read_questions

LABELS: Mapping[Result, tuple[str, str]] = {
    "right": ("right", "green"),
    "speaker": ("wrong speaker", "yellow"),
    "further": ("right, not first", "yellow"),
    "wrong": ("wrong", "red"),
    "refused": ("refused", "red"),
    "answered": ("not refused", "red"),
}

Cells = tuple[Text | str, ...]


def evaluate(
    file: Annotated[str, typer.Argument(help="Questions with their answers, .jsonl or .csv; - reads standard input.")],
    show_all: Annotated[
        bool, typer.Option("--all", help="Show every question, not only those that went wrong.")
    ] = False,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Ask every question of a file, and print what came of it."""
    questions = read_questions(*_contents(file))
    beside = Console(stderr=True)
    view = open_view(collection)
    lost, repeats = absent(questions, view.documents), repeated(questions)
    notes = [f"line {line}: asks the same as line {first}; both are counted" for line, first in repeats.items()]
    for line in first_few([*map(_absence, lost), *notes]):
        beside.print(line, style="yellow", markup=False, highlight=False)
    with progress_bar(MofNCompleteColumn()) as progress:
        asked = progress.track(questions, description="Asking")
        outcomes = [judge(question, view.answer(question.question)) for question in asked]
    if as_json:
        print_json(_json(outcomes, lost, repeats))
    else:
        _show(outcomes, len(lost), show_all, Console())


def _contents(file: str) -> tuple[str, bytes]:
    if file == "-":
        return "standard input", sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(file).open("rb") as opened:
            return Path(file).name, opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise QuestionsError(f"{file}: cannot be opened ({error.strerror})") from None


def _absence(question: EvalQuestion) -> str:
    article = f" called “{question.article}”" if question.article else ""
    return visible(f"line {question.line}: “{'” or “'.join(question.answers)}” stands in no article{article}")


def _show(outcomes: Sequence[Outcome], lost: int, show_all: bool, console: Console) -> None:
    table = Table.grid("", Column(justify="right"), Column(justify="right"), padding=(0, 2, 0, 0))
    figures = summarize(outcomes)
    for row in (*_question_rows(figures, lost), *_answer_rows(outcomes, figures), *_confidence_rows(figures)):
        table.add_row(*row)
    console.print(table)
    tags = by_tag(outcomes)
    if tags:
        console.print(_tag_table(tags))
    listed = [outcome for outcome in outcomes if show_all or outcome.result != "right"]
    if listed:
        console.print(Text("\nEvery question" if show_all else "\nWhat went wrong", "bold"))
        console.print(_outcome_table(listed))


def _question_rows(figures: Figures, lost: int) -> Iterator[Cells]:
    if figures.first.of:
        yield Text("Questions that the articles answer", "bold"), f"{figures.first.of:,}"
        yield _share("the first excerpt answers", figures.first)
        yield _share("one of the excerpts shown answers", figures.shown)
        yield _share("refused all the same", figures.refused_wrongly)
        if lost:
            yield _share("cannot be right, the answer stands in no article", Share(lost, figures.first.of))
    if figures.refused.of:
        yield Text("Questions that the articles do not answer", "bold"), f"{figures.refused.of:,}"
        yield _share("refused, as they should be", figures.refused)


def _answer_rows(outcomes: Sequence[Outcome], figures: Figures) -> Iterator[Cells]:
    """Rows about the first excerpts, wherever one was shown."""
    given = [(in_words(outcome.answer.confidence), outcome.first) for outcome in outcomes if not outcome.refused]
    if given:
        yield Text("Answers given", "bold"), f"{len(given):,}"
    for word in ("high", "fair", "low"):
        right = [first for confidence, first in given if confidence == word]
        if right:
            yield _share(f"right where the confidence is {word}", Share(sum(right), len(right)))
    if figures.speakers.of:
        yield _share("the expected speaker beside right words", figures.speakers)
    if figures.length is not None:
        yield "  median length of the first excerpt", f"{figures.length:,.0f} characters"


def _confidence_rows(figures: Figures) -> Iterator[Cells]:
    yield (Text("Confidence", "bold"),)
    if figures.auroc is not None:
        yield "  higher where there is an answer (0.5 by chance, 1 always)", f"{figures.auroc:.2f}"
    if figures.ece is None:
        yield f"  how far it is off, on average: told from {ENOUGH} questions on", "–"
    else:
        yield "  how far it is off, on average", f"{figures.ece:.2f}"


def _share(label: str, share: Share) -> Cells:
    return f"  {label}", f"{share.count:,} of {share.of:,}", f"{share.count / share.of:.0%}"


def _tag_table(tags: Mapping[str, Figures]) -> Table:
    titles = ("first excerpt answers", "one of those shown", "rightly refused")
    columns = (Column(title, justify="right") for title in titles)
    table = Table("\ntag", *columns, box=None, pad_edge=False)
    for tag, figures in tags.items():
        shares = (figures.first, figures.shown, figures.refused)
        table.add_row(Text(visible(tag)), *(f"{share.count:,} of {share.of:,}" if share.of else "" for share in shares))
    return table


def _outcome_table(outcomes: Iterable[Outcome]) -> Table:
    """A line each: where the file has it, what came of it, the question, and what was shown first."""
    halves = (Column(title, ratio=1, no_wrap=True, overflow="ellipsis") for title in ("question", "shown first"))
    table = Table("line", "", *halves, expand=True, box=None, pad_edge=False)
    for outcome in outcomes:
        asked = Text(visible(outcome.question.question))
        table.add_row(str(outcome.question.line), Text(*LABELS[outcome.result]), asked, _first_excerpt(outcome))
    return table


def _first_excerpt(outcome: Outcome) -> Text:
    if not outcome.answer.excerpts:
        return Text()
    first = outcome.answer.excerpts[0]
    who = f"{first.speaker.name if first.speaker else 'nobody'}: " if outcome.result == "speaker" else ""
    return Text(visible(who + " ".join(checked_text(first).split())), "dim" if outcome.refused else "")


def _json(outcomes: Sequence[Outcome], lost: Iterable[EvalQuestion], repeats: Iterable[int]) -> dict[str, Any]:
    return {
        "questions": len(outcomes),
        **asdict(summarize(outcomes)),
        "tags": {tag: asdict(figures) for tag, figures in by_tag(outcomes).items()},
        "absent": [question.line for question in lost],
        "repeated": list(repeats),
        "outcomes": [
            {"line": outcome.question.line, "tag": outcome.question.tag, "result": outcome.result}
            | answer_json(outcome.answer)
            for outcome in outcomes
        ],
    }
