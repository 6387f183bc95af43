"""How sure to be of a hit."""

from dataclasses import replace

import numpy as np
import pytest

from corpus.text.span import Span
from index.engine.segment import Sentence
from index.retrieval.confidence import (
    ConfidenceModel,
    confidence_features,
    load_confidence_model,
    to_confidence_model,
)
from index.retrieval.search import Hit

CALIBRATION = [[-1.0, 0.0], [0.0, 0.2], [2.0, 0.9]]


def hit(number: int, passage: int, score: float) -> Hit:
    return Hit(number, Sentence(passage, Span(0, 1)), score, False, False, 0, {"late": float(number)})


def by(feature: str, threshold: float, low: float, high: float) -> ConfidenceModel:
    """A model that looks at one feature alone."""
    tree = [[0, threshold, 1, 2], [low], [high]]
    return to_confidence_model({"features": [feature], "trees": [tree], "calibration": CALIBRATION})


HITS = (hit(7, 1, 3.0), hit(8, 1, 2.5), hit(3, 0, 1.0), hit(4, 2, -4.0))


def test_a_hit_is_judged_by_how_it_stands_to_the_others() -> None:
    """Beside its features its score, how far it is ahead of the next passage, and its share of all."""
    rows = confidence_features(HITS, 3)
    assert [row["late"] for row in rows] == [7, 8, 3]
    assert [row["score"] for row in rows] == [3, 2.5, 1]
    assert [row["lead of passage"] for row in rows] == [2, 1.5, 5]
    assert [row["share"] for row in rows] == pytest.approx(
        np.exp([3, 2.5, 1]) / np.exp([3, 2.5, 1, -4]).sum(), rel=1e-5
    )


def test_the_last_passage_is_ahead_of_what_follows_in_it() -> None:
    """Where there is no other passage to be ahead of."""
    assert [row["lead of passage"] for row in confidence_features(HITS[:2], 2)] == [0.5, 0]


@pytest.mark.parametrize("far", [-1e4, 0.0, 1e4])
def test_shares_are_numbers_whatever_the_scores(far: float) -> None:
    """However far from nothing they are."""
    moved = [replace(each, score=each.score + far) for each in HITS]
    assert all(np.isfinite([*row.values()]).all() for row in confidence_features(moved, len(moved)))


def test_no_hits_have_no_chances() -> None:
    """And no places none."""
    assert by("score", 0, 0, 1).confidences((), 5) == []
    assert by("score", 0, 0, 1).confidences(HITS, 0) == []


def test_a_chance_is_what_scores_have_meant() -> None:
    """Between those that were seen it is interpolated, beyond them it stays."""
    for value, chance in ((-9, 0.0), (-1, 0.0), (-0.5, 0.1), (0, 0.2), (1, 0.55), (2, 0.9), (99, 0.9)):
        assert by("score", 10, value, 0).confidences(HITS[:1], 1) == pytest.approx([chance])


def test_as_many_hits_are_judged_as_there_are_places() -> None:
    """In their order, those after them looked at only for comparison."""
    assert by("score", 1.5, 0, 2).confidences(HITS, 3) == pytest.approx([0.9, 0.9, 0.2])
    assert by("lead of passage", 3, 0, 2).confidences(HITS, 3) == pytest.approx([0.2, 0.2, 0.9])
    assert len(by("share", 0.5, 0, 2).confidences(HITS, 99)) == len(HITS)


def test_the_trained_model_gives_chances() -> None:
    """From 0 to 1 for whatever it sees, never falling as its scores rise."""
    model = load_confidence_model()
    assert (np.diff(model.scores) > 0).all()
    assert (np.diff(model.chances) >= 0).all()
    rows = np.random.default_rng(0).normal(scale=9, size=(50, len(model.trees.features))).tolist()
    seen = [
        replace(hit(place, place % 7, 5 - place / 9), features=dict(zip(model.trees.features, row, strict=True)))
        for place, row in enumerate(rows)
    ]
    chances = model.confidences(seen, len(seen))
    assert all(type(chance) is float and 0 <= chance <= 1 for chance in chances)
    assert len(set(chances)) > 1
