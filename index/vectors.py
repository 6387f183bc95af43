"""Nearest vectors: the one file that knows FAISS."""

import faiss
import numpy as np

from corpus.errors import PullquoteError
from index.compression import Matrix as Matrix

_BELOW = -2.0  # any cosine


class VectorsError(PullquoteError):
    """Vectors that do not fit their index; FAISS itself only asserts, and not at all under `python -O`."""


class Vectors:
    """Unit vectors in one flat, exact index; a row's number is its place in the matrix it was made of."""

    def __init__(self, index: "faiss.IndexFlatIP") -> None:
        self._index = index

    @classmethod
    def of(cls, matrix: Matrix) -> "Vectors":
        """The index of a matrix of shape (rows, dimension)."""
        index = faiss.IndexFlatIP(matrix.shape[1])
        index.add(_checked(matrix, matrix.shape[1]))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Vectors":
        """The index that `to_bytes` wrote."""
        try:
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise VectorsError("the vectors of the index cannot be read") from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise VectorsError("the vectors of the index are of another kind")
        return cls(index)

    def to_bytes(self) -> bytes:
        """The index in FAISS's own format."""
        return bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def matrix(self) -> Matrix:
        """All vectors, shape (rows, dimension)."""
        rows: Matrix = self._index.reconstruct_n(0, len(self))
        return rows

    def scores(self, vector: Matrix) -> Matrix:
        """The cosine, from −1 to 1, of one vector of shape (dimension,) with every row."""
        scores = np.full(len(self), np.nan, np.float32)
        # By range, which gives all of them unsorted: asked for as many nearest, FAISS sorts them, ten times as long.
        _, found, rows = self._index.range_search(_checked(vector[None], self.dimension), _BELOW)
        scores[rows] = found
        if np.isnan(scores).any():
            raise VectorsError("the index did not score all of its vectors")
        return scores


def _checked(matrix: Matrix, dimension: int) -> Matrix:
    if matrix.ndim != 2 or matrix.shape[1] != dimension:
        raise VectorsError(f"vectors of shape {matrix.shape} do not fit an index of dimension {dimension}")
    if not np.isfinite(matrix).all():
        raise VectorsError("a vector is not finite")
    return np.ascontiguousarray(matrix, dtype=np.float32)
