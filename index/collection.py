"""A set of documents searched together: the one thing the faces call.

Skeleton of the public surface; the body follows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from corpus.document import Document
from index.answer import Answer

Progress = Callable[[int, int], None]
"""Called with the passages done and the passages in all. What it raises stops the work and leaves the old index."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an indexing did."""

    indexed: int
    """Documents that are new or changed."""
    unchanged: int
    removed: int
    failed: tuple[str, ...]
    """A sentence for each article that could not be read, or stands there twice."""
    passages: int
    seconds: float
    notes: tuple[str, ...] = ()
    """What else the person should know: a damaged index set aside, for one."""


class Collection:
    """Thread-safe: answers come from one generation, whole; a reindex swaps in the next when it is ready."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be quoted, in the order of their titles."""
        raise NotImplementedError

    def answer(self, question: str) -> Answer:
        """Search and decide; blocks for tens of milliseconds. Raises QuestionError where nothing is asked."""
        raise NotImplementedError

    def reindex(self, progress: Progress | None = None) -> Report:
        """Read the articles folder anew, build beside the live index and swap it in; blocks, for seconds to minutes."""
        raise NotImplementedError
