"""Token vectors of passages, for late interaction: how well each word of a question is met by a sentence.

Khattab and Zaharia, ColBERT, 2020; here untrained, with the encoder's own tokens.
"""

import io
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PullquoteError
from index.encoding.compression import Matrix
from index.encoding.embedding import Embedding

_FILES: Mapping[str, tuple[str, type[np.generic], int]] = {  # field → its file, kind and number of axes
    "directions": ("tokens.npy", np.int8, 2),
    "middle": ("token-states.npy", np.int8, 2),
    "starts": ("token-starts.npy", np.int32, 1),
    "ranges": ("token-ranges.npy", np.int32, 2),
    "numbers": ("token-ids.npy", np.int32, 1),
}
MARKS = 2  # of beginning and end, which the states have besides the tokens


class TokensError(PullquoteError):
    """Stored token vectors that do not fit together."""


@dataclass(frozen=True)
class TokenVectors:
    """The tokens of a document's passages in order, eight bits a number; they may lie on disk, mapped into memory."""

    directions: NDArray[np.int8]
    """Shape (tokens, width)."""
    middle: NDArray[np.int8]
    """The states that a reader goes on from, with the marks around those of each passage; or none at all."""
    starts: NDArray[np.int32]
    """The first token of each passage, and the number of tokens."""
    ranges: NDArray[np.int32]
    """The tokens of each sentence, half-open."""
    numbers: NDArray[np.int32]
    """Of the tokens in the model's vocabulary."""

    def __post_init__(self) -> None:
        tokens, passages = len(self.directions), len(self.starts) - 1
        whole = passages >= 0 and self.starts[-1] == tokens == len(self.numbers)
        if not whole or len(self.middle) not in (0, tokens + MARKS * passages):
            raise TokensError("the token vectors of the index are cut short")
        if self.ranges.shape[1:] != (2,) or self.ranges.max(initial=0) > tokens:
            raise TokensError("the token vectors of the index are cut short")

    @classmethod
    def of(cls, embeddings: Sequence[Embedding]) -> "TokenVectors":
        """The tokens of passages, whose pieces are their sentences."""
        starts = list(accumulate((len(embedding.tokens) for embedding in embeddings), initial=0))
        ranges = [embedding.ranges + start for embedding, start in zip(embeddings, starts, strict=False)]
        return cls(
            directions=_stacked([each.tokens for each in embeddings]),
            middle=_stacked([each.states for each in embeddings]),
            starts=np.array(starts, np.int32),
            ranges=np.concatenate([*ranges, np.zeros((0, 2))]).astype(np.int32),
            numbers=np.concatenate([*(each.ids for each in embeddings), np.zeros(0)]).astype(np.int32),
        )

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
        """The numbers of a passage's tokens in the model's vocabulary."""
        start, end = self.starts[number : number + 2]
        return self.numbers[start:end]

    def states(self, number: int) -> NDArray[np.int8]:
        """The states of a passage's tokens, with the marks around them, shape (tokens + MARKS, width)."""
        start, end = self.starts[number : number + 2] + MARKS * np.array([number, number + 1])
        return self.middle[start:end]

    def within(self, sentence: int, passage: int) -> tuple[int, int]:
        """The tokens of a sentence among those of its passage, half-open; empty where it has none."""
        start, end = self.ranges[sentence] - self.starts[passage]
        return int(start), int(end)

    @cached_property
    def held(self) -> NDArray[np.int64]:
        """The numbers of the tokens of each passage, each once a passage."""
        passages = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        return np.unique(passages << 32 | self.numbers) & 0xFFFFFFFF

    def to_files(self) -> dict[str, bytes]:
        """A file for each field."""
        return {name: stored(getattr(self, field)) for field, (name, _, _) in _FILES.items()}

    @classmethod
    def from_files(cls, files: "Mapping[str, bytes | memoryview]") -> "TokenVectors":
        """What `to_files` gave, where it lies."""
        return cls(**{field: mapped(files[name], kind, axes) for field, (name, kind, axes) in _FILES.items()})


class JoinedTokenVectors:
    """Those of many documents, passages and sentences numbered through."""

    def __init__(self, segments: Sequence[TokenVectors]) -> None:
        self._segments = segments
        self._passages = list(accumulate((len(each.starts) - 1 for each in segments), initial=0))
        self._sentences = list(accumulate((len(each.ranges) for each in segments), initial=0))
        self._frequencies = np.bincount(
            np.concatenate([*(each.held for each in segments), np.zeros(0, int)]), minlength=1
        )

    def _at(self, passage: int) -> tuple[TokenVectors, int, int]:
        """The segment that holds a passage, its number there, and the segment's first sentence."""
        place = bisect_right(self._passages, passage) - 1
        return self._segments[place], passage - self._passages[place], self._sentences[place]

    def passage(self, number: int) -> Matrix:
        """The unit vectors of a passage's tokens, shape (tokens, width)."""
        segment, passage, _ = self._at(number)
        return segment.passage(passage)

    def ids(self, number: int) -> NDArray[np.int32]:
        """The numbers of a passage's tokens in the model's vocabulary."""
        segment, passage, _ = self._at(number)
        return segment.ids(passage)

    def states(self, number: int) -> NDArray[np.int8]:
        """The states of a passage's tokens, with the marks around them, shape (tokens + MARKS, width)."""
        segment, passage, _ = self._at(number)
        return segment.states(passage)

    def within(self, sentence: int, passage: int) -> tuple[int, int]:
        """The tokens of a sentence among those of its passage, half-open; empty where it has none."""
        segment, there, first = self._at(passage)
        return segment.within(sentence - first, there)

    @property
    def readable(self) -> bool:
        """Whether there are states for a reader to go on from."""
        return any(len(each.middle) for each in self._segments)

    def rarity(self, ids: NDArray[np.int32]) -> Matrix:
        """The inverse document frequency of tokens, above 0."""
        known = self._frequencies.take(ids, mode="clip") * (ids < len(self._frequencies))
        rare: Matrix = np.log(1 + self._passages[-1] / (known + 0.5)).astype(np.float32)
        return rare


def mapped(data: "bytes | memoryview", kind: type[np.generic], axes: int) -> NDArray[Any]:
    """An array in NumPy's format, where it lies. Raises TokensError for one of another kind."""
    header = io.BytesIO(bytes(memoryview(data)[:256]))
    np.lib.format.read_magic(header)
    shape, _, dtype = np.lib.format.read_array_header_1_0(header)
    if dtype != kind or len(shape) != axes:
        raise TokensError("the arrays of the index are of another kind")
    return np.frombuffer(data, kind, offset=header.tell()).reshape(shape)


def stored(array: NDArray[Any]) -> bytes:
    """An array in NumPy's format, without pickle."""
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(array))
    return file.getvalue()


def _stacked(arrays: Sequence[NDArray[np.int8]]) -> NDArray[np.int8]:
    return np.concatenate([*arrays, np.zeros((0, arrays[0].shape[1] if arrays else 0), np.int8)])
