"""Where sentences begin and end."""

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

from corpus.span import Span

# sentencex keeps the text between a pair of marks whole, looks for partners in quadratic time, and takes everything
# up to the end for quoted where a mark is never closed. So it never sees the marks, only blanks in their place.
_MARKS = re.compile(r"(?<!\w)['’‘‚]|['’](?!\w)|[\"“”„«»]")
_WHITE = re.compile(r"\s")


def split_sentences(text: str, within: Span) -> tuple[Span, ...]:
    """The sentences of `text` inside `within`, in order, without the white space between them.

    Closing quotation marks stay with the sentence they close, opening ones with the sentence they open, and a
    sentence goes on after a mark where a small letter follows (“Stop!” he said.). Time is linear in the length.
    """
    part = within.of(text)
    cuts = [0, *_boundaries(part), len(part)]
    spans = (Span(within.start + a, within.start + b).trimmed(text) for a, b in pairwise(cuts))
    return tuple(span for span in spans if len(span))


def _boundaries(part: str) -> Iterator[int]:
    plain = _MARKS.sub(" ", part)
    pieces = [(piece["start_index"], piece["end_index"]) for piece in sentencex.get_sentence_boundaries("en", plain)]
    for (start, end), (next_start, next_end) in pairwise(pieces):
        left = start + len(plain[start:end].rstrip())
        right = next_end - len(plain[next_start:next_end].lstrip())
        if plain[right : right + 1].islower() or part.startswith("[", left):
            continue  # “Stop!” he said, and a footnote [1] that clings to its sentence
        white = _WHITE.search(part, left, right)
        yield white.start() if white else right
