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
# It is quadratic too in marks that end nothing (`![![`, `」「`), so it sees a window at a time; characters. Paragraphs
# of news are shorter than one. What it finds at the end of a window it might not find if it saw what follows.
_WINDOW, _UNSURE = 4_000, 200


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
    for (start, end), (next_start, next_end) in pairwise(_pieces(plain)):
        left = start + len(plain[start:end].rstrip())
        right = next_end - len(plain[next_start:next_end].lstrip())
        if plain[right : right + 1].islower() or part.startswith("[", left):
            continue  # “Stop!” he said, and a footnote [1] that clings to its sentence
        white = _WHITE.search(part, left, right)
        yield white.start() if white else right


def _pieces(plain: str) -> Iterator[tuple[int, int]]:
    """What sentencex takes for sentences, window after window."""
    begun = seen = 0  # where the sentence and the window begin: not together where a window holds no end
    while seen < len(plain):
        window = plain[seen : seen + _WINDOW]
        last = seen + len(window) == len(plain)
        sure = len(window) if last else _WINDOW - _UNSURE
        ends = [piece["end_index"] for piece in sentencex.get_sentence_boundaries("en", window)]
        ends = [end for end in ends if end <= sure]
        for end in ends:
            yield begun, seen + end
            begun = seen + end
        seen = begun if ends else seen + sure
    if begun < len(plain):
        yield begun, len(plain)
