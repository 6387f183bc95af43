"""What two versions of an article quote differently."""

import re
from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from corpus.english.quotation_marks import MARKS
from corpus.quotes.direct import Quote
from corpus.speakers.name_match import names_match
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document

_ASIDE = re.compile(rf"[\s{MARKS}‐-―-]+")  # marks, white space and dashes are no words
# Of 100, as rapidfuzz has it. Of 27,549 pairs of different quotes of one article (news of 2016) .3 % are so alike; of
# quotes with another word all are, of those cut by half .97. At 50 these are 1.2 % and 1, at 70 .2 % and .43.
_ALIKE = 60
_AT_ONCE = 2000  # quotes of a side that are compared with each other: 4 MB, however long the articles are


@dataclass(frozen=True, slots=True)
class QuoteChanges:
    """Between an older and a newer version, each in the order of its text."""

    kept: int
    """Quotes that are there word for word, by the same speaker."""
    changed: tuple[tuple[Quote, Quote], ...]
    """Old and new: other words, or another speaker. In the order of the old text."""
    appeared: tuple[Quote, ...]
    vanished: tuple[Quote, ...]


class _Said(NamedTuple):
    words: str
    name: str | None
    speaker: Speaker | None


def compare_quotes(
    old: Document, old_quotes: tuple[Quote, ...], new: Document, new_quotes: tuple[Quote, ...]
) -> QuoteChanges:
    """What changed from `old` to `new`. Where a quote stands does not matter; none is paired with two others."""
    ours, theirs = list(_said(old, old_quotes)), list(_said(new, new_quotes))
    pairs: dict[int, int] = {}
    for pairing in (_same, _same_words, _alike):
        left = sorted(set(range(len(ours))) - pairs.keys())
        right = sorted(set(range(len(theirs))) - set(pairs.values()))
        found = pairing([ours[number] for number in left], [theirs[number] for number in right])
        pairs |= {left[one]: right[other] for one, other in found}
    paired = set(pairs.values())
    changed = [(one, pairs[one]) for one in sorted(pairs) if not _is_kept(ours[one], theirs[pairs[one]])]
    return QuoteChanges(
        kept=len(pairs) - len(changed),
        changed=tuple((old_quotes[one], new_quotes[other]) for one, other in changed),
        appeared=tuple(quote for number, quote in enumerate(new_quotes) if number not in paired),
        vanished=tuple(quote for number, quote in enumerate(old_quotes) if number not in pairs),
    )


def _said(document: Document, quotes: Sequence[Quote]) -> Iterator[_Said]:
    for quote in quotes:
        words = _ASIDE.sub(" ", quote.span.of(document.text)).strip(" ,.")
        yield _Said(words, quote.speaker.name if quote.speaker else None, quote.speaker)


def _is_kept(one: _Said, other: _Said) -> bool:
    if one.words != other.words or one.speaker is None or other.speaker is None:
        return one[:2] == other[:2]
    return names_match(one.speaker.name, other.speaker) or names_match(other.speaker.name, one.speaker)


# Pairs, as places in the two sides ------------------------------------------------------------------------------------


def _same(ours: Sequence[_Said], theirs: Sequence[_Said]) -> Iterator[tuple[int, int]]:
    """The same words by a speaker of the same name."""
    return _equal([said[:2] for said in ours], [said[:2] for said in theirs])


def _same_words(ours: Sequence[_Said], theirs: Sequence[_Said]) -> Iterator[tuple[int, int]]:
    return _equal([said.words for said in ours], [said.words for said in theirs])


def _equal(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for other, said in enumerate(theirs):
        places[said].append(other)
    yield from ((one, places[said].popleft()) for one, said in enumerate(ours) if places[said])


def _alike(ours: Sequence[_Said], theirs: Sequence[_Said]) -> Iterator[tuple[int, int]]:
    """The likest first, and of those the first ones."""
    for start in range(0, min(len(ours), len(theirs)), _AT_ONCE):
        sides = ([said.words for said in side[start : start + _AT_ONCE]] for side in (ours, theirs))
        scores = process.cdist(*sides, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.uint8)
        while scores.any():
            one, other = divmod(int(scores.argmax()), scores.shape[1])
            yield start + one, start + other
            scores[one] = 0
            scores[:, other] = 0
