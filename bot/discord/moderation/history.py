"""The versions of an article, page by page, and which quotes two of them have differently."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from bot.discord.messages.escape import block_quotes, clipped
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.mentions import TITLE, when, who
from bot.discord.messages.reply import Reply, joined, packed, paged
from bot.discord.moderation.request import Request
from bot.presentation.article_lookup import entry_in
from bot.presentation.attribution import speaker_name
from bot.presentation.visible import length
from bot.presentation.wording import changes_line
from corpus.library.models import Revision
from corpus.quotes.diff import QuoteChanges
from corpus.quotes.direct import Quote
from corpus.quotes.excerpt import Excerpt, checked_text
from corpus.text.span import Span
from index.service.protocols import Service

PAGE = "history"  # the name of the buttons
_FRAME = 250  # characters kept for what stands around a page
_NAME = 80  # characters of a speaker's name
_LEAST = 300  # characters of a block, so that a heading leaves room for words
_ORIGINS = {
    "folder": "from the articles folder",
    "file": "from a file",
    "text": "as pasted",
    "web": "from the web",
    "message": "from a message",
}

History = Sequence[tuple[Revision, QuoteChanges | None]]


def show_history(request: Request, service: Service, article: str) -> Reply:
    """The newest versions of an article. Raises ArticleUnknownError."""
    return turn_history(request, service, entry_in(service.curation, request.collection, article).article, 1)


def turn_history(request: Request, service: Service, article: int, page: int) -> Reply:
    """A page of the versions. Raises ArticleUnknownError."""
    in_use = {entry.article: entry.revision for entry in service.curation.entries(request.collection)}
    return history_page(service.curation.history(request.collection, article), in_use.get(article), page)


def history_page(history: History, in_use: int | None, page: int) -> Reply:
    """A page, the nearest there is; `in_use` is the number of the version that answers come from.

    Raises TamperedError rather than show a text that has changed.
    """
    newest, _ = history[0]
    room = MESSAGE - _FRAME
    pages = packed(chain.from_iterable(_version(*version, in_use, room) for version in history), room)
    heading = f"**{clipped(newest.document.title, TITLE)}** (number {newest.article})"
    return paged(heading, pages, page, lambda number: f"{PAGE}:{newest.article}:{number}")


def _version(revision: Revision, changes: QuoteChanges | None, in_use: int | None, room: int) -> Iterator[str]:
    state = " · in use" if revision.number == in_use else ""
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


# Quotes that changed --------------------------------------------------------------------------------------------------


def change_blocks(changes: QuoteChanges, room: int) -> Iterator[tuple[str, ...]]:
    """The old and the new quote of each change, whole: in one block of at most `room` characters, or in several.

    Raises TamperedError rather than show a text that has changed.
    """
    quotes = (*chain(*changes.changed), *changes.appeared, *changes.vanished)
    for document in {quote.document for quote in quotes}:  # once each: there may be thousands of quotes
        checked_text(Excerpt(document, Span(0, 0), "narration"))
    for old, new in changes.changed:
        blocks = (*_quoted("Before", old, room), *_quoted("Now", new, room))
        whole = joined(blocks)
        yield (whole,) if length(whole) <= room else blocks
    for quote in changes.appeared:
        yield _quoted("New", quote, room)
    for quote in changes.vanished:
        yield _quoted("Removed", quote, room)


def _quoted(label: str, quote: Quote, room: int) -> tuple[str, ...]:
    heading = f"-# {label}, {speaker_name(quote.speaker, partial(clipped, room=_NAME))}:"
    return tuple(joined([heading, piece]) for piece in block_quotes(quote.text, room - length(heading) - len("\n")))


def fitting_changes(changes: QuoteChanges, room: int) -> tuple[str, int]:
    """The first changes, each of them whole, that `room` characters hold, and how many are left out."""
    text, left_out = "", len(changes.changed) + len(changes.appeared) + len(changes.vanished)
    for blocks in change_blocks(changes, max(room, _LEAST)):
        longer = joined([text, *blocks])
        if length(longer) > room:
            break
        text, left_out = longer, left_out - 1
    return text, left_out
