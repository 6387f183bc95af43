"""Late interaction of a question with passages, token by token: MaxSim (Khattab & Zaharia, ColBERT, 2020)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.encoding.compression import Matrix
from index.encoding.embedding import Embedding
from index.engine.generation import Generation


@dataclass(frozen=True)
class LateInteraction:
    """The cosines of a question's tokens with those of a passage."""

    cosines: Matrix
    """Shape (question's tokens, passage's tokens)."""
    weights: Matrix
    """Of the question's tokens, by rarity; their sum is 1."""

    def maxsim(self, start: int = 0, end: int | None = None) -> float:
        """The weighted mean, −1 to 1, of each question token's best cosine with the tokens from `start` to `end`."""
        cosines = self.cosines[:, start:end]
        return float(self.weights @ cosines.max(axis=1)) if cosines.shape[1] else 0.0

    @cached_property
    def met(self) -> Matrix:
        """Each question token's best cosine with the tokens of the passage."""
        best: Matrix = self.cosines.max(axis=1, initial=0)
        return best

    def least(self, met: Matrix) -> Matrix:
        """The lowest of the best cosines `met` of the question's tokens that are no less rare than their mean.

        `met` has the shape (question's tokens, …); the result lacks the first axis.
        """
        usual = self.weights < self.weights.mean()
        lowest: Matrix = np.min(met.T + usual, axis=-1, initial=1)
        return lowest


def late_interactions(
    generation: Generation, question: Embedding, passages: Sequence[int]
) -> dict[int, LateInteraction]:
    """Passage → its late interaction with a question."""
    tokens = question.tokens.astype(np.float32)
    tokens /= np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1)
    rarity = generation.tokens.rarity(question.ids)
    weights = rarity / max(float(rarity.sum()), 1e-9)
    return {number: LateInteraction(tokens @ generation.tokens.passage(number).T, weights) for number in passages}
