"""Token vectors of passages, for late interaction: how well each word of a question is met by a sentence.

Khattab and Zaharia, ColBERT, 2020; here untrained, with the encoder's own tokens.
"""

import io
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PullquoteError
from index.compression import Matrix
from index.embedding import Embedding

ROWS, STATES, PLACES = "tokens.npy", "token-states.npy", "token-places.npz"


MARKS = 2  # of beginning and end, which the states have besides the tokens


class TokensError(PullquoteError):
    """Stored token vectors that do not fit together."""


class Tokens:
    """The tokens of passages in order, eight bits a number; the large arrays may lie on disk, mapped into memory."""

    def __init__(
        self, rows: NDArray[np.int8], states: NDArray[np.int8], places: Mapping[str, NDArray[np.int64]]
    ) -> None:
        self._rows = rows
        self._states = states
        self._places = places
        self._frequency = dict(zip(places["ids"].tolist(), places["frequencies"].tolist(), strict=True))
        wanted = len(rows) + MARKS * (len(places["starts"]) - 1)
        whole = places["starts"][-1] == len(rows) == len(places["tokens"]) and len(states) in (0, wanted)
        if not whole or places["ranges"].max(initial=0) > len(rows):
            raise TokensError("the token vectors of the index are cut short")

    @classmethod
    def of(cls, embeddings: Sequence[Embedding]) -> "Tokens":
        """The tokens of passages, whose pieces are their sentences."""
        counts = [len(embedding.tokens) for embedding in embeddings]
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        ranges = [embedding.ranges + start for embedding, start in zip(embeddings, starts, strict=False)]
        held = [np.unique(embedding.ids) for embedding in embeddings]
        ids, frequencies = np.unique(np.concatenate([*held, np.zeros(0, np.int32)]), return_counts=True)
        places = {
            "starts": starts,
            "ranges": np.concatenate([*ranges, np.zeros((0, 2))]).astype(np.int64),
            "tokens": np.concatenate([*(each.ids for each in embeddings), np.zeros(0)]).astype(np.int64),
            "ids": ids.astype(np.int64),
            "frequencies": frequencies.astype(np.int64),
        }
        return cls(
            _stacked([each.tokens for each in embeddings]), _stacked([each.states for each in embeddings]), places
        )

    def passage(self, number: int) -> Matrix:
        """The unit vectors of a passage's tokens, shape (tokens, width)."""
        rows = self.rows(number).astype(np.float32)
        unit: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
        return unit

    def rows(self, number: int) -> NDArray[np.int8]:
        """The directions of a passage's tokens, as they are stored."""
        start, end = self._places["starts"][number : number + 2]
        return self._rows[start:end]

    def ids(self, number: int) -> NDArray[np.int64]:
        """The numbers of a passage's tokens in the model's vocabulary."""
        start, end = self._places["starts"][number : number + 2]
        return self._places["tokens"][start:end]

    @property
    def readable(self) -> bool:
        """Whether there are states for a reader to go on from."""
        return len(self._states) > 0

    def states(self, number: int) -> NDArray[np.int8]:
        """The states of a passage's tokens, with the marks around them, shape (tokens + MARKS, width)."""
        start, end = self._places["starts"][number : number + 2] + MARKS * np.array([number, number + 1])
        return self._states[start:end]

    def within(self, sentence: int, passage: int) -> tuple[int, int]:
        """The tokens of a sentence among those of its passage, half-open; empty where it has none."""
        start, end = self._places["ranges"][sentence] - self._places["starts"][passage]
        return int(start), int(end)

    def rarity(self, ids: NDArray[np.int32] | NDArray[np.int64]) -> Matrix:
        """The inverse document frequency of tokens, above 0."""
        passages = len(self._places["starts"]) - 1
        frequencies = np.array([self._frequency.get(number, 0) for number in ids.tolist()])
        rare: Matrix = np.log(1 + passages / (frequencies + 0.5)).astype(np.float32)
        return rare

    def to_files(self) -> dict[str, bytes]:
        """NumPy's own formats, without pickle."""
        rows, states, places = io.BytesIO(), io.BytesIO(), io.BytesIO()
        np.save(rows, self._rows)
        np.save(states, self._states)
        np.savez(places, **dict(self._places))  # type: ignore[arg-type]
        return {ROWS: rows.getvalue(), STATES: states.getvalue(), PLACES: places.getvalue()}

    @classmethod
    def from_files(cls, files: Mapping[str, "bytes | memoryview"]) -> "Tokens":
        """What `to_files` gave; the large arrays stay where they are."""
        with np.load(io.BytesIO(files[PLACES]), allow_pickle=False) as stored:
            places = {name: stored[name] for name in stored.files}
        return cls(_mapped(files[ROWS]), _mapped(files[STATES]), places)


def _stacked(arrays: Sequence[NDArray[np.int8]]) -> NDArray[np.int8]:
    return np.concatenate([*arrays, np.zeros((0, arrays[0].shape[1] if arrays else 0), np.int8)])


def _mapped(data: "bytes | memoryview") -> NDArray[np.int8]:
    """An array in NumPy's format, without copying it."""
    header = io.BytesIO(bytes(memoryview(data)[:256]))
    np.lib.format.read_magic(header)
    shape, _, dtype = np.lib.format.read_array_header_1_0(header)
    if dtype != np.int8 or len(shape) != 2:
        raise TokensError("the token vectors of the index are of another kind")
    return np.frombuffer(data, np.int8, offset=header.tell()).reshape(shape)
