"""The articles of collections with all their revisions, and what is changed about them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select, update

from corpus.library.article_changes import change_articles, take_back
from corpus.library.database import Database, LibraryError
from corpus.library.journal import note
from corpus.library.models import Change, Entry, Kept, Likeness, Revision, State, WholeArticle
from corpus.library.schema import articles, audit, revisions, sources, texts
from corpus.library.sources import get_sources
from corpus.text.document import of_row
from corpus.text.similarity import LIKE, likenesses

_NUMBER = 63  # bits of a number that SQLite keeps
_OF_ARTICLE = and_(revisions.c.collection == articles.c.collection, revisions.c.article == articles.c.number)
_OF_REVISION = and_(texts.c.collection == revisions.c.collection, texts.c.id == revisions.c.document)
_SHOWN = ("name", "title", "publisher", "published", "url", "document", "origin", "by", "at")


class Articles:
    """Every call is a transaction of its own. Raises LibraryError where the disk fails, or what is asked for is
    damaged; nothing is changed then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self, collection: str) -> tuple[Revision, ...]:
        """The revisions that answer, by article number. Raises LibraryError where one is damaged or missing."""
        query = (
            select(revisions, texts.c.text)
            .select_from(articles)
            .outerjoin(revisions, and_(_OF_ARTICLE, revisions.c.number == articles.c.current))
            .outerjoin(texts, _OF_REVISION)
            .where(articles.c.collection == collection, articles.c.current.is_not(None))
            .order_by(articles.c.number)
        )
        with self._database.reading() as connection:
            return tuple(map(_revision, connection.execute(query)))

    def entries(self, collection: str, removed: bool = False) -> tuple[Entry, ...]:
        """The articles that answer, or those that were taken away, by title."""
        with self._database.reading() as connection:
            return tuple(entry for entry, _ in _listed(connection, collection, removed))

    def revisions(self, collection: str, article: int) -> tuple[Revision, ...]:
        """Of an article, the oldest first; none where the collection has no such article."""
        if article.bit_length() > _NUMBER:
            return ()
        with self._database.reading() as connection:
            return _revisions(connection, collection, article)

    def whole(self, collection: str, article: int | None = None) -> tuple[WholeArticle, ...]:
        """The articles with all that is kept of them, by their numbers; only one where its number is given."""
        chosen = [articles.c.number == article] if article is not None else []
        query = select(articles).where(articles.c.collection == collection, *chosen).order_by(articles.c.number)
        with self._database.reading() as connection:
            return tuple(_whole(connection, row) for row in connection.execute(query).all())

    def find(self, beginning: str, collections: Sequence[str]) -> tuple[Kept, ...]:
        """The revisions in these collections whose document's id begins so."""
        query = (
            _with_text()
            .add_columns(articles.c.current)
            .join(articles, _OF_ARTICLE)
            .where(revisions.c.document.between(beginning, beginning + "g"), revisions.c.collection.in_(collections))
            .order_by(revisions.c.collection, revisions.c.article, revisions.c.number)
        )
        with self._database.reading() as connection:
            return tuple(Kept(row.collection, _revision(row), _state(row)) for row in connection.execute(query))

    def alike(self, signed: Sequence[bytes], collections: Sequence[str]) -> tuple[tuple[Likeness, ...], ...]:
        """For each signature the articles that answer whose text is like its own, the likest first."""
        with self._database.reading() as connection:
            listed = [(name, *pair) for name in collections for pair in _listed(connection, name, removed=False)]
            others = [signature for *_, signature in listed]
            return tuple(_likest(listed, likenesses(one, others)) for one in signed)

    def size(self, collection: str) -> int:
        """Bytes that are kept of it: the text of all its revisions, in UTF-8, and what was fetched, as it is packed."""
        of_texts = select(func.sum(texts.c.bytes)).select_from(revisions).join(texts, _OF_REVISION)
        of_sources = select(func.sum(func.length(sources.c.data))).where(sources.c.collection == collection)
        with self._database.reading() as connection:
            text = connection.scalar(of_texts.where(revisions.c.collection == collection)) or 0
            return text + (connection.scalar(of_sources) or 0)

    # Changes ----------------------------------------------------------------------------------------------------------

    def apply(self, collection: str, changes: Sequence[Change], by: str, what: str) -> tuple[int, ...]:
        """Make changes and an audit line, all or nothing; the number of the article of each. It can be undone.

        Raises LibraryError for an article or a revision that the collection has not.
        """
        with self._database.writing() as connection:
            numbers, before = change_articles(connection, collection, changes, by, datetime.now(UTC))
            note(connection, collection, by, what, before or None)
        return tuple(numbers)

    def undo(self, collection: str, by: str) -> str | None:
        """Have the articles of the last change that is not undone yet stand as they did; what it was, None for none."""
        with self._database.writing() as connection:
            last = _undoable(connection, collection)
            if last is None:
                return None
            connection.execute(update(audit).where(audit.c.id == last.id).values(before=None))
            take_back(connection, collection, last.before, by, datetime.now(UTC))
            note(connection, collection, by, f"undone: {last.what}")
        return str(last.what)

    def undoable(self, collection: str) -> str | None:
        """What `undo` would undo."""
        with self._database.reading() as connection:
            last = _undoable(connection, collection)
        return last.what if last else None


