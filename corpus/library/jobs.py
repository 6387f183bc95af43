"""Which work began on collections, and how it ended."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from corpus.library.audit import in_one_line
from corpus.library.database import Database, ensure_collection
from corpus.library.models import Job
from corpus.library.schema import jobs


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
        change = update(jobs).where(jobs.c.id == id).values(ended=datetime.now(UTC), outcome=in_one_line(outcome))
        with self._database.writing() as connection:
            connection.execute(change)

    def last(self, collection: str, most: int = 5) -> tuple[Job, ...]:
        """The last ones, the newest first."""
        query = select(jobs).where(jobs.c.collection == collection).order_by(jobs.c.id.desc()).limit(most)
        with self._database.reading() as connection:
            return tuple(map(_job, connection.execute(query)))

    def interrupted(self) -> tuple[Job, ...]:
        """Those of all collections that began and never ended."""
        with self._database.reading() as connection:
            return tuple(map(_job, connection.execute(select(jobs).where(jobs.c.ended.is_(None)).order_by(jobs.c.id))))


def _job(row: Row[Any]) -> Job:
    return Job(row.id, row.collection, row.kind, row.by, row.begun, row.ended, row.outcome)
