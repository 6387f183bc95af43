"""Whose a collection is, by its name: the shared one the operator's, each other a guild's."""

import re

SHARED = "shared"
"""The collection that is fed from the operator's articles folder."""

OPERATOR = "operator"
"""Who changes things from the terminal."""

_IDS = 1 << 63  # Discord counts up to there, and so does SQLite
_GUILD = re.compile(r"guild:([1-9][0-9]{0,18})")


def of_guild(guild: int) -> str:
    """The name of a guild's own collection."""
    return f"guild:{guild}"


def guild_of(name: str) -> int | None:
    """The guild whose own collection has that name."""
    match = _GUILD.fullmatch(name)
    return int(match[1]) if match and int(match[1]) < _IDS else None
