"""Who is a member of a guild, as Discord says."""

import asyncio

import discord
from cachetools import TTLCache

from bot.discord.messages.requests import UNREACHED
from corpus.errors import PullquoteError

REMEMBERED = 60.0  # seconds: as long somebody who was removed may go on
PEOPLE = 1_000  # that are remembered; the oldest is forgotten first
PATIENCE = 2.0  # seconds: a suggestion has three in all, and discord.py would try for 25


class UntoldError(PullquoteError):
    """Discord does not tell just now who is a member."""

    def __init__(self) -> None:
        super().__init__("Discord cannot say right now whether you are a member of that server.")


class Members:
    """What Discord said, remembered for a minute."""

    def __init__(self) -> None:
        self._known: TTLCache[tuple[int, int], discord.Member | None] = TTLCache(PEOPLE, REMEMBERED)

    async def find(self, guild: discord.Guild, person: int) -> discord.Member | None:
        """The member with that id; None where there is none. Raises UntoldError."""
        key = (guild.id, person)
        if key not in self._known:
            if guild.unavailable:  # its roles and channels are not known
                raise UntoldError
            try:
                self._known[key] = await asyncio.wait_for(guild.fetch_member(person), PATIENCE)
            except (discord.NotFound, discord.Forbidden):
                self._known[key] = None
            except UNREACHED as error:
                raise UntoldError from error
        return self._known.get(key)
