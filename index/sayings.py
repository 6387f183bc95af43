"""What a person says, all of it or about a topic."""

from dataclasses import dataclass

from corpus.errors import PullquoteError
from corpus.excerpt import Excerpt


class PersonError(PullquoteError):
    """Nobody who is quoted has such an id, or is called so."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Words of a person that stand alone: a quote, or the sentences around pieces of one or of reported speech."""

    excerpt: Excerpt
    twins: tuple[Excerpt, ...] = ()
    """The same words in other documents, one of each."""
