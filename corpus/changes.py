"""What two versions of an article quote differently."""

from dataclasses import dataclass

from corpus.document import Document
from corpus.quotes import Quote


@dataclass(frozen=True, slots=True)
class QuoteChanges:
    """Between an older and a newer version, each in the order of its text."""

    kept: int
    """Quotes that are there word for word, by the same speaker."""
    changed: tuple[tuple[Quote, Quote], ...]
    """Old and new: other words, or another speaker."""
    appeared: tuple[Quote, ...]
    vanished: tuple[Quote, ...]


def compare_quotes(
    old: Document, old_quotes: tuple[Quote, ...], new: Document, new_quotes: tuple[Quote, ...]
) -> QuoteChanges:
    """What changed from `old` to `new`."""
    raise NotImplementedError
