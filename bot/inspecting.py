"""The command that shows how an article is understood."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.escape import visible
from bot.wording import counted, day
from corpus.document import Document
from corpus.passages import Passage, split_passages
from corpus.quotes import Quote, find_quotes
from corpus.readers import read_article
from corpus.span import Span

COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
UNKNOWN = "white on grey30"


def inspect(file: Path, as_json: bool) -> None:
    """Print the paragraphs, captions, quotes and passages of an article."""
    document = read_article(file)
    quotes = find_quotes(document)
    passages = split_passages(document, quotes)
    if as_json:
        print(json.dumps(_json(document, quotes, passages), ensure_ascii=False, indent=2))
    else:
        _show(document, quotes, passages, Console())


def _show(document: Document, quotes: Sequence[Quote], passages: Sequence[Passage], console: Console) -> None:
    names = dict.fromkeys(quote.speaker.name for quote in quotes if quote.speaker)
    colours = {name: COLOURS[number % len(COLOURS)] for number, name in enumerate(names)}
    published = day(document.published) if document.published else None
    about = (document.publisher, ", ".join(document.authors), published, document.url)
    console.print(Text(visible(document.title), "bold"))
    console.print(Text(visible(" · ".join(part for part in about if part)), "dim"))
    numbered = [(str(number), span) for number, span in enumerate(document.paragraphs, start=1)]
    blocks = [*numbered, *(("caption", span) for span in document.captions)]
    table = Table.grid("", "", padding=(0, 2, 1, 0))
    for label, span in sorted(blocks, key=lambda block: block[1]):
        table.add_row(Text(label, "dim"), _marked(document, span, quotes, colours))
    console.print(table)
    if quotes:
        console.print(Text("Quotes", "bold"))
        console.print(_quote_list(document, quotes, colours))
    counts = (
        counted(len(document.paragraphs), "paragraph"),
        counted(len(document.captions), "caption"),
        counted(len(quotes), "quote"),
        counted(len(passages), "passage"),
        counted(sum(len(passage.sentences) for passage in passages), "sentence"),
    )
    console.print(Text(" · ".join(counts), "dim"))


def _marked(document: Document, block: Span, quotes: Sequence[Quote], colours: dict[str, str]) -> Text:
    """A block's text with each quote in its speaker's colour."""
    text, at = Text(), block.start
    for quote in (quote for quote in quotes if block.contains(quote.span)):
        text.append(visible(document.text[at : quote.span.start]))
        text.append(visible(quote.text), colours[quote.speaker.name] if quote.speaker else UNKNOWN)
        at = quote.span.end
    text.append(visible(document.text[at : block.end]))
    return text


def _quote_list(document: Document, quotes: Sequence[Quote], colours: dict[str, str]) -> Table:
    table = Table.grid("", "", padding=(0, 2, 1, 0))
    for number, quote in enumerate(quotes, start=1):
        speaker = quote.speaker
        who = Text("speaker unknown", UNKNOWN)
        how = ""
        if speaker:
            who = Text(visible(speaker.name), colours[speaker.name]).append(f", {speaker.role}" if speaker.role else "")
            how = f" · {speaker.how}, “{visible(speaker.mention.of(document.text))}”, {quote.confidence:.0%} sure"
        paragraph = document.paragraph_at(quote.span.start)
        where = f" · {quote.kind} · {f'paragraph {paragraph}' if paragraph else 'caption'}"
        table.add_row(Text(str(number), "dim"), Text.assemble(visible(quote.text), "\n", who, (how + where, "dim")))
    return table


def _json(document: Document, quotes: Sequence[Quote], passages: Sequence[Passage]) -> dict[str, Any]:
    def place(span: Span) -> dict[str, Any]:
        return {"start": span.start, "end": span.end, "text": span.of(document.text)}

    return {
        "document": document.id,
        "name": document.name,
        "title": document.title,
        "publisher": document.publisher,
        "authors": document.authors,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "paragraphs": [place(span) for span in document.paragraphs],
        "captions": [place(span) for span in document.captions],
        "quotes": [
            {
                **place(quote.span),
                "paragraph": document.paragraph_at(quote.span.start),
                "kind": quote.kind,
                "speaker": quote.speaker.name if quote.speaker else None,
                "role": quote.speaker.role if quote.speaker else None,
                "how": quote.speaker.how if quote.speaker else None,
                "confidence": quote.confidence,
            }
            for quote in quotes
        ],
        "passages": [place(passage.span) for passage in passages],
    }
