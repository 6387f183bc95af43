"""What two versions of an article quote differently, in messages."""

from collections.abc import Iterator
from itertools import chain

from bot.escape import block_quotes, clipped
from bot.limits import length
from bot.reply import joined
from corpus.changes import QuoteChanges
from corpus.excerpt import Excerpt, checked_text
from corpus.quotes import Quote

_NAME = 80  # characters


def change_blocks(changes: QuoteChanges, room: int) -> Iterator[tuple[str, ...]]:
    """Of each change the old and the new quote, whole: in one block of at most `room` characters, or in several.

    Raises TamperedError rather than show a text that has changed.
    """
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
    text = checked_text(Excerpt(quote.document, quote.span, quote.kind, quote.speaker))
    return tuple(joined([heading, piece]) for piece in block_quotes(text, room - length(heading) - len("\n")))


def fitting_changes(changes: QuoteChanges, room: int) -> tuple[str, int]:
    """As many changes, each of them whole, as `room` characters hold, and how many are left out."""
    shown, left_out = "", 0
    for blocks in change_blocks(changes, max(room, _NAME * 4)):
        longer = joined([shown, *blocks])
        if len(blocks) == 1 and length(longer) <= room:
            shown = longer
        else:
            left_out += 1
    return shown, left_out


def all_changes(changes: QuoteChanges, room: int) -> tuple[str, ...]:
    """All of them, in blocks of at most `room` characters."""
    return tuple(chain.from_iterable(change_blocks(changes, room)))
