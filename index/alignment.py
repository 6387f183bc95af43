"""Words of a claim laid beside the words of an article, so that as few as possible differ."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.verbatim import GAP

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
