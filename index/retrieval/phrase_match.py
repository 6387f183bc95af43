"""Where a quoted phrase stands in a collection."""

from bisect import bisect_right
from collections.abc import Iterator

from corpus.text.folding import folded_words
from index.engine.generation import Generation
from index.query.query import Query

# Words. A shorter phrase may be a title, or a word of the asker's own; whoever quotes so many wants these.
VERBATIM = 3


def holders(generation: Generation, phrase: str) -> set[int]:
    """The numbers of the sentences that hold a phrase, or a part of it where it runs over several.

    Its words must be the same; marks, dashes, white space, case and accents need not be.
    """
    wanted = " ".join(folded_words(phrase))
    return {held for numbers in _places(generation, wanted) for held in numbers} if wanted else set()


def absent(generation: Generation, query: Query) -> tuple[str, ...]:
    """The query's phrases of VERBATIM words or more that stand nowhere in the collection."""
    return tuple(phrase for phrase in query.phrases if is_long(phrase) and not holders(generation, phrase))


def is_long(phrase: str) -> bool:
    """Whether a phrase is wanted word for word."""
    return len(folded_words(phrase)) >= VERBATIM


def _places(generation: Generation, wanted: str) -> Iterator[range]:
    """The sentences of each place where the words stand in a row."""
    for segment, first in generation.sentence_starts:
        text, starts = segment.folded_sentences
        at = text.find(f" {wanted} ")
        while at >= 0:
            yield range(first + bisect_right(starts, at) - 1, first + bisect_right(starts, at + len(wanted)))
            at = text.find(f" {wanted} ", at + 1)
