"""From an Answer to what the terminal shows, and to JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.presentation.attribution import attribution, speaker_name
from bot.presentation.visible import visible
from bot.presentation.wording import SAME_WORDS, day, in_words, looked_for, place
from corpus.errors import PullquoteError
from corpus.quotes.citation import Citation, citation_id, cite
from corpus.quotes.diff import QuoteChanges
from corpus.quotes.direct import Quote
from corpus.quotes.excerpt import Excerpt, checked_text
from corpus.speakers.speaker import Speaker
from index.answers.answer import Answer, Response

REFUSAL = "The articles do not answer this."
NOT_AN_ANSWER = "Not an answer, only the nearest passages:"


class UnansweredError(PullquoteError):
    """Somebody had to be asked, and nobody answered."""


def show_answer(answer: Response, console: Console) -> None:
    """Print an answer, or a refusal. Raises TamperedError rather than show a text that has changed."""
    parts: list[RenderableType] = []
    if answer.understood:
        parts += [Text(f"Understood as: {visible(answer.understood)}", "dim"), Text()]
    if isinstance(answer, Answer):
        first, *others = answer.excerpts
        parts += [
            excerpt_lines(first, answer.twins.get(first, ()), "bold"),
            Text(f"Confidence: {in_words(answer.confidence)}", "dim"),
            Text(),
        ]
        if others:
            parts += [Text("Also in the articles:", "dim"), Text(), *_list(others, answer)]
    else:
        sought = looked_for(answer.summary)
        parts += [Text(REFUSAL, "bold yellow"), *([Text(visible(sought))] if sought else []), Text()]
        if answer.excerpts:
            parts += [Text(NOT_AN_ANSWER, "dim"), Text(), *_list(answer.excerpts, answer)]
    console.print(Padding(Group(*parts), (1, 0, 0, 2)))


def _list(excerpts: Iterable[Excerpt], answer: Response) -> list[RenderableType]:
    return [part for excerpt in excerpts for part in (excerpt_lines(excerpt, answer.twins.get(excerpt, ())), Text())]


def excerpt_lines(excerpt: Excerpt, twins: Iterable[Excerpt] = (), style: str = "") -> RenderableType:
    """The words, whose they are, and where they stand. Raises TamperedError where the text has changed."""
    lines = [Text(visible(excerpt.table_head), "dim")] if excerpt.table_head else []
    lines.append(Text(visible(checked_text(excerpt)), style))
    said_by = attribution(excerpt)
    if said_by:
        lines.append(Text.assemble(visible(said_by.lead), (visible(said_by.name), "bold cyan"), visible(said_by.rest)))
    lines += _source_lines(excerpt)
    for twin in twins:
        lines += [Text(SAME_WORDS, "dim"), *_source_lines(twin)]
    return Group(*lines)


def _source_lines(excerpt: Excerpt) -> list[Text]:
    checked_text(excerpt)
    citation = cite(excerpt)
    lines = [Text(visible(source(citation)), "dim")]
    return [*lines, Text(visible(citation.url), "dim", overflow="fold")] if citation.url else lines


def source(citation: Citation) -> str:
    """Title, publisher, date, place and id, on one line."""
    published = day(citation.published) if citation.published else None
    parts = (citation.title, citation.publisher, published, place(citation), citation.id)
    return " · ".join(part for part in parts if part)


def prompt(question: str) -> str:
    """What a person types in answer to a question. Raises UnansweredError where nobody is there."""
    beside = Console(stderr=True)
    try:
        return beside.input(Text(question)).strip()
    except KeyboardInterrupt:
        beside.print()
        raise
    except EOFError:
        beside.print()
        raise UnansweredError("nobody answered; `--yes` skips the question") from None


def confirm(question: str) -> bool:
    """Whether a person says yes to a question. Raises UnansweredError."""
    return prompt(f"{question} [y/N] ").lower() in ("y", "yes")


def changed_quotes(changes: QuoteChanges) -> Table:
    """The quotes that are not as they were: what was and what is now, what is new, what is gone."""
    table = Table.grid("", "", padding=(0, 2, 0, 0))
    for old, new in changes.changed:
        table.add_row(Text("was", "dim"), _said(old))
        table.add_row(Text("now", "green"), _said(new))
    for quote in changes.appeared:
        table.add_row(Text("new", "green"), _said(quote))
    for quote in changes.vanished:
        table.add_row(Text("gone", "red"), _said(quote))
    return table


def _said(quote: Quote) -> Text:
    return Text.assemble(visible(quote.text), " — ", (visible(speaker_name(quote.speaker)), "cyan"))


# JSON -----------------------------------------------------------------------------------------------------------------


def print_json(value: Any) -> None:
    """On standard output; dates as ISO has them."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=datetime.isoformat))


def changes_json(changes: QuoteChanges) -> dict[str, Any]:
    """What two versions quote differently."""
    return {
        "kept": changes.kept,
        "changed": [{"old": _quote_json(old), "new": _quote_json(new)} for old, new in changes.changed],
        "appeared": [_quote_json(quote) for quote in changes.appeared],
        "vanished": [_quote_json(quote) for quote in changes.vanished],
    }


def _quote_json(quote: Quote) -> dict[str, Any]:
    return {"text": quote.text, **speaker_json(quote.speaker), "id": citation_id(quote.document, quote.span)}


def speaker_json(speaker: Speaker | None) -> dict[str, Any]:
    """Who speaks, as what, and whether that is sure, and of several each; nulls and an empty list for nobody."""
    if speaker is None:
        return {"speaker": None, "role": None, "sure": None, "speakers": []}
    speakers = [{"name": member.name, "role": member.role} for member in speaker.individuals]
    return {"speaker": speaker.name, "role": speaker.role, "sure": speaker.is_sure, "speakers": speakers}


def answer_json(answer: Response) -> dict[str, Any]:
    """The object that `ask --json` prints; docs/json.md describes it."""
    excerpts, nearest = (answer.excerpts, ()) if isinstance(answer, Answer) else ((), answer.excerpts)
    return {
        "question": answer.question,
        "understood": answer.understood,
        "excerpts": [with_twins_json(excerpt, answer.twins.get(excerpt, ())) for excerpt in excerpts],
        "confidence": round(answer.confidence, 4),
        "nearest": [with_twins_json(excerpt, answer.twins.get(excerpt, ())) for excerpt in nearest],
        "sought": asdict(answer.summary),
    }


def with_twins_json(excerpt: Excerpt, twins: Iterable[Excerpt]) -> dict[str, Any]:
    """An excerpt with its twins."""
    return {**excerpt_json(excerpt), "twins": [excerpt_json(twin) for twin in twins]}


def excerpt_json(excerpt: Excerpt) -> dict[str, Any]:
    """The words, whose they are and where they stand. Raises TamperedError where the text has changed."""
    citation = cite(excerpt)
    return {
        "text": checked_text(excerpt),
        "table_head": excerpt.table_head or None,
        "kind": excerpt.kind,
        **speaker_json(excerpt.speaker),
        "quoted_by": excerpt.via.name if excerpt.via else None,
        "document": excerpt.document.id,
        "title": citation.title,
        "published": citation.published.isoformat() if citation.published else None,
        "paragraph": citation.paragraph,
        "places": [{"kind": place.kind, "name": place.name} for place in citation.places],
        "start": excerpt.span.start,
        "end": excerpt.span.end,
        "url": citation.url,
        "id": citation.id,
    }
