"""How sure to be of a hit: the chance that it answers, from what is known of it and how it stands to the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.speakers.gradient_trees import Trees, to_trees
from index.retrieval.features import NAMES
from index.retrieval.ranker import SHA256, SURENESS
from index.retrieval.search import Hit
from index.trained import load_object

COLUMNS = (*NAMES, "score", "lead of passage", "share")


@dataclass(frozen=True)
class Sureness:
    """Trees, and what their scores have meant."""

    trees: Trees
    scores: NDArray[np.float32]
    """Ascending."""
    chances: NDArray[np.float32]
    """How often hits of these scores were right; between them it is interpolated."""

    def of(self, hits: Sequence[Hit], places: int) -> list[float]:
        """The chance, 0–1, that each of the first hits answers; `hits` are all that were found, best first."""
        chances = np.interp(self.trees.scores(judged(hits, places)), self.scores, self.chances)
        return [float(chance) for chance in chances]


def judged(hits: Sequence[Hit], places: int) -> NDArray[np.float32]:
    """A row of COLUMNS for each of the first hits."""
    scores = np.array([hit.score for hit in hits], np.float32)
    shares = np.exp(scores - scores.max(initial=0))
    shares /= max(float(shares.sum()), 1e-9)
    rows = [
        np.append(hit.features, [hit.score, _lead(hits, place), shares[place]])
        for place, hit in enumerate(hits[:places])
    ]
    return np.array(rows, np.float32).reshape(len(rows), len(COLUMNS))


def _lead(hits: Sequence[Hit], place: int) -> float:
    """How far a hit is ahead of the next passage."""
    passage = hits[place].sentence.passage
    others = (hit.score for hit in hits[place + 1 :] if hit.sentence.passage != passage)
    return hits[place].score - next(others, hits[-1].score)


def to_sureness(stored: Mapping[str, Any]) -> Sureness:
    """Of a JSON object: that of `trees`, and `calibration`, pairs of a score and a chance."""
    scores, chances = np.array(stored["calibration"], np.float32).T
    return Sureness(to_trees(stored), scores, chances)


@cache
def load_sureness() -> Sureness:
    """The one that Pullquote comes with, made by benchmarks/ranker.py."""
    return to_sureness(load_object(SURENESS, SHA256[SURENESS]))
