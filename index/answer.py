"""A question's answer: excerpts, or a refusal."""

from dataclasses import dataclass

from corpus.excerpt import Excerpt


@dataclass(frozen=True, slots=True)
class Answer:
    """What the corpus says to a question; without excerpts it is a refusal."""

    question: str
    excerpts: tuple[Excerpt, ...]
    """Best first; empty where the corpus does not answer."""
    confidence: float
    """0–1, higher is surer, calibrated: of answers at 0.8 four in five are right. Of a refusal: what it would have been."""
    nearest: tuple[Excerpt, ...] = ()
    """Of a refusal: the nearest passages, which are no answer."""
