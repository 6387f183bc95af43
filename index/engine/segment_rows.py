"""Quotes and passages as JSON keeps them, without the document that they are of."""

from collections.abc import Iterable, Mapping
from typing import Any

from corpus.quotes.direct import Quote
from corpus.quotes.passages import Passage
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span


def quote_row(quote: Quote) -> dict[str, Any]:
    """A quote with its speaker."""
    speaker = quote.speaker
    return {
        "span": _pair(quote.span),
        "kind": quote.kind,
        "confidence": quote.confidence,
        "speaker": speaker
        and {"name": speaker.name, "role": speaker.role, "mention": _pair(speaker.mention), "how": speaker.how},
    }


def read_quotes(document: Document, rows: Iterable[Mapping[str, Any]]) -> tuple[Quote, ...]:
    """The quotes of a document from what `quote_row` gave, in the same order."""
    return tuple(
        Quote(document, Span(*row["span"]), row["kind"], _speaker(row["speaker"]), row["confidence"]) for row in rows
    )


def _speaker(row: Mapping[str, Any] | None) -> Speaker | None:
    return Speaker(row["name"], row["role"], Span(*row["mention"]), row["how"]) if row else None


def passage_row(passage: Passage) -> dict[str, Any]:
    """The spans of a passage and of its sentences."""
    return {"span": _pair(passage.span), "sentences": [_pair(sentence) for sentence in passage.sentences]}


def read_passages(document: Document, rows: Iterable[Mapping[str, Any]]) -> tuple[Passage, ...]:
    """The passages of a document from what `passage_row` gave, in the same order."""
    return tuple(
        Passage(document, Span(*row["span"]), tuple(Span(*sentence) for sentence in row["sentences"])) for row in rows
    )


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
