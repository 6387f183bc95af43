"""The speaker of a quote."""

from dataclasses import dataclass
from typing import Literal

from corpus.text.span import Span

How = Literal["named", "title", "pronoun", "continued"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person or organisation a quote is attributed to, in the article's own words."""

    name: str
    role: str | None
    mention: Span
    """Where the article names the speaker of this quote: “Mattis”, or the “he” that stands for him."""
    how: How
