"""A claim aligned with the words of a place in an article: what is the same, and what differs.

The alignment is semi-global: all words of the claim count, and those of the place before its first and after its last
cost nothing. Needleman and Wunsch, 1970, by words instead of letters, with free ends as Sellers, 1980, has them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.text.span import Span
from index.verification.places import Place
from index.verification.tokens import GAP, Token

# Of two alignments with as many differences the one that keeps more words is taken, then the one that puts a word in
# place of another; however many those are, they do not outweigh a difference.
SAME, REPLACED, DIFFERENT = -2, 99_999, 100_000

Step = tuple[int | None, int | None]
"""The number of a claimed word and that of the real word aligned with it; None where one has no partner."""
RunKind = Literal["same", "different", "gap"]
ChangeKind = Literal["same", "replaced", "added", "left out", "elided"]

_OPENING = "([{“„‘«\"'"
_HYPHENS = frozenset("-‐‑–—")


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a claim in a row, and the real words that they are aligned with."""

    kind: ChangeKind
    """`elided` is left out where the claim has an ellipsis."""
    claimed: str
    """Empty where words were left out."""
    real: str
    """Empty where words were added. A slice of the real excerpt otherwise."""


@dataclass(frozen=True, slots=True)
class Run:
    """Aligned words in a row: all the same, all different, or left out where the claim has an ellipsis."""

    kind: RunKind
    claimed: tuple[Token, ...]
    real: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A claim aligned with a place."""

    place: Place
    runs: tuple[Run, ...]
    """From the claim's first word to its last, none over two quotes of the place."""

    @property
    def same(self) -> int:
        """How many words of the claim are the real ones."""
        return sum(len(run.claimed) for run in self.runs if run.kind == "same")

    @property
    def different(self) -> int:
        """The edit distance in words: how many are replaced, left out, or added."""
        return sum(max(len(run.claimed), len(run.real)) for run in self.runs if run.kind == "different")

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the words stand in the document: one span, or several with what the claim's ellipses leave out."""
        groups: list[list[Token]] = [[]]
        for run in self.runs:
            groups = [*groups, []] if run.kind == "gap" else [*groups[:-1], [*groups[-1], *run.real]]
        return tuple(Span(words[0].span.start, words[-1].span.end) for words in groups if words)


def align_claim(claimed: Sequence[Token], claim: str, place: Place) -> Alignment:
    """The best alignment of the words of a claim with a place."""
    steps = align([word.key for word in claimed], [word.key for word in place.tokens])
    labelled = _labelled(steps, claimed, place)
    runs = (
        Run(
            kind,
            tuple(claimed[at] for _, _, (at, _) in group if at is not None),
            tuple(place.tokens[at] for _, _, (_, at) in group if at is not None),
        )
        for (kind, _), grouped in groupby(labelled, key=itemgetter(0, 1))
        for group in [list(grouped)]
    )
    return Alignment(place, tuple(_without_hyphens(run, claim, place.document.text) for run in runs))


def changes(alignment: Alignment, claim: str) -> tuple[Change, ...]:
    """The whole claim and the real words, in order."""
    text = alignment.place.document.text
    sides = ((run.kind, _slice(claim, run.claimed), _slice(text, run.real)) for run in alignment.runs)
    return tuple(Change(_change_kind(kind, claimed, real), claimed, real) for kind, claimed, real in sides)


def _change_kind(kind: RunKind, claimed: str, real: str) -> ChangeKind:
    if kind == "different":
        return "added" if not real else "replaced" if claimed else "left out"
    return "elided" if kind == "gap" else "same"


def _labelled(steps: Sequence[Step], claimed: Sequence[Token], place: Place) -> Iterator[tuple[RunKind, int, Step]]:
    """Each step with its kind and the quote it is in; what an ellipsis leaves out has steps here too."""
    last: int | None = None
    quote = 0
    for at, real in steps:
        if real is not None:
            if last is not None:
                yield from (("gap", place.quote_of(left), (None, left)) for left in range(last + 1, real))
            last, quote = real, place.quote_of(real)
        same = at is not None and real is not None and claimed[at].key == place.tokens[real].key
        yield "same" if same else "different", quote, (at, real)


def _without_hyphens(run: Run, claim: str, text: str) -> Run:
    """“E-mail” and “email” are the same: a hyphen more or less."""
    alike = "".join(word.key for word in run.claimed) == "".join(word.key for word in run.real)
    hyphen = _HYPHENS & {*_slice(claim, run.claimed), *_slice(text, run.real)}
    return Run("same", run.claimed, run.real) if run.kind == "different" and alike and hyphen else run


def _slice(text: str, words: Sequence[Token]) -> str:
    """Words as they stand in a text, with the marks that cling to them."""
    if not words:
        return ""
    start, end = words[0].span.start, words[-1].span.end
    while start and text[start - 1] in _OPENING:
        start -= 1
    while end < len(text) and not (text[end].isspace() or text[end].isalnum() or text[end] in _OPENING):
        end += 1
    return text[start:end]


# The alignment of words -----------------------------------------------------------------------------------------------


def align(claimed: Sequence[str], real: Sequence[str]) -> list[Step]:
    """The steps that align all words of a claim with some of the real ones in a row, with as few differences as can be.

    A GAP of the claim takes as many real words as it needs; those, and the GAP, are no steps. Time and space are the
    product of the lengths.
    """
    costs = _costs(claimed, real)
    steps: list[Step] = []
    at, place = len(claimed), int(costs[-1].argmin())
    while at:
        before, here = costs[at - 1], costs[at]
        if claimed[at - 1] == GAP:
            place = int(np.flatnonzero(before[: place + 1] == here[place])[-1])
            at -= 1
        elif place and here[place] == before[place - 1] + (SAME if claimed[at - 1] == real[place - 1] else REPLACED):
            at, place = at - 1, place - 1
            steps.append((at, place))
        elif here[place] == before[place] + DIFFERENT:
            at -= 1
            steps.append((at, None))
        else:
            place -= 1
            steps.append((None, place))
    return steps[::-1]


def _costs(claimed: Sequence[str], real: Sequence[str]) -> NDArray[np.int32]:
    """The least cost of aligning so many claimed words so that they end at each real word, shape (claimed + 1, real +
    1)."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(claimed))}
    words = np.array([numbers.get(word, -1) for word in real], np.int32)
    replaced = {word: np.where(words == number, SAME, REPLACED).astype(np.int32) for word, number in numbers.items()}
    skipped = DIFFERENT * np.arange(len(real) + 1, dtype=np.int32)
    costs = np.zeros((len(claimed) + 1, len(real) + 1), np.int32)
    for at, word in enumerate(claimed, start=1):
        before, here = costs[at - 1], costs[at]
        if word == GAP:
            np.minimum.accumulate(before, out=here)
            continue
        np.add(before, DIFFERENT, out=here)
        np.minimum(here[1:], before[:-1] + replaced[word], out=here[1:])
        here -= skipped
        np.minimum.accumulate(here, out=here)  # real words between, left out
        here += skipped
    return costs
