"""A range of characters."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters of a document's text; empty spans are allowed, backward ones are not."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span from {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` in this span."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Whether every character of `other` is in this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return max(self.start, other.start) < min(self.end, other.end)

    def trimmed(self, text: str) -> "Span":
        """This span without the white space at its ends."""
        inside = self.of(text)
        start = self.start + len(inside) - len(inside.lstrip())
        return Span(start, max(start, self.end - (len(inside) - len(inside.rstrip()))))


def beginning_in(block: Span, spans: Sequence[Span]) -> slice:
    """Which of `spans`, which are in order, begin in a block."""
    start = attrgetter("start")
    return slice(bisect_left(spans, block.start, key=start), bisect_left(spans, block.end, key=start))
