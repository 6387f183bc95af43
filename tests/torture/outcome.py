"""What a scenario gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one scenario. It held where nothing broke."""

    holds: str
    """What must be so, in a sentence."""
    count: int
    """How often it was tried."""
    figures: Mapping[str, float | str]
    broken: tuple[str, ...] = ()
    """A sentence for each time that it was not so."""


def told(times: str, found: Iterable[str]) -> list[str]:
    """Sentences with when they were found before them."""
    return [f"{times}: {each}" for each in found]
