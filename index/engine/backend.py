"""What keeps the index of one collection: everything that reads or writes it goes through these two.

The index is a cache. Whatever is missing in it can be built anew from the documents.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from corpus.text.document import Document
from corpus.text.span import Span
from index.encoding.compression import Matrix
from index.encoding.embedding import Embedding, Pieces
from index.engine.generation import Generation
from index.engine.segment import Segment


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found by its vector."""

    document: str
    """The document's id."""
    span: Span
    cosine: float
    """−1 to 1, higher is closer."""


class KnownEmbeddings(Protocol):
    """What may hold embeddings already."""

    def embedding(self, text: str, pieces: Pieces) -> Embedding | None:
        """Of that text in those pieces, made by the encoder of the index; None where it is not there."""
        ...


class Build(Protocol):
    """The next generation of a collection: it answers when it is published, and not before."""

    def add(self, segment: Segment) -> None:
        """Have the generation hold this segment, after those that were added before; it is stored if it is not yet."""
        ...

    def publish(self, passages: int, facts: Mapping[str, Any]) -> str:
        """Make what was added the live generation, all or nothing; `facts` are kept with it. Gives its id.

        Raises GenerationError where the segments have another number of passages, cannot be stored, or are not as they
        were made; then nothing has changed.
        """
        ...


class Index(Protocol):
    """The generations of one collection: the live one and the one before.

    `begin`, `keep` and `forget` are for the one process that writes; others read. Thread-safe.
    """

    def begin(self, thorough: bool = False) -> Build:
        """A build of the next generation; a `thorough` one looks at every stored segment anew before it publishes."""
        ...

    def keep(self, segment: Segment) -> Segment:
        """Store a segment before any generation names it, so that a build that is killed goes on from there; give it
        as it is stored. What is not of a generation is removed when the next one is published."""
        ...

    def stored(self, document: Document, thorough: bool = False) -> Segment | None:
        """The segment of a document, as it would be built now, where it is stored whole.

        `thorough` reads all of it anew.

        A damaged one is set aside where the disk lets it; `notes` tells.
        """
        ...

    def known_embeddings(self, document: Document) -> Iterable[KnownEmbeddings]:
        """What may hold embeddings of a document's passages."""
        ...

    def live(self) -> Generation | None:
        """The live generation, or the one before where that is damaged; None where neither can be used.

        Loaded when it is first asked for, in seconds.
        """
        ...

    def facts(self) -> Mapping[str, Any]:
        """Those that the generation which `live` gives was published with, and `published`, ISO, UTC; empty without."""
        ...

    def notes(self) -> tuple[str, ...]:
        """A sentence for each thing that was found wrong since `live` last loaded."""
        ...

    def size(self) -> int:
        """Bytes that `faults` reads, as far as they can be told."""
        ...

    def faults(self, read: Callable[[int], None]) -> Iterable[str]:
        """A sentence for each damaged file of the live generation and the one before, all of them read anew; `read` is
        told the bytes of each, which add up to `size`, and what it raises stops it."""
        ...

    def search(self, vector: Matrix, count: int) -> tuple[Found, ...]:
        """The `count` passages nearest to a vector of shape (dimension,), exactly, nearest first."""
        ...

    def forget(self) -> None:
        """Erase everything of the collection."""
        ...

    def close(self) -> None:
        """Give the memory back; the next `live` loads again."""
        ...
