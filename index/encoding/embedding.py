"""What the encoder makes of a text in one pass: vectors of the whole, of its pieces and of its tokens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoding.compression import Matrix
from index.encoding.model_files import EncoderError

HIGHEST = 127  # of eight bits

Pieces = tuple[tuple[int, int], ...]
"""Parts of a text: half-open ranges of its characters."""


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

    last: Matrix
    """Of the model's last layer, shape (tokens, dimension)."""
    ids: NDArray[np.int64]
    offsets: NDArray[np.int64]
    special: NDArray[np.bool_]


def to_embedding(pieces: Pieces, windows: Sequence[Window], compression: Matrix | None) -> Embedding:
    """The embedding of a text from its windows, in order."""
    last = np.concatenate([window.last for window in windows])
    words = ~np.concatenate([window.special for window in windows])
    starts, ends = np.concatenate([window.offsets for window in windows])[words].T
    whole, spoken = last.mean(axis=0), last[words]
    inside = [(starts >= first) & (ends <= end) & (ends > starts) for first, end in pieces]
    means = [spoken[tokens].mean(axis=0) if tokens.any() else whole for tokens in inside]
    ranges = [
        (int(tokens.argmax()), len(tokens) - int(tokens[::-1].argmax())) if tokens.any() else (0, 0)
        for tokens in inside
    ]
    return Embedding(
        vector=unit(whole[None])[0],
        pieces=unit(np.reshape(means, (len(pieces), len(whole)))),
        tokens=directions(spoken if compression is None else spoken @ compression.T),
        ids=np.concatenate([window.ids for window in windows])[words].astype(np.int32),
        ranges=np.array(ranges, np.int32).reshape(len(pieces), 2),
    )


def unit(rows: Matrix) -> Matrix:
    """Rows of length 1. Raises EncoderError where one has no direction."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not (lengths > 0).all():
        raise EncoderError("the model gave a vector that is not finite or has no direction")
    return np.asarray(rows / lengths, np.float32)


def directions(rows: Matrix) -> NDArray[np.int8]:
    """Rows in eight bits a number, the greatest of each at the limit; their lengths are lost."""
    greatest = np.abs(rows).max(axis=1, keepdims=True, initial=1e-12)
    return np.asarray(np.round(rows / greatest * HIGHEST), np.int8)


def embed_apart(texts: Sequence[tuple[str, Pieces]], encode: Callable[[Sequence[str]], Matrix]) -> list[Embedding]:
    """The embeddings of texts of which each piece is encoded by itself, as its one token."""
    groups = [[text, *(text[start:end] for start, end in pieces)] for text, pieces in texts]
    vectors = iter(encode([text for group in groups for text in group]))
    embeddings = []
    for group in groups:
        rows = np.stack([next(vectors) for _ in group])
        last = np.arange(len(group) - 1, dtype=np.int32)
        tokens = directions(rows[1:] if len(group) > 1 else rows)
        embeddings.append(
            Embedding(
                vector=rows[0],
                pieces=rows[1:],
                tokens=tokens,
                ids=np.zeros(len(tokens), np.int32),
                ranges=np.stack([last, last + 1], 1),
            )
        )
    return embeddings
