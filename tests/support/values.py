"""Values that moderators meet, for tests."""

from datetime import UTC, datetime
from typing import Any

from corpus.library.models import Draft, Entry, Revision
from corpus.library.owners import of_guild
from corpus.quotes.direct import find_quotes
from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from corpus.text.document import Document
from index.service.adding.preview import Preview
from index.service.report import Report, Status

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
GUILD = of_guild(2000000000000000001)
DRAFT = "0123456789abcdef"


def entry_of(article: int = 3, title: str = "The quay", **more: Any) -> Entry:
    """An article that was added once, unless something else is said."""
    known: dict[str, Any] = {"publisher": None, "published": None, "url": None, "document": "d" * 64}
    known |= {"revision": 1, "revisions": 1}
    added: dict[str, Any] = {"name": "quay.txt", "bytes": 900, "origin": "file", "by": "42", "at": AT}
    return Entry(article=article, title=title, **(known | added | more))


def revision_of(document: Document, number: int = 1, **more: Any) -> Revision:
    """A version of article 3."""
    known: dict[str, Any] = {"article": 3, "number": number, "document": document}
    added: dict[str, Any] = {"origin": "file", "by": "42", "at": AT}
    return Revision(**(known | added | more))


def preview_of(document: Document | None = None, **more: Any) -> Preview:
    """A preview of an article that is like no other."""
    document = document or parse_article("quay.txt", "“The quay will close,” said Ada Holm.".encode())
    first = find_quotes(document)[0]
    found: dict[str, Any] = {"quotes": 2, "speakers": ("Ada Holm", "Ben Ray"), "passages": 3}
    sample = Excerpt(document, first.span, "direct", first.speaker)
    alone: dict[str, Any] = {"sample": sample, "likenesses": (), "revises": None, "changes": None}
    return Preview(Draft(DRAFT, GUILD, "42", AT, document, "file"), **(found | alone | more))


def report_of(**more: Any) -> Report:
    counts: dict[str, Any] = {
        "indexed": 1,
        "unchanged": 2,
        "removed": 0,
        "passages": 34,
        "embedded": 12,
        "seconds": 1.2,
    }
    return Report(**({"skipped": (), "failed": ()} | counts | more))


def status_of(**more: Any) -> Status:
    counts: dict[str, Any] = {"documents": 2, "removed": 0, "bytes": 5_000, "passages": 34, "quotes": 12}
    index: dict[str, Any] = {
        "quota": None,
        "built": AT.isoformat(),
        "running": None,
        "last": None,
        "fault": None,
        "can_roll_back": False,
    }
    return Status(**({"collection": GUILD} | counts | index | more))
