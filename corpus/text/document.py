"""An article read, once."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from operator import attrgetter
from typing import Any

from corpus.text.place import Place
from corpus.text.span import Span


def text_id(text: str) -> str:
    """The id of a text: its sha256 in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """An article read: its text exactly as decoded, and where its paragraphs and captions are.

    Two documents with the same text are the same document. Paragraphs are counted from 1; captions are not counted
    and stand once each, however often the article repeats them. All spans are characters of `text`.
    """

    id: str
    text: str = field(repr=False, compare=False)
    name: str = field(compare=False)
    """The file's name, for display only."""
    title: str = field(compare=False)
    publisher: str | None = field(default=None, compare=False)
    authors: tuple[str, ...] = field(default=(), compare=False)
    published: date | None = field(default=None, compare=False)
    url: str | None = field(default=None, compare=False)
    paragraphs: tuple[Span, ...] = field(default=(), compare=False, repr=False)
    captions: tuple[Span, ...] = field(default=(), compare=False, repr=False)
    places: tuple[Place, ...] = field(default=(), compare=False, repr=False)
    """The pages, chapters or times of its source, in order; none where its form has none."""
    doubts: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """Sentences on what could not be read of it; of a document that was just read, since only drafts keep them."""

    def paragraph_at(self, position: int) -> int | None:
        """The number, from 1, of the paragraph that holds the character at `position`; None outside of them."""
        number = bisect_right(self.paragraphs, position, key=attrgetter("start"))  # as many begin at or before it
        return number if number and position < self.paragraphs[number - 1].end else None


# As JSON --------------------------------------------------------------------------------------------------------------

_NAMES = ("id", "name", "title", "publisher", "authors", "published", "url", "paragraphs", "captions", "text")


def as_row(document: Document) -> dict[str, Any]:
    """A document as JSON keeps it."""
    return {name: getattr(document, name) for name in _NAMES} | {
        "published": document.published.isoformat() if document.published else None,
        "paragraphs": [[span.start, span.end] for span in document.paragraphs],
        "captions": [[span.start, span.end] for span in document.captions],
        **({"places": list(map(list, document.places))} if document.places else {}),
    }


def of_row(row: Mapping[str, Any]) -> Document:
    """What `as_row` kept. Raises ValueError where the text is not the one that has the id."""
    if text_id(row["text"]) != row["id"]:
        raise ValueError(f"the stored text of {row['name']} has changed")
    values = {name: row[name] for name in _NAMES} | {
        "authors": tuple(row["authors"]),
        "published": date.fromisoformat(row["published"]) if row["published"] else None,
        "paragraphs": tuple(Span(*pair) for pair in row["paragraphs"]),
        "captions": tuple(Span(*pair) for pair in row["captions"]),
        "places": tuple(Place(*place) for place in row.get("places") or ()),
        "doubts": tuple(row.get("doubts", ())),
    }
    return Document(**values)
