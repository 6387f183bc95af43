"""The trained ranker: gradient-boosted trees over the features of a candidate, read from a file that people can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PullquoteError
from index.features import NAMES

FORMAT = 1


class RankerError(PullquoteError):
    """The trained ranker is missing, altered, or made for other features."""


@dataclass(frozen=True)
class Trees:
    """Decision trees, each node a row; a node that is its own child is a leaf."""

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    depth: int

    def sums(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row of a table the sum of the leaves that it falls into."""
        rows = np.arange(len(table))[:, None]
        nodes = np.broadcast_to(self.roots, (len(table), len(self.roots)))
        for _ in range(self.depth):
            goes_left = table[rows, self.feature[nodes]] <= self.threshold[nodes]
            nodes = np.where(goes_left, self.left[nodes], self.right[nodes])
        found: NDArray[np.float32] = self.value[nodes].sum(axis=1)
        return found


@dataclass(frozen=True)
class Ranker:
    trees: Trees

    def scores(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        return self.trees.sums(table)


_ = (Mapping, Any, NAMES)
