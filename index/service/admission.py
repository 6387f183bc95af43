"""Whether a text may be an article of a collection: no other has it, and there is room for it."""

from collections.abc import Sequence
from typing import NoReturn

from corpus.library.library import Library
from corpus.library.models import Entry, Revision
from corpus.library.owners import SHARED
from corpus.quotes.passages import analyse
from corpus.text.document import Document
from index.service.errors import ArticleUnknownError, DuplicateError, QuotaError
from index.service.registry import Registry
from index.service.report import Quota

# Times its quota of bytes that a guild's articles may have with all that is kept of them: each of them in five
# versions. Nothing that is kept is ever dropped, so that without an end the file would grow by corrections alone.
HISTORY = 5


class Admission:
    """The checks that every addition and every restoration passes."""

    def __init__(self, library: Library, registry: Registry, quota: Quota) -> None:
        self._library = library
        self._registry = registry
        self._quota = quota

    def check(self, collection: str, article: int | None, document: Document, is_kept: bool = False) -> None:
        """Of a document as a new article, or as the revision of one that answers; `is_kept` where the library has it
        already. Raises ArticleUnknownError, DuplicateError where another article has the text, QuotaError."""
        if article is not None:
            find_entry(self._library, collection, article)
        for entry in self._others(collection, article):
            if entry.document == document.id:
                raise DuplicateError(f"the same text is already here, as “{entry.title}” (article {entry.article})")
        self.check_room(collection, article, document, is_kept)

    def check_room(self, collection: str, article: int | None, document: Document, is_kept: bool = False) -> None:
        """Whether the quota has room for it, in the place of the article's revision. Raises QuotaError."""
        if collection == SHARED:
            return
        others = self._others(collection, article)
        live, texts = self._registry.collection(collection).live(), {entry.document for entry in others}
        beside = sum(passage.document.id in texts for passage in live.passages) if live else 0
        size = len(document.text.encode())
        kept = self._library.articles.size(collection) + (0 if is_kept else size)
        check_quota(self._quota, others, size, beside + len(analyse(document).passages), kept)

    def _others(self, collection: str, article: int | None) -> list[Entry]:
        return [entry for entry in self._library.articles.entries(collection) if entry.article != article]


def find_entry(library: Library, collection: str, article: int, removed: bool | None = None) -> Entry:
    """The article of a collection, among those that answer or those that were removed; by default either.

    Raises ArticleUnknownError.
    """
    for state in (False, True) if removed is None else (removed,):
        for entry in library.articles.entries(collection, state):
            if entry.article == article:
                return entry
    raise ArticleUnknownError(f"there is no article {article} here")


def find_revision(library: Library, collection: str, article: int, number: int) -> Revision:
    """A revision of an article of a collection. Raises ArticleUnknownError."""
    for revision in library.articles.revisions(collection, article):
        if revision.number == number:
            return revision
    raise ArticleUnknownError(f"article {article} has no version {number}")


def check_quota(quota: Quota, others: Sequence[Entry], size: int, passages: int, kept: int) -> None:
    """Whether there is room for an article of so many bytes of text beside others, if all then have so many passages
    and so many bytes are kept of what ever answered. Raises QuotaError."""
    if kept > HISTORY * quota.bytes:
        _refuse(HISTORY * quota.bytes, "bytes with earlier versions, removed articles and what was fetched", kept)
    for most, what, number in (
        (quota.documents, "articles", len(others) + 1),
        (quota.bytes, "bytes of text", sum(entry.bytes for entry in others) + size),
        (quota.passages, "passages", passages),
    ):
        if number > most:
            _refuse(most, what, number, "remove others first, or ")


def _refuse(most: int, what: str, number: int, help_: str = "") -> NoReturn:
    raise QuotaError(
        f"this server may hold {most:,} {what}, and with this article it would be {number:,}; "
        f"{help_}ask whoever runs Pullquote for more room"
    )
