"""What is said of an article besides its text, as people type it and see it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from corpus.errors import ArticleError
from corpus.readers.front_matter import front_matter_of
from corpus.text.document import Document

DETAILS = ("title", "authors", "publisher", "published", "url")
"""What can be corrected, by the names of a document's fields."""


def details_of(document: Document) -> dict[str, str]:
    """What is said of an article, as `corrected` takes it; empty for what is not known."""
    known = {"title": document.title, "publisher": document.publisher or "", "url": document.url or ""}
    published = document.published.isoformat() if document.published else ""
    return known | {"authors": _joined(document.authors), "published": published}


def corrected(document: Document, details: Mapping[str, str]) -> Document:
    """The document with what a person says of the article, empty for nothing; what is not named stays.

    Authors stand between commas, or between semicolons where a name has a comma. Raises ArticleError where the title
    is missing, or a date or an address is none.
    """
    known = details_of(document)
    said: dict[str, object] = {name: details[name] for name in DETAILS if details.get(name, known[name]) != known[name]}
    if "authors" in said:
        said["authors"] = _parted(str(said["authors"]))
    front = front_matter_of(document.name, said)
    if "title" in said and front.title is None:
        raise ArticleError(document.name, "an article needs a title")
    return replace(document, **{name: getattr(front, name) for name in said})


def _joined(authors: tuple[str, ...]) -> str:
    has_comma = any("," in author for author in authors)
    return "; ".join(authors) + ";" * (len(authors) == 1) if has_comma else ", ".join(authors)


def _parted(authors: str) -> list[str]:
    """
    >>> _parted("Ana Lee, Bo Chen"), _parted("Ana Lee; Bo Chen, Jr.")
    (['Ana Lee', 'Bo Chen'], ['Ana Lee', 'Bo Chen, Jr.'])
    """
    parts = re.split(";" if ";" in authors else ",", authors)
    return [part.strip() for part in parts if part.strip()]
