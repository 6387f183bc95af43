"""Nearest vectors by inner product, in a flat index of FAISS: the one file that knows it."""

from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import PullquoteError
from index.encoding.compression import Matrix


class VectorsError(PullquoteError):
    """Vectors that do not fit their index; FAISS itself only asserts, and not at all under `python -O`."""


class VectorIndex:
    """Unit vectors in one flat, exact index; a row's number is its place in the matrix it was made of."""

    def __init__(self, index: "faiss.IndexFlatIP", data: NDArray[np.uint8] | None = None) -> None:
        self._index = index
        self._data = data  # where the index lies, if it has no memory of its own
        # To ask the library takes longer than the scores of ten rows.
        self._rows, self._start = int(index.ntotal), index.get_xb()
        self.dimension = int(index.d)
        """The length of a row."""

    @classmethod
    def of(cls, matrix: Matrix) -> "VectorIndex":
        """The index of a matrix of shape (rows, dimension). Raises VectorsError where a vector is not finite."""
        index = faiss.IndexFlatIP(matrix.shape[1])
        index.add(_checked(matrix, matrix.shape[1]))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: "bytes | memoryview") -> "VectorIndex":
        """The index that `to_bytes` wrote, not copied. Raises RuntimeError where it is none."""
        array = np.frombuffer(data, dtype=np.uint8)
        reader = faiss.ZeroCopyIOReader(faiss.swig_ptr(array), len(array))  # type: ignore[attr-defined]
        index: Any = faiss.read_index(reader, faiss.IO_FLAG_MMAP_IFC)
        return cls(index, array)

    def to_bytes(self) -> bytes:
        """The index in FAISS's own format."""
        return bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return self._rows

    def matrix(self, rows: range) -> Matrix:
        """The vectors of consecutive rows, shape (rows, dimension)."""
        vectors: Matrix = self._index.reconstruct_n(rows.start, len(rows))
        return vectors


def scores_of(indexes: Sequence[VectorIndex], vector: Matrix) -> list[Matrix]:
    """The cosines, from −1 to 1, of one unit vector of shape (dimension,) with every row of several indexes, each of
    shape (rows,). Raises VectorsError where the vector is of another length or not finite."""
    results: list[Matrix] = []
    if not indexes:
        return results
    query = _checked(vector[None], indexes[0].dimension)
    pointer = faiss.swig_ptr(query)
    for index in indexes:
        if index.dimension != query.shape[1]:
            raise VectorsError(f"an index has dimension {index.dimension}, others {query.shape[1]}")
        scores = np.empty(len(index), np.float32)
        # Not `search`, which sorts, nor `range_search`: with hundreds of small indexes it takes twice as long.
        faiss.fvec_inner_products_ny(  # type: ignore[attr-defined]
            faiss.swig_ptr(scores), pointer, index._start, index.dimension, len(index)
        )
        results.append(scores)
    return results


def _checked(matrix: Matrix, dimension: int) -> Matrix:
    if matrix.ndim != 2 or matrix.shape[1] != dimension:
        raise VectorsError(f"vectors of shape {matrix.shape} do not fit an index of dimension {dimension}")
    if not np.isfinite(matrix).all():
        raise VectorsError("a vector is not finite")
    return np.ascontiguousarray(matrix, dtype=np.float32)
