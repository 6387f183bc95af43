"""What an encoder's vectors become before they are stored."""

import numpy as np
import pytest

from index.encoding.embedding import directions, unit
from index.encoding.model_files import EncoderError


def test_rows_get_the_length_one() -> None:
    """Whatever they had."""
    expected = np.array([[0.6, 0.8], [0, -1]], np.float32)
    np.testing.assert_allclose(unit(np.array([[3, 4], [0, -2]], np.float32)), expected)
    assert unit(np.zeros((0, 2), np.float32)).shape == (0, 2)


@pytest.mark.parametrize("bad", [0, np.nan, np.inf])
def test_a_row_without_a_direction_is_refused(bad: float) -> None:
    """FAISS would take it."""
    with pytest.raises(EncoderError, match="not finite or has no direction"):
        unit(np.array([[1, 0], [bad, 0]], np.float32))


def test_directions_stay_in_eight_bits() -> None:
    """To less than a hundredth; a row of zeros stays one."""
    rows = np.random.default_rng(5).normal(size=(50, 128)).astype(np.float32) * 1e-3
    small = directions(rows)
    assert small.dtype == np.int8
    assert np.abs(small).max(axis=1).tolist() == [127] * 50
    cosines = (unit(rows) * unit(small.astype(np.float32))).sum(axis=1)
    assert cosines.min() > 0.999
    assert not directions(np.zeros((1, 3), np.float32)).any()
    assert directions(np.zeros((0, 3), np.float32)).shape == (0, 3)
