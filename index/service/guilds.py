"""What is kept of guilds: what their moderators settled, who chose them, and when those that were left are erased."""

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from corpus.errors import PullquoteError
from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.models import AuditLine
from corpus.library.owners import OPERATOR, SHARED, guild_of, of_guild
from corpus.library.policy import Policy
from index.engine.lock import LockedError
from index.service.registry import Registry
from index.service.writer import Writer


class LibraryGuilds:
    """The `Policies` and the `Guilds` of a library. A policy that was read once is remembered."""

    def __init__(self, library: Library, registry: Registry, writer: Writer, grace: timedelta) -> None:
        self._library = library
        self._registry = registry
        self._writer = writer
        self._grace = grace
        self._known: dict[int, Policy] = {}

    def policy(self, guild: int) -> Policy:
        known = self._known.get(guild)
        # What was settled while the library was read is newer.
        return known or self._known.setdefault(guild, self._library.guilds.policy(guild))

    def settle(self, guild: int, policy: Policy, by: str, what: str) -> None:
        with self._writer.writing():
            self._library.guilds.settle(guild, policy, by, what)
        self._known[guild] = policy

    def audit(self, collection: str, most: int = 20) -> tuple[AuditLine, ...]:
        return self._library.audit.last(collection, most)

    def chosen(self, person: int) -> int | None:
        return self._library.guilds.chosen(person)

    def choose(self, person: int, guild: int | None) -> None:
        with self._writer.writing():
            self._library.guilds.choose(person, guild)

    def present(self, guilds: Sequence[int]) -> None:
        here = {of_guild(guild) for guild in guilds}
        with self._writer.writing():
            for name in self._library.collections():
                is_here = name in here or name == SHARED
                if is_here == bool(self._library.guilds.left_at(name)):
                    self._library.guilds.left(name, None if is_here else datetime.now(UTC))

    def erase_due(self) -> tuple[str, ...]:
        due = self._library.guilds.due(datetime.now(UTC) - self._grace)
        for name in due:
            self.erase(name)
        return tuple(f"{name} is erased: the bot left it, and its time of grace is over" for name in due)

    def erase(self, collection: str) -> None:
        if collection == SHARED:
            raise LibraryError(
                "the shared collection cannot be erased like this: empty the articles folder, and reindex"
            )
        if any(job.ended is None for job in self._library.jobs.last(collection)):
            raise LockedError("this collection is being changed right now; cancel that, or let it finish")
        with self._writer.writing():
            self._erase(collection)
        self._registry.close(collection)
        self._known.pop(guild_of(collection) or 0, None)

    def _erase(self, name: str) -> None:
        """The index first; where that or the library fails, what is left answers."""
        collection, job = self._registry.collection(name), self._library.jobs.begin(name, "erase", OPERATOR)
        try:
            collection.forget()
            self._library.erase(name)
        except (PullquoteError, OSError):
            with contextlib.suppress(PullquoteError, OSError):  # else the next start makes up for it
                collection.change(lambda: None)
                self._library.jobs.end(job, "stopped; what is left answers")
            raise
