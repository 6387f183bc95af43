"""The articles of collections with all their revisions, and what is changed about them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from corpus.library.article_rows import (
    change_articles,
    current_revisions,
    find_revisions,
    listed,
    revisions_of,
    size_of,
    take_back,
)
from corpus.library.audit import note
from corpus.library.database import Database
from corpus.library.models import Change, Entry, Kept, Revision
from corpus.library.schema import audit
from corpus.text.similarity import LIKE, likeness

_NUMBER = 63  # bits of a number that SQLite keeps


class Articles:
    """Every call is a transaction of its own. Raises LibraryError where the disk fails, or what is asked for is
    damaged; nothing is changed then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self, collection: str) -> tuple[Revision, ...]:
        """The revisions that answer, by article number. Raises LibraryError where one is damaged or missing."""
        with self._database.reading() as connection:
            return current_revisions(connection, collection)

    def entries(self, collection: str, removed: bool = False) -> tuple[Entry, ...]:
        """The articles that answer, or those that were taken away, by title."""
        with self._database.reading() as connection:
            return tuple(entry for entry, _ in listed(connection, collection, removed))

    def revisions(self, collection: str, article: int) -> tuple[Revision, ...]:
        """Of an article, the oldest first; none where the collection has no such article."""
        if article.bit_length() > _NUMBER:
            return ()
        with self._database.reading() as connection:
            return revisions_of(connection, collection, article)

    def find(self, beginning: str, collections: Sequence[str]) -> tuple[Kept, ...]:
        """The revisions in these collections whose document's id begins so."""
        with self._database.reading() as connection:
            return find_revisions(connection, beginning, collections)

    def alike(self, signed: bytes, collections: Sequence[str]) -> tuple[tuple[str, Entry, float], ...]:
        """The articles that answer whose text is like that of a signature, the likest first, with their likeness."""
        with self._database.reading() as connection:
            compared = [
                (name, entry, likeness(signed, other))
                for name in collections
                for entry, other in listed(connection, name, removed=False)
            ]
        alike = (triple for triple in compared if triple[2] >= LIKE)
        return tuple(sorted(alike, key=lambda triple: -triple[2]))

    def size(self, collection: str) -> int:
        """Bytes of text of all its revisions, in UTF-8."""
        with self._database.reading() as connection:
            return size_of(connection, collection)

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


def _undoable(connection: Connection, collection: str) -> Row[Any] | None:
    query = select(audit).where(audit.c.collection == collection, audit.c.before.is_not(None))
    return connection.execute(query.order_by(audit.c.id.desc()).limit(1)).first()
