"""What servers have settled, which drafts wait in them, what persons have chosen, and which servers were left."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from corpus.library.database import Database, LibraryError, ensure_collection
from corpus.library.journal import note
from corpus.library.models import Draft, Source
from corpus.library.owners import guild_of, of_guild
from corpus.library.policy import Policy, as_json, of_json
from corpus.library.schema import choices, collections, drafts
from corpus.text.document import as_row, of_row

_DRAFTS_KEPT = timedelta(days=1)


class Guilds:
    """Every call is a transaction of its own. Raises LibraryError where the disk fails, and changes nothing then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def policy(self, guild: int) -> Policy:
        """What a guild has settled, the defaults where it has nothing. Raises LibraryError where that is damaged."""
        query = select(collections.c.policy).where(collections.c.name == of_guild(guild))
        with self._database.reading() as connection:
            try:
                stored = connection.scalar(query)
                return Policy() if stored is None else of_json(stored)
            except ValueError as error:
                raise LibraryError("what this server has settled is lost: settle it anew") from error

    def settle(self, guild: int, policy: Policy, by: str, what: str) -> None:
        """Keep what a guild has settled, even where it was damaged; `what` is the audit line."""
        collection = of_guild(guild)
        with self._database.writing() as connection:
            ensure_collection(connection, collection)
            connection.execute(
                update(collections).where(collections.c.name == collection).values(policy=as_json(policy))
            )
            note(connection, collection, by, what)

    def chosen(self, person: int) -> int | None:
        """The guild that a person chose."""
        with self._database.reading() as connection:
            collection = connection.scalar(select(choices.c.collection).where(choices.c.person == person))
        return guild_of(collection) if collection else None

    def choose(self, person: int, guild: int | None) -> None:
        """Remember it; None forgets it."""
        with self._database.writing() as connection:
            connection.execute(delete(choices).where(choices.c.person == person))
            if guild is not None:
                ensure_collection(connection, of_guild(guild))
                connection.execute(insert(choices).values(person=person, collection=of_guild(guild)))

    def left(self, collection: str, at: datetime | None) -> None:
        """Remember when a guild was left; None where Pullquote is back in it."""
        with self._database.writing() as connection:
            ensure_collection(connection, collection)
            connection.execute(update(collections).where(collections.c.name == collection).values(left_at=at))

    def left_at(self, collection: str) -> datetime | None:
        """When a guild was left; None where it was not."""
        with self._database.reading() as connection:
            return connection.scalar(select(collections.c.left_at).where(collections.c.name == collection))

    def due(self, before: datetime) -> tuple[str, ...]:
        """The guilds that were left before then."""
        query = select(collections.c.name).where(collections.c.left_at < before).order_by(collections.c.name)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))


class Drafts:
    """Every call is a transaction of its own. Raises LibraryError where the disk fails, and changes nothing then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, *kept: Draft) -> None:
        """Keep drafts, each in the place of the one with the same id; old ones are forgotten."""
        with self._database.writing() as connection:
            _drop_old(connection)
            for draft in kept:
                ensure_collection(connection, draft.collection)
                connection.execute(delete(drafts).where(drafts.c.id == draft.id))
                connection.execute(insert(drafts).values(_row(draft)))

    def find(self, id: str) -> tuple[Draft, ...]:  # noqa: A002
        """The draft, or all drafts of the batch, with an id, in the order of their making."""
        query = select(drafts).order_by(drafts.c.at, drafts.c.id)
        with self._database.reading() as connection:
            found = connection.execute(query.where(drafts.c.id == id)).all()  # by its key, which is quick
            return tuple(map(_draft, found or connection.execute(query.where(drafts.c.batch == id))))

    def drop(self, id: str) -> None:  # noqa: A002
        """Forget the draft, or all drafts of the batch, with an id."""
        with self._database.writing() as connection:
            connection.execute(delete(drafts).where(or_(drafts.c.id == id, drafts.c.batch == id)))

    def drop_old(self) -> None:
        """Forget what nobody has decided about for a day."""
        with self._database.writing() as connection:
            _drop_old(connection)


_COLUMNS = ("id", "collection", "by", "at", "origin", "batch")


def _row(draft: Draft) -> dict[str, Any]:
    row = {name: getattr(draft, name) for name in _COLUMNS}
    if draft.source:
        row |= {name: getattr(draft.source, name) for name in ("media_type", "charset", "data")}
    return row | {"document": as_row(draft.document) | {"doubts": draft.document.doubts}}


def _draft(row: Row[Any]) -> Draft:
    source = None if row.data is None else Source(row.media_type, row.charset, row.data)
    return Draft(document=of_row(row.document), source=source, **{name: row._mapping[name] for name in _COLUMNS})


def _drop_old(connection: Connection) -> None:
    connection.execute(delete(drafts).where(drafts.c.at < datetime.now(UTC) - _DRAFTS_KEPT))
