"""The quotes in a message, with whom it gives them to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that somebody says are a quote, and who is said to have said them."""

    words: str
    speaker: str | None = None


def find_claims(text: str) -> tuple[Claim, ...]:
    """The quotes in a message, each with whom the message gives it to."""
    return ()
