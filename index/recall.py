"""From the id of a citation back to the words."""

from dataclasses import dataclass

from corpus.errors import PullquoteError
from corpus.excerpt import Excerpt


class CitationError(PullquoteError):
    """No words have such an id."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """The words of a citation."""

    excerpt: Excerpt
    live: bool
    """Whether the article is still among those that answer; else it has been changed or taken away since."""
