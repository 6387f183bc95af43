"""The rows of articles and their revisions, and what a change makes of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, Select, and_, func, insert, select, update

from corpus.library.database import LibraryError, ensure_collection
from corpus.library.models import Add, Change, Entry, Kept, Remove, Revision, State
from corpus.library.schema import articles, revisions, texts
from corpus.text.document import Document, as_row, of_row
from corpus.text.similarity import signature

Standing: TypeAlias = tuple[int | None, str | None, str | None]
"""How an article stands: the number of the revision that answers, or else by whom and when it was taken away."""
Before: TypeAlias = list[tuple[int, Standing]]
"""How articles stood before a change, by their numbers, as JSON keeps it."""

_NOWHERE: Standing = None, None, None
_OF_ARTICLE = and_(revisions.c.collection == articles.c.collection, revisions.c.article == articles.c.number)
_OF_REVISION = and_(texts.c.collection == revisions.c.collection, texts.c.id == revisions.c.document)

# Revisions ------------------------------------------------------------------------------------------------------------


def current_revisions(connection: Connection, collection: str) -> tuple[Revision, ...]:
    """Those that answer, by the numbers of their articles."""
    query = (
        select(revisions, texts.c.text)
        .select_from(articles)
        .outerjoin(revisions, and_(_OF_ARTICLE, revisions.c.number == articles.c.current))
        .outerjoin(texts, _OF_REVISION)
        .where(articles.c.collection == collection, articles.c.current.is_not(None))
        .order_by(articles.c.number)
    )
    return tuple(map(_revision, connection.execute(query)))


def revisions_of(connection: Connection, collection: str, article: int) -> tuple[Revision, ...]:
    """All of an article, the oldest first."""
    query = _with_text().where(revisions.c.collection == collection, revisions.c.article == article)
    return tuple(map(_revision, connection.execute(query.order_by(revisions.c.number))))


def find_revisions(connection: Connection, beginning: str, collections: Sequence[str]) -> tuple[Kept, ...]:
    """Those whose document's id begins so, in these collections."""
    query = (
        _with_text()
        .add_columns(articles.c.current)
        .join(articles, _OF_ARTICLE)
        .where(revisions.c.document.between(beginning, beginning + "g"), revisions.c.collection.in_(collections))
        .order_by(revisions.c.collection, revisions.c.article, revisions.c.number)
    )
    return tuple(Kept(row.collection, _revision(row), _state(row)) for row in connection.execute(query))


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


# Entries --------------------------------------------------------------------------------------------------------------


def listed(connection: Connection, collection: str, removed: bool) -> list[tuple[Entry, bytes]]:
    """The articles that answer, or those that were taken away, by title; each with the signature of its text."""
    counted = (
        select(revisions.c.article, func.count().label("revisions"), func.max(revisions.c.number).label("latest"))
        .where(revisions.c.collection == collection)
        .group_by(revisions.c.article)
        .subquery()
    )
    shown = revisions.c.number == func.coalesce(articles.c.current, counted.c.latest)
    query = (
        select(articles.c.number.label("article"), articles.c.removed_by, articles.c.removed_at, counted.c.revisions)
        .add_columns(*(revisions.c[name] for name in _SHOWN), revisions.c.number.label("revision"))
        .add_columns(texts.c.bytes, texts.c.signature)
        .select_from(articles)
        .outerjoin(counted, counted.c.article == articles.c.number)
        .outerjoin(revisions, and_(_OF_ARTICLE, shown))
        .outerjoin(texts, _OF_REVISION)
        .where(articles.c.collection == collection, articles.c.current.is_(None) == removed)
    )
    entries = [(_entry(row), row.signature) for row in connection.execute(query)]
    return sorted(entries, key=lambda entry: (entry[0].title.casefold(), entry[0].article))


_SHOWN = ("name", "title", "publisher", "published", "url", "document", "origin", "by", "at")


def _entry(row: Row[Any]) -> Entry:
    if row.revision is None or row.bytes is None:
        raise LibraryError(f"article {row.article} is damaged in the library")
    fields = dict(row._mapping)
    del fields["signature"]
    return Entry(**fields)


