"""The articles of a collection as moderators see them: a line for each, and pages of lines."""

from collections.abc import Sequence
from datetime import datetime

from discord.utils import format_dt

from bot.escape import clipped
from bot.limits import MESSAGE
from bot.paging import paged
from bot.reply import Reply, joined, packed, plain_reply
from bot.wording import counted
from corpus.revisions import Entry

TURN = "articles"  # the name of the buttons
NOTHING = "There are no articles here yet: `/corpus add` adds the first."
NOTHING_REMOVED = "No article has been removed."
TITLE = 120  # characters of a title among other words
_PUBLISHER = 80
_FRAME = 200  # characters kept for what stands around a page


def title_of(entry: Entry) -> str:
    """An article in a sentence: its title, and the number by which it is known."""
    return f"**{clipped(entry.title, TITLE)}** (number {entry.article})"


def who(by: str) -> str:
    """Whoever did it. Discord shows a name for such a mention, and with mentions off it tells nobody."""
    return f"<@{by}>" if by.isdecimal() else clipped(by, 40)


def when(at: datetime) -> str:
    """A moment, as Discord shows it in the reader's own time."""
    return format_dt(at, "f")


def entry_line(entry: Entry) -> str:
    """An article in two lines of a list."""
    about = (
        f"**{clipped(entry.title, TITLE)}**",
        clipped(entry.publisher, _PUBLISHER) if entry.publisher else "",
        entry.published or "",
    )
    kept = (
        f"number {entry.article}",
        counted(entry.revisions, "version"),
        f"{who(entry.by)}, {when(entry.at)}",
        f"removed by {who(entry.removed_by)}, {when(entry.removed_at)}"
        if entry.removed_by and entry.removed_at
        else "",
    )
    return joined([f"- {_dotted(about)}", f"-# {_dotted(kept)}"])


def _dotted(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def shelf_page(entries: Sequence[Entry], page: int, removed: bool) -> Reply:
    """A page of the list, the nearest there is."""
    if not entries:
        return plain_reply(NOTHING_REMOVED if removed else NOTHING)
    pages = packed((entry_line(entry) for entry in entries), MESSAGE - _FRAME, gap="\n")
    heading = f"**{counted(len(entries), 'article')}**{' removed' if removed else ''}"
    state = "removed" if removed else "current"
    return paged(heading, pages, page, lambda number: f"{TURN}:{state}:{number}")
