"""What is written down of collections: who changed what, and which work began and how it ended."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from corpus.library.article_changes import Before
from corpus.library.database import Database, ensure_collection
from corpus.library.models import AuditLine, Job
from corpus.library.schema import audit, jobs


class AuditLog:
    """The lines of all collections. They are written by what changes something, in the same transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, collection: str, most: int = 20) -> tuple[AuditLine, ...]:
        """The last changes, the newest first."""
        query = select(audit.c.at, audit.c.by, audit.c.what).where(audit.c.collection == collection)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(audit.c.id.desc()).limit(most))
            return tuple(AuditLine(*row) for row in rows)


def note(connection: Connection, collection: str, by: str, what: str, before: Before | None = None) -> None:
    """Write an audit line; with `before` the change can be undone."""
    ensure_collection(connection, collection)
    row = {"collection": collection, "at": datetime.now(UTC), "by": by, "what": _in_one_line(what), "before": before}
    connection.execute(insert(audit).values(row))


class JobLog:
    """Every call is a transaction of its own. Raises LibraryError where the disk fails, and changes nothing then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, collection: str, kind: str, by: str) -> int:
        """Write down that work begins; the id of the job."""
        row = {"collection": collection, "kind": kind, "by": by, "begun": datetime.now(UTC)}
        with self._database.writing() as connection:
            ensure_collection(connection, collection)
            return int(connection.execute(insert(jobs).values(row).returning(jobs.c.id)).scalar_one())

    def end(self, id: int, outcome: str) -> None:  # noqa: A002
        """Write down how it ended, in a sentence; nothing where the job was erased."""
        change = update(jobs).where(jobs.c.id == id).values(ended=datetime.now(UTC), outcome=_in_one_line(outcome))
        with self._database.writing() as connection:
            connection.execute(change)

    def last(self, collection: str, most: int = 5) -> tuple[Job, ...]:
        """The last ones, the newest first."""
        query = select(jobs).where(jobs.c.collection == collection).order_by(jobs.c.id.desc()).limit(most)
        with self._database.reading() as connection:
            return tuple(Job(*row) for row in connection.execute(query))

    def interrupted(self) -> tuple[Job, ...]:
        """Those of all collections that began and never ended."""
        query = select(jobs).where(jobs.c.ended.is_(None)).order_by(jobs.c.id)
        with self._database.reading() as connection:
            return tuple(Job(*row) for row in connection.execute(query))


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
