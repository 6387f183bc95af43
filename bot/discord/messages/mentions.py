"""Articles, persons and moments as Discord shows them in a sentence."""

from datetime import datetime

from discord.utils import format_dt

from bot.discord.messages.escape import clipped
from corpus.library.models import Entry

TITLE = 120  # characters of a title among other words


def title_of(entry: Entry) -> str:
    """An article in a sentence: its title, and the number by which it is known."""
    return f"**{clipped(entry.title, TITLE)}** (number {entry.article})"


def who(by: str) -> str:
    """Whoever did it. Discord shows a name for such a mention, and with mentions off it tells nobody."""
    return f"<@{by}>" if by.isdecimal() else clipped(by, 40)


def when(at: datetime) -> str:
    """A moment, as Discord shows it in the reader's own time."""
    return format_dt(at, "f")
