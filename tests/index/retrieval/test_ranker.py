"""The trained ranker."""

import numpy as np

from index.retrieval.features import NAMES
from index.retrieval.ranker import RANKER, load_trees


def test_the_trained_ranker_judges_what_features_gives() -> None:
    """The same columns in the same order, and nothing that it makes of them is not a number."""
    ranker = load_trees(RANKER)
    assert ranker.features == NAMES
    assert np.isfinite(ranker.threshold).all()
    table = np.random.default_rng(0).normal(scale=9, size=(50, len(NAMES))).astype(np.float32)
    scores = ranker.scores(table)
    assert np.isfinite(scores).all()
    assert len(set(scores.tolist())) > 1
