"""A claim cut into pieces that are real, but do not stand in a row."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

from corpus.text.folding import folded_words
from index.engine.generation import Generation
from index.verification.places import Place
from index.verification.tokens import GAP, Token

PIECE = 4  # words; shorter pieces stand somewhere by chance
SHORT = 3  # words of a piece that stands in the same place as the others
_GLUE = frozenset("and but so because".split())


def find_pieces(generation: Generation, text: str, words: Sequence[Token]) -> list[Sequence[Token]]:
    """The claim cut into the longest pieces that stand in the articles; nothing where it cannot be cut so."""

    def stands(first: int, end: int) -> bool:
        piece = " ".join(folded_words(text[words[first].span.start : words[end - 1].span.end]))
        return any(f" {piece} " in segment.folded_sentences[0] for segment in generation.segments)

    return _cut(words, stands, PIECE)


def find_reordered(place: Place, words: Sequence[Token]) -> list[Sequence[Token]]:
    """The claim cut into pieces that stand in a place in another order; nothing where it cannot be cut so."""
    whole = f" {_joined(place.tokens)} "

    def stands(first: int, end: int) -> bool:
        return f" {_joined(words[first:end])} " in whole

    pieces = _cut(words, stands, SHORT)
    positions = [whole.index(f" {_joined(piece)} ") for piece in pieces]
    return pieces if any(one > other for one, other in pairwise(positions)) else []


def _cut(words: Sequence[Token], stands: Callable[[int, int], bool], least: int) -> list[Sequence[Token]]:
    """The longest pieces of at least so many words that stand somewhere; nothing where other words are left."""
    pieces: list[Sequence[Token]] = []
    at = 0
    while at < len(words):
        ends = range(at + 1, next((n for n in range(at, len(words)) if words[n].key == GAP), len(words)) + 1)
        end = at + bisect_left(ends, True, key=lambda end: not stands(at, end))
        if end - at >= least:
            pieces.append(words[at:end])
            at = end
        elif words[at].key == GAP or (pieces and words[at].key in _GLUE):
            at += 1
        else:
            return []
    return pieces


def _joined(words: Sequence[Token]) -> str:
    return " ".join(word.key for word in words)
