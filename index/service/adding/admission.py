"""Whether a text may be an article of a collection: no other has it, and there is room for it."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

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


class _Held(NamedTuple):
    """What an article of a collection takes."""

    bytes: int
    passages: int


class Room:
    """The room that a collection has at one moment, while one article after another is let in; without a quota it has
    no end. `count` counts the passages of a document."""

    def __init__(
        self, articles: Mapping[int, _Held], kept: int, quota: Quota | None, count: Callable[[Document], int]
    ) -> None:
        self._articles = articles
        self._kept = kept
        self._quota = quota
        self._count = count

    def take(self, article: int | None, document: Document, is_kept: bool = False) -> None:
        """Give room to a document, in the place of the article's revision; `is_kept` where the library has it already.

        Raises QuotaError where there is none: then it takes none.
        """
        size = len(document.text.encode())
        number = -1 - len(self._articles) if article is None else article
        articles = {**self._articles, number: _Held(size, self._count(document))}
        kept = self._kept + (0 if is_kept else size)
        self._check(articles, kept)
        self._articles, self._kept = articles, kept

    def keep(self, document: Document) -> None:
        """Give room to an earlier version. Raises QuotaError where there is none."""
        self._kept += len(document.text.encode())
        self._check(self._articles, self._kept)

    def _check(self, articles: Mapping[int, _Held], kept: int) -> None:
        """Whether there is room for these, if so many bytes are kept of what ever answered. Raises QuotaError."""
        quota, held, others = self._quota, articles.values(), "remove others first, or "
        if quota is None:
            return
        for most, what, number, advice in (
            (HISTORY * quota.bytes, "bytes with earlier versions, removed articles and what was fetched", kept, ""),
            (quota.documents, "articles", len(held), others),
            (quota.bytes, "bytes of text", sum(each.bytes for each in held), others),
            (quota.passages, "passages", sum(each.passages for each in held), others),
        ):
            if number > most:
                raise QuotaError(
                    f"this server may hold {most:,} {what}, and with this article it would be {number:,}; "
                    f"{advice}ask whoever runs Pullquote for more room"
                )


class Admission:
    """The checks that every addition and every restoration passes."""

    def __init__(self, library: Library, registry: Registry, quota: Quota) -> None:
        self._library = library
        self._registry = registry
        self._quota = quota

    def check(self, collection: str, article: int | None, document: Document, is_kept: bool = False) -> None:
        """Of a document as a new article, or as the revision of one that answers; `is_kept` where the library has it
        already. Raises DuplicateError where another article has the text, QuotaError."""
        for entry in self._library.articles.entries(collection):
            if entry.document == document.id and entry.article != article:
                raise DuplicateError(f"the same text is already here, as “{entry.title}” (article {entry.article})")
        self.room(collection).take(article, document, is_kept)

    def room(self, collection: str, counts_passages: bool = True) -> Room:
        """The room that there is now; unless it `counts_passages`, those that are let in bring none."""
        if collection == SHARED:
            return Room({}, 0, None, lambda _: 0)
        indexed = self._registry.collection(collection)
        live = indexed.live()
        passages = Counter(passage.document.id for passage in live.passages) if live else Counter[str]()
        entries = self._library.articles.entries(collection)
        articles = {entry.article: _Held(entry.bytes, passages[entry.document]) for entry in entries}

        def count(document: Document) -> int:
            """As it was indexed, where it was."""
            segment = indexed.index.stored(document)
            return len(segment.passages if segment else analyse(document).passages)

        size = self._library.articles.size(collection)
        return Room(articles, size, self._quota, count if counts_passages else lambda _: 0)


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