def _likest(listed: Sequence[tuple[str, Entry, bytes]], shares: Sequence[float]) -> tuple[Likeness, ...]:
    alike = (Likeness(entry, name, share) for (name, entry, _), share in zip(listed, shares, strict=True))
    return tuple(sorted((like for like in alike if like.share >= LIKE), key=lambda like: -like.share))


def _with_text() -> Select[Any]:
    return select(revisions, texts.c.text).outerjoin(texts, _OF_REVISION)


def _state(row: Row[Any]) -> State:
    if row.current is None:
        return "removed"
    return "current" if row.current == row.number else "superseded"


def _revision(row: Row[Any]) -> Revision:
    """Raises LibraryError where the text is missing, or is not the one that has the id."""
    try:
        document = of_row({**row._mapping, "id": row.document})
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise LibraryError("an article in the library is damaged; nothing of it is quoted") from error
    return Revision(row.article, row.number, document, row.origin, row.by, row.at)


def _revisions(connection: Connection, collection: str, article: int) -> tuple[Revision, ...]:
    query = _with_text().where(revisions.c.collection == collection, revisions.c.article == article)
    return tuple(map(_revision, connection.execute(query.order_by(revisions.c.number))))


def _whole(connection: Connection, row: Row[Any]) -> WholeArticle:
    kept = _revisions(connection, row.collection, row.number)
    fetched = get_sources(connection, row.collection, row.number)
    return WholeArticle(row.number, kept, fetched, row.current, row.removed_by, row.removed_at)


def _listed(connection: Connection, collection: str, removed: bool) -> list[tuple[Entry, bytes]]:
    """The articles that answer, or those that were taken away, by title; each with the signature of its text."""
    counted = (
        select(revisions.c.article, func.count().label("revisions"), func.max(revisions.c.number).label("latest"))
        .where(revisions.c.collection == collection)
        .group_by(revisions.c.article)
        .subquery()
    )
    is_current = revisions.c.number == func.coalesce(articles.c.current, counted.c.latest)
    query = (
        select(articles.c.number.label("article"), articles.c.removed_by, articles.c.removed_at, counted.c.revisions)
        .add_columns(*(revisions.c[name] for name in _SHOWN), revisions.c.number.label("revision"))
        .add_columns(texts.c.bytes, texts.c.signature)
        .select_from(articles)
        .outerjoin(counted, counted.c.article == articles.c.number)
        .outerjoin(revisions, and_(_OF_ARTICLE, is_current))
        .outerjoin(texts, _OF_REVISION)
        .where(articles.c.collection == collection, articles.c.current.is_(None) == removed)
    )
    entries = [(_entry(row), row.signature) for row in connection.execute(query)]
    return sorted(entries, key=lambda entry: (entry[0].title.casefold(), entry[0].article))


def _entry(row: Row[Any]) -> Entry:
    if row.revision is None or row.bytes is None:
        raise LibraryError(f"article {row.article} is damaged in the library")
    fields = dict(row._mapping)
    del fields["signature"]
    return Entry(**fields)


def _undoable(connection: Connection, collection: str) -> Row[Any] | None:
    query = select(audit).where(audit.c.collection == collection, audit.c.before.is_not(None))
    return connection.execute(query.order_by(audit.c.id.desc()).limit(1)).first()
