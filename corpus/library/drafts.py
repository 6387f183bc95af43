"""Articles that were read and wait for a moderator's decision."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from corpus.library.database import Database, ensure_collection
from corpus.library.models import Draft
from corpus.library.schema import drafts
from corpus.text.document import as_row, of_row

_KEPT = timedelta(days=1)


class Drafts:
    """Every call is a transaction of its own. Raises LibraryError where the disk fails, and changes nothing then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, draft: Draft) -> None:
        """Keep it, in the place of the one with the same id; old ones are forgotten."""
        with self._database.writing() as connection:
            _drop_old(connection)
            ensure_collection(connection, draft.collection)
            connection.execute(delete(drafts).where(drafts.c.id == draft.id))
            row = {name: getattr(draft, name) for name in ("id", "collection", "by", "at", "origin")}
            connection.execute(insert(drafts).values(row | {"document": as_row(draft.document)}))

    def get(self, id: str) -> Draft | None:  # noqa: A002
        """The draft with an id."""
        with self._database.reading() as connection:
            row = connection.execute(select(drafts).where(drafts.c.id == id)).first()
            return Draft(row.id, row.collection, row.by, row.at, of_row(row.document), row.origin) if row else None

    def drop(self, id: str) -> None:  # noqa: A002
        """Forget it."""
        with self._database.writing() as connection:
            connection.execute(delete(drafts).where(drafts.c.id == id))

    def drop_old(self) -> None:
        """Forget what nobody has decided about for a day."""
        with self._database.writing() as connection:
            _drop_old(connection)


def _drop_old(connection: Connection) -> None:
    connection.execute(delete(drafts).where(drafts.c.at < datetime.now(UTC) - _KEPT))