def size_of(connection: Connection, collection: str) -> int:
    """Bytes of text of all revisions of a collection, in UTF-8."""
    query = select(func.sum(texts.c.bytes)).select_from(revisions).join(texts, _OF_REVISION)
    return connection.scalar(query.where(revisions.c.collection == collection)) or 0


# Changes --------------------------------------------------------------------------------------------------------------


def change_articles(
    connection: Connection, collection: str, changes: Iterable[Change], by: str, at: datetime
) -> tuple[list[int], Before]:
    """Make changes; the number of the article of each, and how these articles stood before."""
    before: dict[int, Standing] = {}
    numbers = []
    for change in changes:
        number = _new_article(connection, collection) if change.article is None else change.article
        before.setdefault(number, _standing(connection, collection, number))
        _stand(connection, collection, number, _changed(connection, collection, number, change, by, at))
        numbers.append(number)
    return numbers, list(before.items())


def take_back(connection: Connection, collection: str, before: Before, by: str, at: datetime) -> None:
    """Have articles stand as they did; what was new then is taken away."""
    for number, standing in before:
        _standing(connection, collection, number)
        _stand(connection, collection, number, standing if any(standing) else (None, by, at.isoformat()))


def _new_article(connection: Connection, collection: str) -> int:
    """The next number of the collection. No article is ever deleted from one, so no number is used again."""
    ensure_collection(connection, collection)
    latest = connection.scalar(select(func.max(articles.c.number)).where(articles.c.collection == collection))
    number = (latest or 0) + 1
    connection.execute(insert(articles).values(collection=collection, number=number))
    return number


def _changed(connection: Connection, collection: str, number: int, change: Change, by: str, at: datetime) -> Standing:
    """How an article stands after a change."""
    if isinstance(change, Remove):
        return None, by, at.isoformat()
    query = select(revisions.c.number).where(revisions.c.collection == collection, revisions.c.article == number)
    known = connection.scalars(query).all()
    if isinstance(change, Add):
        latest = max(known, default=0) + 1
        _put_revision(connection, collection, Revision(number, latest, change.document, change.origin, by, at))
        return latest, None, None
    if change.revision not in known:
        raise LibraryError(f"article {number} has no version {change.revision}; nothing was changed")
    return change.revision, None, None


def _put_revision(connection: Connection, collection: str, revision: Revision) -> None:
    _put_text(connection, collection, revision.document)
    document = {name: value for name, value in as_row(revision.document).items() if name in revisions.c}
    whose = {"collection": collection, "article": revision.article, "number": revision.number}
    source = {"document": revision.document.id, "origin": revision.origin, "by": revision.by, "at": revision.at}
    connection.execute(insert(revisions).values(document | whose | source))


def _put_text(connection: Connection, collection: str, document: Document) -> None:
    """A text stands once in a collection, however many revisions have it."""
    kept = select(texts.c.id).where(texts.c.collection == collection, texts.c.id == document.id)
    if connection.scalar(kept) is None:
        size, signed = len(document.text.encode()), signature(document.text)
        row = {"collection": collection, "id": document.id, "bytes": size, "signature": signed, "text": document.text}
        connection.execute(insert(texts).values(row))


def _standing(connection: Connection, collection: str, number: int) -> Standing:
    query = select(articles.c.current, articles.c.removed_by, articles.c.removed_at)
    row = connection.execute(query.where(articles.c.collection == collection, articles.c.number == number)).first()
    if row is None:
        raise LibraryError(f"there is no article {number} in this collection; nothing was changed")
    return row.current, row.removed_by, row.removed_at.isoformat() if row.removed_at else None


def _stand(connection: Connection, collection: str, number: int, standing: Standing) -> None:
    current, removed_by, removed_at = standing
    connection.execute(
        update(articles)
        .where(articles.c.collection == collection, articles.c.number == number)
        .values(
            current=current,
            removed_by=removed_by,
            removed_at=datetime.fromisoformat(removed_at) if removed_at else None,
        )
    )
