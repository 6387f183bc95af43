"""The articles of a collection as moderators see them: a line for each, and pages of lines."""

from collections.abc import Sequence

from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.mentions import TITLE, when, who
from bot.discord.messages.reply import Reply, joined, packed, paged, plain_reply
from bot.presentation.wording import counted
from corpus.library.models import Entry

TURN = "articles"  # the name of the buttons
NOTHING = "There are no articles here yet: `/corpus add` adds the first."
NOTHING_REMOVED = "No article has been removed."
_PUBLISHER = 80
_FRAME = 200  # characters kept for what stands around a page


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
