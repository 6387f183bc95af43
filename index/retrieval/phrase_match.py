"""Where a quoted phrase stands in a collection."""

from bisect import bisect_right

from corpus.text.folding import folded_words
from index.engine.generation import Generation


def holders(generation: Generation, phrase: str) -> set[int]:
    """The numbers of the sentences that hold a phrase, or a part of it where it runs over several.

    Its words must be the same; marks, dashes, white space, case and accents need not be.
    """
    words = " ".join(folded_words(phrase))
    numbers: set[int] = set()
    for segment, first in generation.sentence_starts if words else ():
        text, starts = segment.folded_sentences
        at = text.find(f" {words} ")
        while at >= 0:
            numbers.update(range(first + bisect_right(starts, at) - 1, first + bisect_right(starts, at + len(words))))
            at = text.find(f" {words} ", at + 1)
    return numbers
