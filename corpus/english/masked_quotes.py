"""Blocks of an article parsed around their quotes, so that the words inside do not mislead the parser.

A word stands for whole sentences (“Yes,” said Smith), its first and last words for a fragment, whose grammar is the
article's. Of thirteen ways to mask quotes this one let most subjects of verbs of speech be the speakers that annotators
saw, in 160 articles.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import tee

from corpus.english.parser import Token, parse
from corpus.english.quotation_marks import MARKS
from corpus.text.span import Span

_SENTENCE = "Yes"
_ENDS = 3  # words kept of a fragment at each end; of 1, 2, 3, 4, 5 and 8, more than 2 do not help
_SIGNS = ".?!,…—–-:;"
_CLOSING = ".?!,…—–-"


@dataclass(frozen=True)
class _MaskedBlock:
    """A block with its quotes masked."""

    text: str
    starts: Sequence[int]
    """Where each part of the text begins: the article's words and masks in turn."""
    sources: Sequence[Span]
    """Of each part the characters of the article that it stands for."""

    def in_article(self, token: Token) -> Token:
        """The token with its place in the article; one inside a quote has the quote's."""
        number = bisect_right(self.starts, token.start) - 1
        source = self.sources[number]
        if number % 2:
            return token._replace(start=source.start, end=source.end)
        moved = source.start - self.starts[number]
        return token._replace(start=token.start + moved, end=min(source.end, token.end + moved))


def parse_blocks(text: str, blocks: Iterable[tuple[Span, Sequence[Span]]]) -> Iterator[list[Token]]:
    """The tokens of each block, given with its quotes in order. Those of a quote have the place of the quote."""
    masked, again = tee(_masked(text, block, quotes) for block, quotes in blocks)
    for block, tokens in zip(masked, parse(block.text for block in again), strict=True):
        yield [block.in_article(token) for token in tokens]


def _masked(text: str, block: Span, quotes: Sequence[Span]) -> _MaskedBlock:
    parts, sources, position = [], [], block.start
    for quote in quotes:
        parts += [text[position : quote.start], _mask(quote.of(text))]
        sources += [Span(position, quote.start), quote]
        position = quote.end
    parts.append(text[position : block.end])
    sources.append(Span(position, block.end))
    starts, length = [], 0
    for part in parts:
        starts.append(length)
        length += len(part)
    return _MaskedBlock("".join(parts), starts, sources)


def _mask(quote: str) -> str:
    """What stands for a quote; its marks stay, where it has any."""
    inside = quote.strip(MARKS + " ")
    first, last = (mark if mark in MARKS else "" for mark in (quote[:1], quote[-1:]))
    sign = inside[-1:] if inside[-1:] in _SIGNS else ""
    if inside[-1:] in _CLOSING and not inside[:1].islower():
        return first + _SENTENCE + sign + last
    words = inside.split()
    return quote if len(words) <= 2 * _ENDS else f"{first}{' '.join(words[:_ENDS] + words[-_ENDS:])}{last}"
