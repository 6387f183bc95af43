"""Token vectors in fewer dimensions stay what they were."""

import numpy as np
import pytest

from index.encoding.compression import Matrix, load_compression
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
    rows = np.concatenate([window.last for window in windows])
    fewer = rows @ load_compression().T
    moved = np.abs(cosines(rows) - cosines(fewer))
    assert fewer.shape == (len(rows), 128)
    assert moved.mean() < 0.05
    assert moved.max() < 0.25


def test_the_directions_are_at_right_angles() -> None:
    """So that lengths and angles within them are kept."""
    directions = load_compression()
    assert np.allclose(directions @ directions.T, np.eye(len(directions)), atol=1e-5)
