"""What keeps the index of one collection: everything that reads or writes it goes through this protocol.

The index is a cache. Whatever is missing in it can be built anew from the documents.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from corpus.text.document import Document
from index.engine.generation import Generation
from index.engine.passage_embeddings import PassageEmbeddings
from index.engine.segment import Segment


class Index(Protocol):
    """The generations of one collection: the live one and the one before.

    `keep`, `publish` and `forget` are for the one process that writes; others read. Thread-safe.
    """

    def keep(self, segment: Segment) -> Segment:
        """Store a segment before any generation names it, so that a build that is killed goes on from there.

        Gives it as it is stored. What is of no generation is removed when the next one is published. Raises
        GenerationError where it cannot be stored, or was embedded by another encoder.
        """

    def stored(self, document: Document, thorough: bool = False) -> Segment | None:
        """The segment of a document, as it would be built now, where it is stored whole.

        `thorough` reads all of it anew. `notes` tells of a damaged one.
        """

    def known_embeddings(self, document: Document) -> Iterable[PassageEmbeddings]:
        """What may hold embeddings of a document's passages."""

    def publish(self, segments: Sequence[Segment], facts: Mapping[str, Any]) -> None:
        """Make these segments the live generation, all or nothing; `facts` are kept with it.

        Those that are not stored yet are stored. Raises GenerationError where they cannot be stored; then nothing has
        changed.
        """

    def live(self) -> Generation | None:
        """The live generation, or the one before where that is damaged; None where neither can be used.

        Loaded when it is first asked for, in seconds.
        """

    def facts(self) -> Mapping[str, Any]:
        """The facts that the generation of `live` was published with, and `published`, ISO, UTC; empty without one."""

    def notes(self) -> tuple[str, ...]:
        """A sentence for each thing that was wrong since `live` last loaded."""

    def size(self) -> int:
        """The bytes that `faults` reads, as far as they can be told."""

    def faults(self, read: Callable[[int], None]) -> Iterable[str]:
        """A sentence for each damaged file of the live generation and the one before, all of them read anew.

        `read` is told the bytes of each, which add up to `size`, and what it raises stops the reading.
        """

    def forget(self) -> None:
        """Erase everything of the collection."""

    def close(self) -> None:
        """Give the memory back; the next `live` loads again."""
