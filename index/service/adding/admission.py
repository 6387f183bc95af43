"""Whether a text may be an article of a collection: no other has it, and there is room for it."""

from collections import Counter
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Held:
    """What an article of a collection takes."""

    bytes: int
    passages: int


class Room:
    """The room that a collection has at one moment, while one article after another is let in."""

    def __init__(self, articles: dict[int, _Held], kept: int, quota: Quota) -> None:
        self._articles = articles
        self._kept = kept
        self._quota = quota

    def take(self, article: int | None, document: Document, passages: int, is_kept: bool = False) -> None:
        """Give room to a document, in the place of the article's revision; `is_kept` where the library has it already.

        Raises QuotaError where there is none: then it takes none.
        """
        size = len(document.text.encode())
        kept = self._kept + (0 if is_kept else size)
        number = min((0, *self._articles)) - 1 if article is None else article
        held = self._articles | {number: _Held(size, passages)}
        _check_quota(self._quota, list(held.values()), kept)
        self._articles, self._kept = held, kept

    def keep(self, document: Document) -> None:
        """Give room to an earlier version. Raises QuotaError where there is none."""
        self._kept += len(document.text.encode())
        _check_quota(self._quota, list(self._articles.values()), self._kept)


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
        for entry in self._library.articles.entries(collection):
            if entry.document == document.id and entry.article != article:
                raise DuplicateError(f"the same text is already here, as “{entry.title}” (article {entry.article})")
        self.check_room(collection, article, document, is_kept)

    def check_room(self, collection: str, article: int | None, document: Document, is_kept: bool = False) -> None:
        """Whether the quota has room for it, in the place of the article's revision. Raises QuotaError."""
        room = self.room(collection)
        if room:
            room.take(article, document, self.passages(collection, document), is_kept)

    def room(self, collection: str) -> Room | None:
        """The room that there is now; None where there is no quota."""
        if collection == SHARED:
            return None
        live = self._registry.collection(collection).live()
        passages = Counter(passage.document.id for passage in live.passages) if live else Counter[str]()
        entries = self._library.articles.entries(collection)
        articles = {entry.article: _Held(entry.bytes, passages[entry.document]) for entry in entries}
        return Room(articles, self._library.articles.size(collection), self._quota)

    def passages(self, collection: str, document: Document) -> int:
        """How many a document has: as it was indexed, where it was."""
        segment = self._registry.collection(collection).index.stored(document)
        return len(segment.passages if segment else analyse(document).passages)


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


def _check_quota(quota: Quota, articles: list[_Held], kept: int) -> None:
    """Whether there is room for these articles, if so many bytes are kept of what ever answered. Raises QuotaError."""
    if kept > HISTORY * quota.bytes:
        _refuse(HISTORY * quota.bytes, "bytes with earlier versions, removed articles and what was fetched", kept)
    for most, what, number in (
        (quota.documents, "articles", len(articles)),
        (quota.bytes, "bytes of text", sum(held.bytes for held in articles)),
        (quota.passages, "passages", sum(held.passages for held in articles)),
    ):
        if number > most:
            _refuse(most, what, number, "remove others first, or ")


def _refuse(most: int, what: str, number: int, help_: str = "") -> NoReturn:
    raise QuotaError(
        f"this server may hold {most:,} {what}, and with this article it would be {number:,}; "
        f"{help_}ask whoever runs Pullquote for more room"
    )
