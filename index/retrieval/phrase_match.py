"""Where a quoted phrase stands in a collection."""

from bisect import bisect_right
from collections.abc import Iterator

from corpus.text.folding import folded_words
from index.engine.generation import Generation

# Words. A shorter phrase may be a title, or a word of the asker's own; whoever quotes so many wants these.
VERBATIM = 3


def holders(generation: Generation, phrase: str) -> set[int]:
    """The numbers of the sentences that hold a phrase, or a part of it where it runs over several.

    Its words must be the same; marks, dashes, white space, case and accents need not be.
    """
    words = " ".join(folded_words(phrase))
    return {number for numbers in _places(generation, words) for number in numbers} if words else set()


def is_long(phrase: str) -> bool:
    """Whether a phrase is wanted word for word."""
    return len(folded_words(phrase)) >= VERBATIM


def _places(generation: Generation, words: str) -> Iterator[range]:
    """The sentences of each place where the words stand in a row."""
    for segment, first in generation.sentence_starts:
        text, starts = segment.folded_sentences
        at = text.find(f" {words} ")
        while at >= 0:
            yield range(first + bisect_right(starts, at) - 1, first + bisect_right(starts, at + len(words)))
            at = text.find(f" {words} ", at + 1)
