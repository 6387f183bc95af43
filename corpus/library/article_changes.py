"""What a change makes of the rows of articles, and how it is taken back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, func, insert, select, update

from corpus.library.database import LibraryError, ensure_collection
from corpus.library.models import Add, Change, Import, Remove, Revision, WholeArticle
from corpus.library.schema import articles, revisions, texts
from corpus.library.sources import put_source
from corpus.text.document import Document, as_row
from corpus.text.similarity import signature

Standing: TypeAlias = tuple[int | None, str | None, str | None]
"""How an article stands: the number of the revision that answers, or else by whom and when it was taken away."""
Before: TypeAlias = list[tuple[int, Standing]]
"""How articles stood before a change, by their numbers, as JSON keeps it."""


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
    if isinstance(change, Import):
        return _imported(connection, collection, number, change.whole)
    query = select(revisions.c.number).where(revisions.c.collection == collection, revisions.c.article == number)
    known = connection.scalars(query).all()
    if isinstance(change, Add):
        latest = max(known, default=0) + 1
        put_revision(connection, collection, Revision(number, latest, change.document, change.origin, by, at))
        if change.source:
            put_source(connection, collection, number, latest, change.source)
        return latest, None, None
    if change.revision not in known:
        raise LibraryError(f"article {number} has no version {change.revision}; nothing was changed")
    return change.revision, None, None


def _imported(connection: Connection, collection: str, number: int, whole: WholeArticle) -> Standing:
    for revision in whole.revisions:
        put_revision(connection, collection, replace(revision, article=number))
    for version, source in whole.sources.items():
        put_source(connection, collection, number, version, source)
    return whole.current, whole.removed_by, whole.removed_at.isoformat() if whole.removed_at else None


def put_revision(connection: Connection, collection: str, revision: Revision) -> None:
    """Keep a revision of an article that is there, and its text."""
    _put_text(connection, collection, revision.document)
    document = {name: value for name, value in as_row(revision.document).items() if name in revisions.c}
    whose = {"collection": collection, "article": revision.article, "number": revision.number}
    source = {"document": revision.document.id, "origin": revision.origin, "by": revision.by, "at": revision.at}
    connection.execute(insert(revisions).values(document | whose | source))


def _put_text(connection: Connection, collection: str, document: Document) -> None:
    """A text stands once in a collection, however many revisions have it."""
    stored = select(texts.c.id).where(texts.c.collection == collection, texts.c.id == document.id)
    if connection.scalar(stored) is None:
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
