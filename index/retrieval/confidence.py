"""Calibrated confidence: the chance that a hit answers, from what is known of it and how it stands to the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.trained.gradient_trees import Trees, to_trees
from index.retrieval.features import to_table
from index.retrieval.search import Hit
from index.trained import load_object

FILE = "confidence.json"
SHA256 = "fd78e5d710f2caa6872300389d44b0e27239b29c3d6ab1bca9b34a0ad0120046"


@dataclass(frozen=True)
class ConfidenceModel:
    """Trees whose scores an isotonic regression turns into chances (Zadrozny & Elkan, 2002)."""

    trees: Trees
    scores: NDArray[np.float32]
    """Ascending."""
    chances: NDArray[np.float32]
    """How often hits of these scores were right; between them it is interpolated."""

    def confidences(self, hits: Sequence[Hit], places: int) -> list[float]:
        """The chance, 0–1, that each of the first hits answers; `hits` are all of a search, best first."""
        table = to_table(confidence_features(hits, places), self.trees.features)
        return [float(chance) for chance in np.interp(self.trees.scores(table), self.scores, self.chances)]


def confidence_features(hits: Sequence[Hit], places: int) -> list[dict[str, float]]:
    """Of each of the first hits its features by name: the ranker's, and how it stands to the other hits."""
    scores = np.array([hit.score for hit in hits], np.float32)
    shares = np.exp(scores - scores.max(initial=0))
    shares /= max(float(shares.sum()), 1e-9)
    return [
        {**hit.features, "score": hit.score, "lead of passage": _lead(hits, place), "share": float(shares[place])}
        for place, hit in enumerate(hits[:places])
    ]


def _lead(hits: Sequence[Hit], place: int) -> float:
    """How far a hit is ahead of the next passage."""
    passage = hits[place].sentence.passage
    others = (hit.score for hit in hits[place + 1 :] if hit.sentence.passage != passage)
    return hits[place].score - next(others, hits[-1].score)


def to_confidence_model(stored: Mapping[str, Any]) -> ConfidenceModel:
    """The model in a JSON object: that of `to_trees`, and `calibration`, pairs of a score and a chance."""
    scores, chances = np.array(stored["calibration"], np.float32).T
    return ConfidenceModel(to_trees(stored), scores, chances)


@cache
def load_confidence_model() -> ConfidenceModel:
    """The one that Pullquote comes with, made by benchmarks/ranker.py."""
    return to_confidence_model(load_object(FILE, SHA256))
