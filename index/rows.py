"""Documents, quotes and passages as JSON: as good to read for people as for us."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from corpus.document import Document
from corpus.passages import Passage
from corpus.quotes import Quote
from corpus.span import Span
from corpus.speakers import Speaker


def lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A line for each row."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def of_lines(data: bytes) -> list[dict[str, Any]]:
    """What `lines` gave."""
    # Not splitlines: a text may hold line ends that JSON leaves as they are.
    return [json.loads(line) for line in data.decode().split("\n") if line]


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def quote_row(quote: Quote) -> dict[str, Any]:
    """A quote."""
    speaker = quote.speaker
    return {
        "span": _pair(quote.span),
        "kind": quote.kind,
        "confidence": quote.confidence,
        "speaker": speaker
        and {"name": speaker.name, "role": speaker.role, "mention": _pair(speaker.mention), "how": speaker.how},
    }


def quotes_of(document: Document, rows: Iterable[Mapping[str, Any]]) -> tuple[Quote, ...]:
    """The quotes of a document."""

    def speaker(row: Mapping[str, Any] | None) -> Speaker | None:
        return row and Speaker(row["name"], row["role"], Span(*row["mention"]), row["how"])  # type: ignore[return-value]

    return tuple(
        Quote(document, Span(*row["span"]), row["kind"], speaker(row["speaker"]), row["confidence"]) for row in rows
    )


def passage_row(passage: Passage) -> dict[str, Any]:
    """A passage."""
    return {
        "paragraph": passage.document.paragraph_at(passage.span.start),
        "text": passage.text,
        "span": _pair(passage.span),
        "sentences": [_pair(span) for span in passage.sentences],
    }


def passage_of(document: Document, row: Mapping[str, Any]) -> Passage:
    """A passage of a document. Raises ValueError where it is no slice of its text."""
    passage = Passage(document, Span(*row["span"]), tuple(Span(*pair) for pair in row["sentences"]))
    if passage.text != row["text"]:
        raise ValueError(f"a passage of {document.name} is not a slice of its text")
    return passage
