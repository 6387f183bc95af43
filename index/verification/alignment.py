"""A claim laid along a stretch of an article: what is the same, and what differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.text.folding import fold_text
from corpus.text.span import Span
from index.verification.context import Stretch
from index.verification.tokens import GAP, Token

# Of two ways with as many differences the one that keeps more words is taken, then the one that puts a word in place of
# another; however many those are, they do not outweigh a difference.
SAME, REPLACED, DIFFERENT = -2, 99_999, 100_000

Step = tuple[int | None, int | None]
"""The numbers of a claimed word and of the real one beside it; None where one has no partner."""


def align(claimed: Sequence[str], real: Sequence[str]) -> list[Step]:
    """The steps that lay all words of a claim along a part of the real ones, which may begin and end anywhere.

    A GAP of the claim is laid over as many real words as it takes; those, and the GAP, are no steps. Time and space
    are the product of the lengths.
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
    """How many words differ, for each number of claimed words, at best, where they end at each real word."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(claimed))}
    words = np.array([numbers.get(word, -1) for word in real], np.int32)
    along = DIFFERENT * np.arange(len(real) + 1, dtype=np.int32)
    costs = np.zeros((len(claimed) + 1, len(real) + 1), np.int32)
    for at, word in enumerate(claimed, start=1):
        before, here = costs[at - 1], costs[at]
        if word == GAP:
            np.minimum.accumulate(before, out=here)
            continue
        here[:] = before + DIFFERENT
        np.minimum(here[1:], before[:-1] + np.where(words == numbers[word], SAME, REPLACED), out=here[1:])
        here[:] = np.minimum.accumulate(here - along) + along  # real words between, left out
    return costs


RunKind = Literal["same", "different", "gap"]

_OPENING = "([{“„‘«\"'"


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words of a claim beside the real ones."""

    kind: Literal["same", "replaced", "added", "left out"]
    claimed: str
    """Empty where words were left out."""
    real: str
    """Empty where words were added. A slice of the real excerpt otherwise."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a claim beside real ones: all the same, all different, or left out where the claim has an ellipsis."""

    kind: RunKind
    claimed: tuple[Token, ...]
    real: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A claim beside the part of a stretch that it agrees with best."""

    stretch: Stretch
    runs: tuple[Run, ...]
    """From the claim's first word to its last, none over two quotes of the stretch."""

    @property
    def same(self) -> int:
        """How many words of the claim are the real ones."""
        return sum(len(run.claimed) for run in self.runs if run.kind == "same")

    @property
    def different(self) -> int:
        """How many words are not the same, left out, or added."""
        return sum(max(len(run.claimed), len(run.real)) for run in self.runs if run.kind == "different")

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the words stand in the document: one span, or several with what the claim's ellipses leave out."""
        parts: list[list[Token]] = [[]]
        for run in self.runs:
            parts = [*parts, []] if run.kind == "gap" else [*parts[:-1], [*parts[-1], *run.real]]
        return tuple(Span(part[0].span.start, part[-1].span.end) for part in parts if part)


def match(claimed: Sequence[Token], claim: str, stretch: Stretch) -> Match:
    """Lay the words of a claim along a stretch."""
    steps = align([word.key for word in claimed], [word.key for word in stretch.tokens])
    labelled = _labelled(steps, claimed, stretch)
    runs = (
        Run(
            kind,
            tuple(claimed[at] for _, _, (at, _) in inside if at is not None),
            tuple(stretch.tokens[place] for _, _, (_, place) in inside if place is not None),
        )
        for (kind, _), group in groupby(labelled, key=itemgetter(0, 1))
        for inside in [list(group)]
    )
    return Match(stretch, tuple(_reread(run, claim, stretch.document.text) for run in runs))


def changes(found: Match, claim: str) -> tuple[Change, ...]:
    """The whole claim beside the real words, in order."""
    text = found.stretch.document.text
    return tuple(_change(run, _slice(claim, run.claimed), _slice(text, run.real)) for run in found.runs)


def _change(run: Run, claimed: str, real: str) -> Change:
    if run.kind == "same":
        return Change("same", claimed, real)
    return Change("replaced" if claimed and real else "added" if claimed else "left out", claimed, real)


def _labelled(steps: Sequence[Step], claimed: Sequence[Token], stretch: Stretch) -> Iterator[tuple[RunKind, int, Step]]:
    """Each step with its kind and the quote it is in; what an ellipsis leaves out has steps here too."""
    last: int | None = None
    part = 0
    for at, place in steps:
        if place is not None:
            if last is not None:
                yield from (("gap", stretch.part(left), (None, left)) for left in range(last + 1, place))
            last, part = place, stretch.part(place)
        same = at is not None and place is not None and claimed[at].key == stretch.tokens[place].key
        yield "same" if same else "different", part, (at, place)


def _reread(run: Run, claim: str, text: str) -> Run:
    """“E-mail” and “email” are the same: a hyphen more or less."""
    alike = "".join(word.key for word in run.claimed) == "".join(word.key for word in run.real)
    hyphen = "-" in fold_text(_slice(claim, run.claimed) + _slice(text, run.real))
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
