"""Who changed what in a collection, and when."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from corpus.library.article_changes import Before
from corpus.library.database import Database, ensure_collection
from corpus.library.models import AuditLine
from corpus.library.schema import audit


class AuditLog:
    """The lines of all collections. They are written by what changes something, in the same transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, collection: str, most: int = 20) -> tuple[AuditLine, ...]:
        """The last changes, the newest first."""
        query = select(audit.c.at, audit.c.by, audit.c.what).where(audit.c.collection == collection)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(audit.c.id.desc()).limit(most))
            return tuple(AuditLine(row.at, row.by, row.what) for row in rows)


def note(connection: Connection, collection: str, by: str, what: str, before: Before | None = None) -> None:
    """Write an audit line; with `before` the change can be undone."""
    ensure_collection(connection, collection)
    row = {"collection": collection, "at": datetime.now(UTC), "by": by, "what": in_one_line(what), "before": before}
    connection.execute(insert(audit).values(row))


def in_one_line(text: str) -> str:
    """The words of a text, without line breaks."""
    return " ".join(text.split())
