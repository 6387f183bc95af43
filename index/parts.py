"""One document of an index, with all that finds it: built once, and then of every generation that holds the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from mmap import mmap

from corpus.document import Document
from corpus.passages import Passage
from corpus.quotes import Quote
from index.embedding import Embedding, Pieces
from index.tokens import Tokens
from index.vectors import Vectors


@dataclass(frozen=True, eq=False)
class Part:
    """A document with its quotes and passages, and what finds them."""

    name: str
    """Of its file: what it was made of and by what, and the sha256 of its bytes."""
    data: "bytes | mmap"
    """The whole file."""
    document: Document
    quotes: tuple[Quote, ...]
    reported: tuple[Quote, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    """A row for each passage, then one for each sentence, in the order of the passages."""
    tokens: Tokens

    @classmethod
    def of(
        cls,
        document: Document,
        quotes: tuple[Quote, ...],
        passages: tuple[Passage, ...],
        embeddings: Sequence[Embedding],
        encoder: str,
    ) -> "Part":
        """The part of a document; `encoder` is the fingerprint of what made the embeddings."""
        raise NotImplementedError

    @classmethod
    def read(cls, name: str, data: "bytes | mmap") -> "Part":
        """A part from its file. Raises GenerationError where that cannot be read, OutdatedError where another version
        wrote it."""
        raise NotImplementedError

    def embedding(self, text: str, pieces: Pieces) -> Embedding | None:
        """Of a passage's text in its sentences, if it has such a passage."""
        raise NotImplementedError
