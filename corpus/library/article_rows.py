"""The rows of articles and their revisions, and what a change makes of them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from corpus.library.database import LibraryError, Row, Rows, Writer
from corpus.library.models import Add, Change, Entry, Kept, Remove, Revision, State
from corpus.text.document import as_row, of_row
from corpus.text.similarity import signature

Standing = tuple[int | None, str | None, str | None]
"""How an article stands: the number of the revision that answers, or else by whom and when it was taken away."""

_NOWHERE: Standing = None, None, None

# Revisions ------------------------------------------------------------------------------------------------------------


def put_revision(rows: Writer, collection: str, revision: Revision) -> None:
    """Keep a revision of an article."""
    rows.put("revisions", *revision_row(collection, revision))
    rows.put("digests", *digest_row(collection, revision))


def revision_row(collection: str, revision: Revision) -> Row:
    """A revision as the library keeps it."""
    content = json.dumps(as_row(revision.document), ensure_ascii=False)
    at = revision.at.isoformat()
    return (
        *(revision.article, revision.number, collection, revision.document.id),
        *(revision.origin, revision.by, at, content),
    )


def digest_row(collection: str, revision: Revision) -> Row:
    """What lists show of a revision, and the signature of its text."""
    return *shown_of(collection, revision), signature(revision.document.text)


def shown_of(collection: str, revision: Revision) -> Row:
    """The same without the signature."""
    document = revision.document
    return (
        *(revision.article, revision.number, collection, document.id, document.name, document.title),
        *(document.publisher, document.published.isoformat() if document.published else None, document.url),
        *(len(document.text.encode()), revision.origin, revision.by, revision.at.isoformat()),
    )


def revision_of(row: Row) -> Revision:
    """What `revision_row` made a row of. Raises LibraryError where the text is not the one that has the id."""
    article, number, _, document, origin, who, at, content = row
    try:
        found = Revision(article, number, of_row(json.loads(content)), origin, who, datetime.fromisoformat(at))
    except (ValueError, KeyError, TypeError) as error:
        raise LibraryError("an article in the library is damaged; nothing of it is quoted") from error
    if found.document.id != document:
        raise LibraryError("an article in the library is damaged; nothing of it is quoted")
    return found


def current_revisions(rows: Rows, collection: str) -> tuple[Revision, ...]:
    """Those that answer, by the numbers of their articles."""
    answering = [row[0] for row in rows.whole("articles", collection) if row[2] is not None]
    query = "collection = ? AND (article, number) IN (SELECT number, current FROM articles WHERE collection = ?)"
    found = rows.rows("revisions", query, collection, collection, order="article")
    if [row[0] for row in found] != answering:
        raise LibraryError(f"an article of {collection} is missing in the library; start Pullquote anew to mend it")
    return tuple(map(revision_of, found))


def find_revisions(rows: Rows, beginning: str, collections: Sequence[str]) -> tuple[Kept, ...]:
    """Those whose document's id begins so, in these collections."""
    marks = ", ".join("?" * len(collections))
    query = f"document BETWEEN ? AND ? AND collection IN ({marks})"
    found = rows.rows("revisions", query, beginning, beginning + "g", *collections, order="article, number")
    return tuple(Kept(str(row[2]), revision_of(row), _state(rows, row)) for row in found)


def _state(rows: Rows, revision: Row) -> State:
    article = rows.row("articles", revision[0])
    if article is None:
        raise LibraryError("the article of that citation is missing in the library; nothing of it is quoted")
    if article[2] is None:
        return "removed"
    return "current" if article[2] == revision[1] else "superseded"


# Entries --------------------------------------------------------------------------------------------------------------


def listed(rows: Rows, collection: str, removed: bool) -> list[tuple[Entry, bytes]]:
    """The articles that answer, or those that were taken away, by title; each with the signature of its text."""
    digests: dict[Any, dict[Any, Row]] = {}
    for row in rows.whole("digests", collection):
        digests.setdefault(row[0], {})[row[1]] = row
    articles = (row for row in rows.whole("articles", collection) if (row[2] is None) == removed)
    found = (_entry(row, digests.get(row[0], {})) for row in articles)
    return sorted(found, key=lambda each: (each[0].title.casefold(), each[0].article))


def _entry(article: Row, digests: dict[Any, Row]) -> tuple[Entry, bytes]:
    number, _, current, removed_by, removed_at = article
    shown = digests.get(max(digests, default=0) if current is None else current)
    if shown is None:
        raise LibraryError(f"article {number} is damaged in the library; start Pullquote anew to mend it")
    *_, document, name, title, publisher, published, url, size, origin, who, at, signed = shown
    entry = Entry(
        article=number,
        name=name,
        title=title,
        publisher=publisher,
        published=published,
        url=url,
        document=document,
        revision=shown[1],
        revisions=len(digests),
        bytes=size,
        origin=origin,
        by=who,
        at=datetime.fromisoformat(at),
        removed_by=removed_by,
        removed_at=datetime.fromisoformat(removed_at) if removed_at else None,
    )
    return entry, signed


# Changes --------------------------------------------------------------------------------------------------------------


def changed(rows: Writer, collection: str, changes: Iterable[Change], by: str, at: datetime) -> tuple[list[int], str]:
    """Make changes; the number of the article of each, and how these articles stood before, as JSON."""
    before: dict[int, Standing] = {}
    numbers = []
    for change in changes:
        if change.article is None:
            number, standing = rows.next_number("articles"), _NOWHERE
        else:
            number, standing = change.article, _stood(rows, collection, change.article)
        before.setdefault(number, standing)
        _stand(rows, collection, number, _made(rows, collection, number, change, by, at))
        numbers.append(number)
    return numbers, json.dumps(list(before.items()))


def taken_back(rows: Writer, collection: str, before: str, by: str, at: datetime) -> None:
    """Have articles stand as they did; what was new then is taken away."""
    for number, standing in json.loads(before):
        _stood(rows, collection, number)
        _stand(rows, collection, number, tuple(standing) if any(standing) else (None, by, at.isoformat()))


def _made(rows: Writer, collection: str, number: int, change: Change, by: str, at: datetime) -> Standing:
    """How an article stands after a change."""
    if isinstance(change, Remove):
        return None, by, at.isoformat()
    known = [row[1] for row in rows.rows("digests", "article = ?", number)]
    if isinstance(change, Add):
        latest = max(known, default=0) + 1
        put_revision(rows, collection, Revision(number, latest, change.document, change.origin, by, at))
        return latest, None, None
    if change.revision not in known:
        raise LibraryError(f"article {number} has no version {change.revision}; nothing was changed")
    return change.revision, None, None


def _stood(rows: Writer, collection: str, number: int) -> Standing:
    row = rows.row("articles", number)
    if row is None or row[1] != collection:
        raise LibraryError(f"there is no article {number} in this collection; nothing was changed")
    return row[2:]


def _stand(rows: Writer, collection: str, number: int, standing: Standing) -> None:
    rows.put("articles", number, collection, *standing)
