"""Documents, quotes and passages as JSON: as good to read for people as for us."""

import io
import json
import struct
import zipfile
from collections.abc import Iterable, Mapping
from mmap import mmap
from typing import Any

from corpus.quotes.direct import Quote
from corpus.quotes.passages import Passage
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span

Buffer = bytes | mmap
"""A file: read, or mapped into memory."""

ALIGNED = 64  # bytes: numbers of any size begin where the machine reads them at once
_HEADER = 30  # bytes before a member's name
_PADDING = 0xD935  # the extra field by which other zips are aligned too


def pack(members: Mapping[str, bytes]) -> bytes:
    """A zip of members by name (in ASCII), each aligned; the same members give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            missing = -(file.tell() + _HEADER + len(name) + 4) % ALIGNED
            info.extra = struct.pack("<HH", _PADDING, missing) + bytes(missing)
            archive.writestr(info, data)
    return file.getvalue()


def unpack(data: Buffer) -> dict[str, memoryview]:
    """The members by name, none copied. Raises what `zipfile` raises, ValueError or struct.error for what is no such
    zip."""
    with zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data) as archive:  # type: ignore[arg-type]
        return {info.filename: _member(data, info) for info in archive.infolist()}


def _member(data: Buffer, info: zipfile.ZipInfo) -> memoryview:
    name, extra = struct.unpack_from("<HH", data, info.header_offset + _HEADER - 4)
    start = info.header_offset + _HEADER + name + extra
    if info.compress_type != zipfile.ZIP_STORED or start + info.file_size > len(data):
        raise ValueError(f"{info.filename} is compressed or cut short")
    return memoryview(data)[start : start + info.file_size]


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
