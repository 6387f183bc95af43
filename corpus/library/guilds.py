"""What servers have settled, what persons have chosen, and which servers were left."""

import json
from datetime import UTC, datetime
from pathlib import Path

from corpus.library.audit import note
from corpus.library.database import LibraryError, reading, writing
from corpus.library.owners import guild_of, of_guild
from corpus.library.policy import Policy, as_json, of_json


class Guilds:
    """Every call is a transaction of its own. Raises LibraryError where the disk fails, and changes nothing then."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def policy(self, guild: int) -> Policy:
        """What a guild has settled, the defaults where it has nothing. Raises LibraryError where that is damaged."""
        with reading(self._path) as rows:
            found = rows.whole("policies", of_guild(guild))
        try:
            return of_json(json.loads(found[0][1])) if found else Policy()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LibraryError("what this server has settled is lost: settle it anew") from error

    def settle(self, guild: int, policy: Policy, by: str, what: str) -> None:
        """Keep what a guild has settled, even where it was damaged; `what` is the audit line."""
        collection = of_guild(guild)
        with writing(self._path) as rows:
            rows.renew("policies", collection, (collection, json.dumps(as_json(policy))))
            note(rows, collection, by, what)

    def chosen(self, person: int) -> int | None:
        """The guild that a person chose."""
        with reading(self._path) as rows:
            found = next(rows.stored("choices", "person = ?", person), None)
        return guild_of(str(found[1])) if found else None

    def choose(self, person: int, guild: int | None) -> None:
        """Remember it; None forgets it."""
        with writing(self._path) as rows:
            rows.drop("choices", "person = ?", person)
            if guild is not None:
                rows.put("choices", person, of_guild(guild))

    def left(self, collection: str, at: datetime) -> None:
        """Remember when a guild was left."""
        with writing(self._path) as rows:
            rows.put("departures", collection, at.astimezone(UTC).isoformat())

    def back(self, collection: str) -> None:
        """The guild is there again."""
        with writing(self._path) as rows:
            rows.drop("departures", "collection = ?", collection)

    def left_at(self, collection: str) -> datetime | None:
        """When a guild was left; None where it was not."""
        with reading(self._path) as rows:
            found = next(rows.stored("departures", "collection = ?", collection), None)
        return datetime.fromisoformat(str(found[1])) if found else None

    def due(self, before: datetime) -> tuple[str, ...]:
        """The guilds that were left before then."""
        with reading(self._path) as rows:
            found = sorted(row for row in rows.stored("departures") if row)
        return tuple(str(name) for name, at in found if datetime.fromisoformat(str(at)) < before)
