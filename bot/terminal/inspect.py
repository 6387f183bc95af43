"""The command that shows how an article is understood."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.presentation.attribution import speaker_name
from bot.presentation.inspect_page import GENERATOR, to_page
from bot.presentation.inspection import Inspection, counts_line, inspected
from bot.presentation.visible import visible
from bot.presentation.wording import NOT_ENGLISH, day, sentence
from bot.terminal.options import AsJson
from bot.terminal.output import print_json, speaker_json
from corpus.english.language import language_of
from corpus.errors import PullquoteError
from corpus.quotes.citation import citation_id
from corpus.quotes.direct import Quote
from corpus.readers.files import read_bytes
from corpus.readers.reading_process import ReadingProcess
from corpus.text.document import Document
from corpus.text.span import Span, beginning_in
from index.engine.durable_files import replace_file

COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
UNKNOWN = "white on grey30"
_HEAD = 200  # characters; a page says in its first ones what made it


class PageError(PullquoteError):
    """A page that cannot be written where it should be."""


def inspect(
    file: Annotated[Path, typer.Argument(help="An article, in any form that is read.")],
    as_json: AsJson = False,
    page: Annotated[
        Path | None, typer.Option("--html", help="Write a page for a browser to this file; - prints it.", metavar="OUT")
    ] = None,
) -> None:
    """Show how an article is understood: on a page for a browser where there is a path for it, else in the terminal."""
    if page and as_json:
        raise typer.BadParameter("--html and --json do not go together")
    with ReadingProcess() as process:
        inspection = inspected(process.read(file.name, read_bytes(file)))
    if page:
        _write(to_page(inspection), page)
    elif as_json:
        print_json(inspection_json(inspection))
    else:
        show_inspection(inspection, Console())


def _write(html: str, path: Path) -> None:
    """Whole or not at all. Of what stands there only such a page is replaced, lest an article be lost to a slip."""
    if str(path) == "-":
        print(html)
        return
    path = path.resolve()
    try:
        if path.is_dir():
            raise PageError(f"{path} is a folder; name a file in it")
        if path.exists() and not _is_page(path):
            raise PageError(f"{path} already exists and is not a page of Pullquote’s; name another file, or - to print")
        replace_file(path, html.encode())
    except OSError as error:
        raise PageError(f"{path} cannot be written ({error.strerror or error})") from None
    Console(stderr=True).print(Text(f"Wrote {visible(str(path))}", "dim"), soft_wrap=True)


def _is_page(path: Path) -> bool:
    """Whether this made it, or it is empty."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        head = file.read(_HEAD)
    return not head or GENERATOR in head


def show_inspection(inspection: Inspection, console: Console) -> None:
    """Print an article with what is found in it."""
    document, said = inspection.document, inspection.said
    colours = {name: COLOURS[number % len(COLOURS)] for number, name in enumerate(inspection.speakers)}
    published = day(document.published) if document.published else None
    about = (document.publisher, ", ".join(document.authors), published, document.url)
    console.print(Text(visible(document.title), "bold"))
    console.print(Text(visible(" · ".join(part for part in about if part)), "dim"))
    if not inspection.is_english:
        console.print(Text(NOT_ENGLISH, "yellow"))
    for doubt in document.doubts:
        console.print(Text(visible(sentence(doubt)), "yellow"))
    numbered = [(str(number), span) for number, span in enumerate(document.paragraphs, start=1)]
    blocks = [*numbered, *(("caption", span) for span in document.captions)]
    spans = [quote.span for quote in said]
    table = Table.grid("", "", padding=(0, 2, 1, 0))
    for label, span in sorted(blocks, key=lambda block: block[1]):
        table.add_row(Text(label, "dim"), _marked(document, span, said[beginning_in(span, spans)], colours))
    console.print(table)
    if said:
        console.print(Text("Quotes", "bold"))
        console.print(_quote_list(document, said, colours))
    console.print(Text(counts_line(inspection.counts), "dim"))


def _marked(document: Document, block: Span, quotes: Sequence[Quote], colours: dict[str, str]) -> Text:
    """A block's text with each quote in its speaker's colour, and what is reported underlined."""
    text, at = Text(), block.start
    for quote in quotes:
        style = colours[quote.speaker.name] if quote.speaker else UNKNOWN
        text.append(visible(document.text[at : quote.span.start]))
        text.append(visible(quote.text), f"underline {style}" if quote.kind == "reported" else style)
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
            who = Text(visible(speaker_name(speaker)), colours[speaker.name]).append(
                f", {visible(speaker.role)}" if speaker.role else ""
            )
            how = f" · {speaker.how}, “{visible(speaker.mention.of(document.text))}”, {quote.confidence:.0%} sure"
        paragraph = document.paragraph_at(quote.span.start)
        where = f" · {quote.kind} · {f'paragraph {paragraph}' if paragraph else 'caption'}"
        table.add_row(Text(str(number), "dim"), Text.assemble(visible(quote.text), "\n", who, (how + where, "dim")))
    return table


def inspection_json(inspection: Inspection) -> dict[str, Any]:
    """The object that `inspect --json` prints; docs/json.md describes it."""
    document = inspection.document
    return {
        "document": document.id,
        "name": document.name,
        "title": document.title,
        "publisher": document.publisher,
        "authors": document.authors,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "language": language_of(document),
        "counts": inspection.counts,
        "paragraphs": [_place(document, span) for span in document.paragraphs],
        "captions": [_place(document, span) for span in document.captions],
        "quotes": [_quote(quote) for quote in inspection.quotes],
        "reported": [_quote(quote) for quote in inspection.reported],
        "passages": [_place(document, passage.span) for passage in inspection.passages],
    }


def _place(document: Document, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(document.text)}


def _quote(quote: Quote) -> dict[str, Any]:
    document, speaker = quote.document, quote.speaker
    return {
        **_place(document, quote.span),
        "id": citation_id(document, quote.span),
        "paragraph": document.paragraph_at(quote.span.start),
        "kind": quote.kind,
        **speaker_json(speaker),
        "how": speaker.how if speaker else None,
        "mention": _place(document, speaker.mention) if speaker else None,
        "confidence": quote.confidence,
    }
