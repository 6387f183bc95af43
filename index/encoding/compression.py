"""The packaged encoder's token vectors in fewer dimensions: what late interaction and the reader store."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.trained import load_arrays

Matrix = NDArray[np.float32]

FILE = "compression.safetensors"
SHA256 = "d3c8fd10adc8bf9653b1e66e38a20f8bc4b24761abca41630445d7fb3415be2d"
HIGHEST = 127  # of eight bits
MIDDLE = 4  # the layer, of six, that the reader goes on from


@dataclass(frozen=True, slots=True)
class Compression:
    """Principal directions of tokens, not centred, so that cosines stay as they are as nearly as they can."""

    last: Matrix
    """Of the last layer, shape (128, 384)."""
    middle: Matrix
    """Of layer MIDDLE, shape (192, 384); .92 of the energy."""
    steps: Matrix
    """What one of eight bits is worth, for each of the middle's directions."""

    def tokens(self, rows: Matrix) -> Matrix:
        """Rows of the last layer in fewer dimensions."""
        return rows @ self.last.T

    def states(self, rows: Matrix) -> NDArray[np.int8]:
        """Rows of the middle layer in fewer dimensions, eight bits a number."""
        return np.clip(np.round(rows @ self.middle.T / self.steps), -HIGHEST, HIGHEST).astype(np.int8)


@cache
def load_compression() -> Compression:
    """The one that Pullquote comes with, made by benchmarks/compression.py."""
    return Compression(**{name: array.astype(np.float32) for name, array in load_arrays(FILE, SHA256).items()})
