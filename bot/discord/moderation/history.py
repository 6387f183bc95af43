"""The versions of an article, page by page, each with what it quotes otherwise than the one before."""

from collections.abc import Iterator, Sequence
from itertools import chain

from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.mentions import TITLE, when, who
from bot.discord.messages.reply import Reply, joined, packed, paged
from bot.discord.moderation.quote_changes import change_blocks
from bot.presentation.visible import length
from bot.presentation.wording import changes_line
from corpus.library.models import Revision
from corpus.quotes.diff import QuoteChanges

TURN = "history"  # the name of the buttons
_FRAME = 250  # characters kept for what stands around a page
_ORIGINS = {"folder": "from the articles folder", "file": "from a file", "text": "as pasted"}

History = Sequence[tuple[Revision, QuoteChanges | None]]


def history_page(history: History, answers: int | None, page: int) -> Reply:
    """A page, the nearest there is; `answers` is the number of the version that answers.

    Raises TamperedError rather than show a text that has changed.
    """
    newest, _ = history[0]
    room = MESSAGE - _FRAME
    pages = packed(chain.from_iterable(_version(*each, answers, room) for each in history), room)
    heading = f"**{clipped(newest.document.title, TITLE)}** (number {newest.article})"
    return paged(heading, pages, page, lambda number: f"{TURN}:{newest.article}:{number}")


def _version(revision: Revision, changes: QuoteChanges | None, answers: int | None, room: int) -> Iterator[str]:
    state = " · answers" if revision.number == answers else ""
    line = (
        f"**Version {revision.number}**{state} · {who(revision.by)}, {when(revision.at)}, {_ORIGINS[revision.origin]}"
    )
    if changes is None:
        yield line
        return
    opening = joined([line, f"Since version {revision.number - 1}: {changes_line(changes)}."])
    blocks = change_blocks(changes, room - length(opening) - len("\n"))
    first, *others = (opening, *chain.from_iterable(blocks))
    yield from (joined([first, *others[:1]]), *others[1:])
