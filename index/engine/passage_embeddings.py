"""What an encoder made of the passages of one document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from corpus.quotes.passages import Passage
from index.encoding.array_file import Array
from index.encoding.embedding import Embedding, Pieces
from index.engine.token_vectors import TokenVectors
from index.engine.vectors import VectorIndex

VECTORS = "vectors.faiss"

EmbeddingInput = tuple[str, Pieces]
"""A passage's text, and the ranges of its sentences, counted from its beginning."""


def inputs_of(passages: Iterable[Passage]) -> list[EmbeddingInput]:
    """What of each passage is embedded."""
    places = ((passage, passage.span.start) for passage in passages)
    return [(each.text, tuple((span.start - at, span.end - at) for span in each.sentences)) for each, at in places]


@dataclass(frozen=True, eq=False)
class PassageEmbeddings:
    """The vectors of passages, of their sentences and of their tokens."""

    inputs: Sequence[EmbeddingInput]
    """Of the passages, in order."""
    vectors: VectorIndex
    """A row for each passage, then one for each sentence, in the order of the passages."""
    tokens: TokenVectors

    @classmethod
    def of(cls, inputs: Sequence[EmbeddingInput], embeddings: Sequence[Embedding]) -> "PassageEmbeddings":
        """The embeddings of passages, in the order of their inputs."""
        passages = np.stack([embedding.vector for embedding in embeddings])
        sentences = [embedding.pieces for embedding in embeddings]
        vectors = VectorIndex.of(np.concatenate([passages, *sentences]))
        return cls(inputs, vectors, TokenVectors.of(embeddings))

    @classmethod
    def from_arrays(cls, inputs: Sequence[EmbeddingInput], arrays: Mapping[str, Array]) -> "PassageEmbeddings":
        """What `to_arrays` gave, none of it copied."""
        return cls(inputs, VectorIndex.from_bytes(arrays[VECTORS].data), TokenVectors.from_arrays(arrays))

    def to_arrays(self) -> dict[str, Array]:
        """All but the inputs, by the names that a segment's file has for them."""
        return {VECTORS: np.frombuffer(self.vectors.to_bytes(), np.uint8), **self.tokens.to_arrays()}

    def embedding(self, text: str, pieces: Pieces) -> Embedding | None:
        """The embedding of a passage's text in its sentences; None where there is no such passage."""
        places = self._places.get((text, pieces))
        if places is None:
            return None
        passage, first = places
        sentences = range(first, first + len(pieces))
        rows = range(len(self.inputs) + sentences.start, len(self.inputs) + sentences.stop)
        return Embedding(
            vector=self.vectors.matrix(range(passage, passage + 1))[0],
            pieces=self.vectors.matrix(rows),
            tokens=self.tokens.rows(passage),
            ids=self.tokens.ids(passage),
            ranges=np.array([self.tokens.within(number, passage) for number in sentences], np.int32).reshape(-1, 2),
        )

    @cached_property
    def _places(self) -> Mapping[EmbeddingInput, tuple[int, int]]:
        """The number of each passage, and that of its first sentence."""
        firsts = accumulate((len(pieces) for _, pieces in self.inputs), initial=0)
        return {text: (number, first) for number, (text, first) in enumerate(zip(self.inputs, firsts, strict=False))}
