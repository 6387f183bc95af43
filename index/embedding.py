"""What the encoder makes of a text in one pass: vectors of the whole, of its pieces and of its tokens."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.model import EncoderError

Matrix = NDArray[np.float32]
Pieces = tuple[tuple[int, int], ...]
"""Parts of a text: half-open ranges of its characters."""
_HIGHEST = 127  # of int8
PROJECTION = Path(__file__).parent / "trained" / "projection.npy"
PROJECTION_SHA256 = "c5fc588a6bc77ea0bfc2e23f8dbf945e2ece179f94b5878b471f89d438a631ca"


@dataclass(frozen=True, slots=True)
class Embedding:
    """A text, read in one pass of the encoder."""

    vector: Matrix
    """Of the whole, of length 1, shape (dimension,)."""
    pieces: Matrix
    """Of each of its pieces, in the light of the whole, of length 1, shape (pieces, dimension)."""
    tokens: NDArray[np.int8]
    """The direction of each token, in the light of the whole, shape (tokens, width)."""
    ids: NDArray[np.int32]
    """The tokens' numbers in the model's vocabulary."""
    ranges: NDArray[np.int32]
    """The tokens of each piece, half-open, shape (pieces, 2)."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Field → value, to be stored."""
        return {name: np.ascontiguousarray(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive tokens of a text, as many as the model reads at once."""

    text: int
    states: Matrix
    ids: NDArray[np.int64]
    offsets: NDArray[np.int64]
    special: NDArray[np.bool_]


def to_embedding(pieces: Pieces, windows: Sequence[Window], projection: Matrix | None) -> Embedding:
    """The embedding of a text from its windows, in order; tokens go through `projection`, shape (width, dimension)."""
    states = np.concatenate([window.states for window in windows])
    words = ~np.concatenate([window.special for window in windows])
    starts, ends = np.concatenate([window.offsets for window in windows])[words].T
    whole = states.mean(axis=0)
    spoken = states[words]
    inside = [(starts >= first) & (ends <= last) & (ends > starts) for first, last in pieces]
    means = [spoken[each].mean(axis=0) if each.any() else whole for each in inside]
    ranges = [(int(each.argmax()), len(each) - int(each[::-1].argmax())) if each.any() else (0, 0) for each in inside]
    return Embedding(
        vector=unit(whole[None])[0],
        pieces=unit(np.reshape(means, (len(pieces), len(whole)))),
        tokens=directions(spoken if projection is None else spoken @ projection.T),
        ids=np.concatenate([window.ids for window in windows])[words].astype(np.int32),
        ranges=np.array(ranges, np.int32).reshape(len(pieces), 2),
    )


def unit(rows: Matrix) -> Matrix:
    """Rows of length 1. Raises EncoderError where one has no direction."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not (lengths > 0).all():
        raise EncoderError("the model gave a vector that is not finite or has no direction")
    found: Matrix = (rows / lengths).astype(np.float32)
    return found


def directions(rows: Matrix) -> NDArray[np.int8]:
    """Rows in eight bits a number, the greatest of each at the limit; their lengths are lost."""
    greatest = np.abs(rows).max(axis=1, keepdims=True, initial=1e-12)
    found: NDArray[np.int8] = np.round(rows / greatest * _HIGHEST).astype(np.int8)
    return found


@cache
def load_projection() -> Matrix:
    """The principal directions of the packaged encoder's tokens, shape (width, dimension), from benchmarks/train.py."""
    data = PROJECTION.read_bytes()
    if sha256(data).hexdigest() != PROJECTION_SHA256:
        raise EncoderError(f"{PROJECTION.name} is not the file that Pullquote came with; install it again")
    rows: Matrix = np.load(io.BytesIO(data), allow_pickle=False).astype(np.float32)
    return rows
