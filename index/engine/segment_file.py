"""The file of a segment: arrays, and values as JSON, in safetensors.

The library's own reader copies every array: 14 MB for 61 short articles. Here arrays are views of the file, which may
be mapped into memory, so that what no question needs stays on the disk.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple
from math import prod
from mmap import mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from corpus.quotes.direct import Quote
from corpus.quotes.passages import Passage
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span

Buffer = bytes | mmap
"""A file: read, or mapped into memory."""
Array = NDArray[Any]

_TYPES = {"F32": np.float32, "I32": np.int32, "I8": np.int8, "U8": np.uint8}
_LENGTH = 8  # bytes at the beginning, that say how long the header is


def pack(arrays: Mapping[str, Array], values: Mapping[str, object]) -> bytes:
    """A file of arrays and of values that JSON can hold; the same ones give the same bytes."""
    texts = {
        name: np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), np.uint8) for name, value in values.items()
    }
    return save({name: np.ascontiguousarray(array) for name, array in {**arrays, **texts}.items()})


def unpack(data: Buffer) -> dict[str, Array]:
    """The arrays by name, none of them copied.

    Raises ValueError, KeyError or TypeError where the data are no such file, or one that is cut short.
    """
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "little")
    return {name: _view(data, start, entry) for name, entry in json.loads(data[_LENGTH:start]).items()}


def value(array: Array) -> Any:
    """What was packed as a value. Raises ValueError where it is no JSON."""
    return json.loads(array.tobytes())


def _view(data: Buffer, start: int, entry: Mapping[str, Any]) -> Array:
    shape, first = entry["shape"], start + entry["data_offsets"][0]
    return np.frombuffer(data, _TYPES[entry["dtype"]], prod(shape), first).reshape(shape)


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
