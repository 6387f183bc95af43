"""Token vectors of passages, for late interaction (MaxSim): how nearly a sentence has each word of a question.

Khattab and Zaharia, ColBERT, 2020; here untrained, with the encoder's own tokens.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.encoding.array_file import Array
from index.encoding.compression import Matrix
from index.encoding.embedding import Embedding

_NAMES = {
    "directions": "tokens",
    "starts": "token-starts",
    "ranges": "token-ranges",
    "token_ids": "token-ids",
}


@dataclass(frozen=True)
class TokenVectors:
    """The tokens of a document's passages in order, eight bits a number; they may lie on disk, mapped into memory."""

    directions: NDArray[np.int8]
    """The directions of the tokens, shape (tokens, width)."""
    starts: NDArray[np.int32]
    """The first token of each passage, and the number of tokens, shape (passages + 1,)."""
    ranges: NDArray[np.int32]
    """The tokens of each sentence, half-open, shape (sentences, 2)."""
    token_ids: NDArray[np.int32]
    """The tokens in the model's vocabulary, shape (tokens,)."""

    @classmethod
    def of(cls, embeddings: Sequence[Embedding]) -> "TokenVectors":
        """The tokens of passages, whose pieces are their sentences."""
        starts = list(accumulate((len(embedding.tokens) for embedding in embeddings), initial=0))
        ranges = [embedding.ranges + start for embedding, start in zip(embeddings, starts, strict=False)]
        ids = [embedding.ids for embedding in embeddings]
        return cls(
            directions=_stacked([embedding.tokens for embedding in embeddings]),
            starts=np.array(starts, np.int32),
            ranges=np.concatenate([*ranges, np.zeros((0, 2))]).astype(np.int32),
            token_ids=np.concatenate([*ids, np.zeros(0)]).astype(np.int32),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> "TokenVectors":
        """What `to_arrays` gave, none of it copied."""
        return cls(**{field: arrays[name] for field, name in _NAMES.items()})

    def to_arrays(self) -> dict[str, Array]:
        """The arrays by the names that a segment's file has for them."""
        return {name: getattr(self, field) for field, name in _NAMES.items()}

    def passage(self, number: int) -> Matrix:
        """The unit vectors of a passage's tokens, shape (tokens, width)."""
        rows = self.rows(number).astype(np.float32)
        unit: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
        return unit

    def rows(self, number: int) -> NDArray[np.int8]:
        """The directions of a passage's tokens, as they are stored."""
        start, end = self.starts[number : number + 2]
        return self.directions[start:end]

    def ids(self, number: int) -> NDArray[np.int32]:
        """The tokens of a passage in the model's vocabulary."""
        start, end = self.starts[number : number + 2]
        return self.token_ids[start:end]

    def within(self, sentence: int, passage: int) -> tuple[int, int]:
        """The tokens of a sentence among those of its passage, half-open; empty where it has none."""
        start, end = self.ranges[sentence] - self.starts[passage]
        return int(start), int(end)

    @cached_property
    def distinct_ids(self) -> NDArray[np.int32]:
        """The distinct tokens of each passage, all passages in a row: how often one is there is how many hold it."""
        passages = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        return (np.unique(passages << 32 | self.token_ids) & 0xFFFFFFFF).astype(np.int32)


class JoinedTokenVectors:
    """The tokens of many documents, whose passages and sentences are numbered through."""

    def __init__(self, documents: Sequence[TokenVectors]) -> None:
        self._documents = documents
        self._passages = list(accumulate((len(tokens.starts) - 1 for tokens in documents), initial=0))
        self._sentences = list(accumulate((len(tokens.ranges) for tokens in documents), initial=0))
        ids = np.concatenate([*(tokens.distinct_ids for tokens in documents), np.zeros(0, np.int32)])
        self._frequencies = np.bincount(ids, minlength=1)

    def passage(self, number: int) -> Matrix:
        """The unit vectors of a passage's tokens, shape (tokens, width)."""
        tokens, passage, _ = self._place(number)
        return tokens.passage(passage)

    def within(self, sentence: int, passage: int) -> tuple[int, int]:
        """The tokens of a sentence among those of its passage, half-open; empty where it has none."""
        tokens, number, first = self._place(passage)
        return tokens.within(sentence - first, number)

    def rarity(self, ids: NDArray[np.int32]) -> Matrix:
        """The inverse document frequency of tokens, above 0; a passage counts as a document."""
        frequencies = self._frequencies.take(ids, mode="clip") * (ids < len(self._frequencies))
        rarity: Matrix = np.log(1 + self._passages[-1] / (frequencies + 0.5)).astype(np.float32)
        return rarity

    def _place(self, passage: int) -> tuple[TokenVectors, int, int]:
        """The tokens of the document that holds a passage, its number there, and the document's first sentence."""
        place = bisect_right(self._passages, passage) - 1
        return self._documents[place], passage - self._passages[place], self._sentences[place]


def _stacked(arrays: Sequence[NDArray[np.int8]]) -> NDArray[np.int8]:
    return np.concatenate([*arrays, np.zeros((0, arrays[0].shape[1] if arrays else 0), np.int8)])
