"""What two versions of an article quote differently, in messages."""

from collections.abc import Iterator
from itertools import chain

from bot.discord.messages.escape import block_quotes, clipped
from bot.discord.messages.reply import joined
from bot.presentation.visible import length
from corpus.quotes.diff import QuoteChanges
from corpus.quotes.direct import Quote
from corpus.quotes.excerpt import Excerpt, checked_text
from corpus.text.span import Span

_NAME = 80  # characters
_LEAST = 300  # characters of a block, so that a heading leaves room for words


def change_blocks(changes: QuoteChanges, room: int) -> Iterator[tuple[str, ...]]:
    """Of each change the old and the new quote, whole: in one block of at most `room` characters, or in several.

    Raises TamperedError rather than show a text that has changed.
    """
    quotes = (*chain(*changes.changed), *changes.appeared, *changes.vanished)
    for document in {quote.document for quote in quotes}:  # once each: there may be thousands of quotes
        checked_text(Excerpt(document, Span(0, 0), "narration"))
    for old, new in changes.changed:
        yield _together((*_quoted("Was", old, room), *_quoted("Is now", new, room)), room)
    for quote in changes.appeared:
        yield _quoted("New", quote, room)
    for quote in changes.vanished:
        yield _quoted("Gone", quote, room)


def _together(blocks: tuple[str, ...], room: int) -> tuple[str, ...]:
    whole = joined(blocks)
    return (whole,) if length(whole) <= room else blocks


def _quoted(what: str, quote: Quote, room: int) -> tuple[str, ...]:
    heading = f"-# {what}, {clipped(quote.speaker.name, _NAME) if quote.speaker else 'speaker not named'}:"
    return tuple(joined([heading, piece]) for piece in block_quotes(quote.text, room - length(heading) - len("\n")))


def fitting_changes(changes: QuoteChanges, room: int) -> tuple[str, int]:
    """The first changes, each of them whole, that `room` characters hold, and how many are left out."""
    shown, left_out = "", len(changes.changed) + len(changes.appeared) + len(changes.vanished)
    for blocks in change_blocks(changes, max(room, _LEAST)):
        longer = joined([shown, *blocks])
        if length(longer) > room:
            break
        shown, left_out = longer, left_out - 1
    return shown, left_out
