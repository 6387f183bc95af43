"""Nearest vectors."""

import subprocess
import sys

import numpy as np
import pytest

from index.encoding.compression import Matrix
from index.engine.vectors import VectorIndex, VectorsError, scores_of
from tests.conftest import ROOT


def unit(rows: int, dimension: int, seed: int = 7) -> Matrix:
    matrix = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    normed: Matrix = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return normed


@pytest.mark.parametrize(("rows", "dimension"), [(1, 3), (500, 384)])
def test_scores_are_the_cosines_of_all_rows(rows: int, dimension: int) -> None:
    """The scores are in the order of the rows, as multiplying them one by one gives them."""
    matrix, query = unit(rows, dimension), unit(1, dimension, seed=8)[0]
    scores = scores_of([VectorIndex.of(matrix)], query)[0]
    np.testing.assert_allclose(scores, matrix @ query, atol=1e-6)
    assert scores.shape == (rows,)


def test_rows_that_are_alike_are_all_scored() -> None:
    """A row that is there many times, as a caption may be, is scored each time."""
    vectors = VectorIndex.of(np.repeat(unit(1, 8), 40, axis=0))
    np.testing.assert_allclose(scores_of([vectors], unit(1, 8)[0])[0], np.ones(40), atol=1e-6)


def test_several_indexes_score_as_each_does() -> None:
    """In their order; those of another dimension are refused."""
    query = unit(1, 8, seed=8)[0]
    several = [VectorIndex.of(unit(rows, 8, seed=rows)) for rows in (3, 1, 40)]
    for scores, index in zip(scores_of(several, query), several, strict=True):
        assert scores.tolist() == scores_of([index], query)[0].tolist()
    assert scores_of([], query) == []
    with pytest.raises(VectorsError, match="dimension 9, others 8"):
        scores_of([*several, VectorIndex.of(unit(2, 9))], query)


def test_without_rows_there_are_no_scores() -> None:
    """An index without rows gives no scores and no error."""
    vectors = VectorIndex.of(np.zeros((0, 8), np.float32))
    assert (len(vectors), vectors.dimension, scores_of([vectors], unit(1, 8)[0])[0].shape) == (0, 8, (0,))


def test_bytes_give_back_what_was_stored() -> None:
    """The vectors are the same bit for bit."""
    vectors = VectorIndex.of(unit(20, 16))
    again = VectorIndex.from_bytes(vectors.to_bytes())
    assert (len(again), again.dimension) == (20, 16)
    assert np.array_equal(again.matrix(range(20)), unit(20, 16))
    assert again.to_bytes() == vectors.to_bytes()


@pytest.mark.parametrize("data", [b"", b"garbage", b"IxFI" + bytes(40), VectorIndex.of(unit(9, 8)).to_bytes()[:-4]])
def test_bytes_that_hold_no_index_are_refused(data: bytes) -> None:
    """Bytes that are cut, or of something else, are refused."""
    with pytest.raises(RuntimeError):
        VectorIndex.from_bytes(data)


REFUSED = """
import numpy as np
from index.engine.vectors import VectorIndex, VectorsError, scores_of
good = VectorIndex.of(np.eye(4, dtype=np.float32))
nan, infinite = np.eye(4, dtype=np.float32), np.eye(4, dtype=np.float32)
nan[2, 1], infinite[0, 3] = np.nan, np.inf
attempts = [
    lambda: scores_of([good], np.ones(3, np.float32)),
    lambda: scores_of([good], np.ones(5, np.float32)),
    lambda: scores_of([good], np.ones((1, 4), np.float32)),
    lambda: scores_of([good], nan[2]),
    lambda: scores_of([good], infinite[0]),
    lambda: VectorIndex.of(nan),
    lambda: VectorIndex.of(infinite),
]
for number, attempt in enumerate(attempts):
    try:
        attempt()
    except VectorsError:
        continue
    raise SystemExit(f"attempt {number} came through")
print(len(attempts), __debug__)
"""


def test_what_does_not_fit_is_refused_without_asserts_too() -> None:
    """FAISS has nothing but asserts, and `python -O` takes them away."""
    command = [sys.executable, "-O", "-c", REFUSED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.stderr) == ("7 False", "")
