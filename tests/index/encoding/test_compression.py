"""Token vectors in fewer dimensions stay what they were."""

import numpy as np
import pytest
from numpy.typing import NDArray

from index.encoding.compression import HIGHEST, Compression, Matrix, load_compression
from index.encoding.embedding import Pieces, Window, unit
from index.encoding.onnx_encoder import OnnxEncoder

TEXTS: list[tuple[str, Pieces]] = [
    ("The old bridge was closed in March. Engineers had found cracks in two of its pillars.", ()),
    ("Honey is made from nectar. Bees dance to tell others where flowers are.", ()),
]


@pytest.fixture(scope="module")
def windows(encoder: OnnxEncoder) -> list[Window]:
    """The tokens of TEXTS, as the model gives them."""
    return [window for windows in encoder.windows([text for text, _ in TEXTS]) for window in windows]


def cosines(rows: Matrix) -> Matrix:
    found: Matrix = unit(rows) @ unit(rows).T
    return found


def test_cosines_between_tokens_stay(windows: list[Window]) -> None:
    """As nearly as a third of the dimensions can keep them: on texts like these they move by .03, by .15 at most."""
    compression = load_compression()
    rows = np.concatenate([window.last for window in windows])
    moved = np.abs(cosines(rows) - cosines(compression.tokens(rows)))
    assert compression.tokens(rows).shape == (len(rows), 128)
    assert moved.mean() < 0.05
    assert moved.max() < 0.25


def test_states_keep_most_of_what_they_were(windows: list[Window]) -> None:
    """In eight bits: .92 of the energy, of which eight bits cost a thousandth."""
    compression = load_compression()
    rows = np.concatenate([window.middle for window in windows])
    states = compression.states(rows)
    assert states.dtype == np.int8
    assert states.shape == (len(rows), 192)

    def kept(back: Matrix) -> float:
        return 1 - float(np.square(rows - back).sum() / np.square(rows).sum())

    exact = kept(rows @ compression.middle.T @ compression.middle)
    assert exact > 0.9
    back = (states * compression.steps).astype(np.float32) @ compression.middle
    assert kept(back) == pytest.approx(exact, abs=0.002)


def test_the_directions_are_at_right_angles() -> None:
    """So that lengths and angles within them are kept."""
    compression = load_compression()
    for directions in (compression.last, compression.middle):
        assert np.allclose(directions @ directions.T, np.eye(len(directions)), atol=1e-5)
    assert (compression.steps > 0).all()


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [
        ([0.0, 0.9, 1.1], [0, 1, 1]),
        ([126.4, 127.4, 1e9], [126, 127, 127]),
        ([-126.4, -128.0, -1e9], [-126, -127, -127]),
    ],
)
def test_what_does_not_fit_in_eight_bits_is_cut(numbers: list[float], wanted: list[int]) -> None:
    """And does not come out with the other sign."""
    one = np.eye(3, dtype=np.float32)
    found: NDArray[np.int8] = Compression(one, one, np.ones(3, np.float32)).states(np.array([numbers], np.float32))
    assert found.tolist() == [wanted]
    assert np.abs(found).max() <= HIGHEST


def test_no_tokens_are_no_rows() -> None:
    """Neither of the last layer nor of the middle one."""
    none = np.zeros((0, 384), np.float32)
    assert load_compression().tokens(none).shape == (0, 128)
    assert load_compression().states(none).shape == (0, 192)
