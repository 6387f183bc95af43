"""The file of a segment: arrays, and values as JSON, in safetensors."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple
from typing import Any

import numpy as np
from safetensors.numpy import save

from corpus.quotes.direct import Quote
from corpus.quotes.passages import Passage
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span
from index.encoding.array_file import Array


def pack(arrays: Mapping[str, Array], values: Mapping[str, object]) -> bytes:
    """A file of arrays and of values that JSON can hold; the same ones give the same bytes."""
    texts = {
        name: np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), np.uint8) for name, value in values.items()
    }
    return save({name: np.ascontiguousarray(array) for name, array in {**arrays, **texts}.items()})


def value(array: Array) -> Any:
    """What was packed as a value. Raises ValueError where it is no JSON."""
    return json.loads(array.tobytes())


# Quotes and passages as JSON keeps them, without the document that they are of ----------------------------------------


def quote_row(quote: Quote) -> dict[str, Any]:
    """A quote with its speaker."""
    speaker, question = quote.speaker and asdict(quote.speaker), quote.question and astuple(quote.question)
    row = {"span": astuple(quote.span), "kind": quote.kind, "unsaid": quote.unsaid}
    return {**row, "speaker": speaker, "question": question}


def read_quotes(document: Document, rows: Iterable[Mapping[str, Any]]) -> tuple[Quote, ...]:
    """The quotes of a document from what `quote_row` gave, in the same order."""
    return tuple(
        Quote(
            document,
            Span(*row["span"]),
            row["kind"],
            _speaker(row["speaker"]),
            row["question"] and Span(*row["question"]),
            row["unsaid"],
        )
        for row in rows
    )


def _speaker(row: Mapping[str, Any] | None) -> Speaker | None:
    if row is None:
        return None
    members = tuple(filter(None, map(_speaker, row["members"])))
    return Speaker(**{**row, "mention": Span(**row["mention"]), "members": members})


def passage_row(passage: Passage) -> dict[str, Any]:
    """The spans of a passage and of its sentences."""
    return {"span": astuple(passage.span), "sentences": list(map(astuple, passage.sentences))}


def read_passages(document: Document, rows: Iterable[Mapping[str, Any]]) -> tuple[Passage, ...]:
    """The passages of a document from what `passage_row` gave, in the same order."""
    return tuple(
        Passage(document, Span(*row["span"]), tuple(Span(*sentence) for sentence in row["sentences"])) for row in rows
    )
