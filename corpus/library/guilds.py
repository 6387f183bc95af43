"""What servers have settled, what persons have chosen, and which servers were left."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from corpus.library.database import Database, LibraryError, ensure_collection
from corpus.library.journal import note
from corpus.library.owners import guild_of, of_guild
from corpus.library.policy import Policy, as_json, of_json
from corpus.library.schema import choices, collections


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
            except (ValueError, KeyError, TypeError, AttributeError) as error:
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
