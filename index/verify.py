"""Whether somebody's quote is real: a claim held against the words of the articles."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from corpus.excerpt import Excerpt
from index.generation import Generation


class Finding(StrEnum):
    """What came out."""

    EXACT = "exact"
    ALTERED = "altered"
    WRONG_SPEAKER = "wrong speaker"
    SPLICED = "spliced"
    PARAPHRASE = "paraphrase"
    NOT_FOUND = "not found"
    TOO_SHORT = "too short"


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that somebody says are a quote, and who is said to have said them."""

    words: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words of a claim beside the real ones."""

    kind: Literal["same", "replaced", "added", "left out"]
    claimed: str
    """Empty where words were left out."""
    real: str
    """Empty where words were added. A slice of the real excerpt otherwise."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of a claimed quote."""

    claim: Claim
    finding: Finding
    excerpts: tuple[Excerpt, ...] = ()
    """Where the real words stand: every source of exact or altered ones, best first; both pieces of spliced ones, in
    the claim's order; of a paraphrase what it renders; of what is not found the nearest real words, at most three."""
    changes: tuple[Change, ...] = ()
    """Of altered words: the whole claim against the first excerpt, in order. Of exact ones only where an ellipsis of
    the claim leaves words out."""
    confirmed: bool | None = None
    """Whether the first excerpt gives the words to the claim's speaker; None where none is claimed, where the article
    does not tell, and where no real words are held against the claim."""


def verify(generation: Generation, claim: Claim) -> Verdict:
    """Hold a claim against the articles."""
    return Verdict(claim, Finding.NOT_FOUND)


def find_claims(text: str) -> tuple[Claim, ...]:
    """The quotes in a message, each with whom the message gives it to."""
    return ()
