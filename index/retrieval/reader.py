"""The reader: a cross-encoder (Nogueira & Cho, 2019) of a question and a passage, trained to find what answers.

It is the encoder's last two layers, trained anew: the lower ones have read every passage when it was indexed, and the
reader goes on from there (MacAvaney et al., PreTTR, 2020). It gives each sentence a number: how much rather it answers
than nothing does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from corpus.trained import read_checked
from index.encoding.compression import Matrix, load_compression
from index.encoding.embedding import Embedding
from index.encoding.inference import Arrays, Run, load_graph, quantised
from index.engine.generation import Generation
from index.retrieval.features import UNREAD
from index.trained import FOLDER, load_arrays

FILE = "reader.safetensors"
SHA256 = "7327d1a7f6a7cc8950b4837269a94d62abfed132ebafb8feed0e8177e354c3d0"
GRAPH = "reader.onnx"
GRAPH_SHA256 = "bf04add29102bdf26517fa25b48c2da33c52d1341dc2f6a6ba0c061ff205552d"
RARE = 8.0  # what the reader was trained with: rarities divided by this


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage, one after the other, as the reader sees them."""

    states: Matrix
    overlap: Matrix
    """Of each token: whether the question holds it too, that by rarity, and its rarity; zeros for the question's."""
    question_length: int
    """Tokens of the question."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of a pair."""

    tokens: Matrix
    """Of each token how it answers, and how well one begins and one ends an answer, shape (tokens, 3)."""
    whole: float
    """Of the passage how it answers."""


class Reader:
    """Thread-safe; blocks for some milliseconds a passage."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def scores(self, generation: Generation, question: Embedding, passages: Sequence[int]) -> dict[int, float]:
        """Sentence → how much rather it answers than nothing, for the sentences of passages; above 0 it does."""
        scores: dict[int, float] = {}
        for passage in passages:
            reading = self.read(to_pair(generation, question, passage))
            tokens = reading.tokens[len(question.states) :]
            for number in generation.sentences_of(passage):
                start, end = generation.tokens.within(number, passage)
                scores[number] = strength(tokens[start:end]) + reading.whole if start < end else UNREAD
        return scores

    def read(self, pair: Pair) -> Reading:
        """What it makes of a pair; several together would take longer."""
        length = len(pair.states)
        inputs: Arrays = {
            "states": pair.states[None],
            "overlap": pair.overlap[None],
            "parts": (np.arange(length) >= pair.question_length).astype(np.int64)[None],
            "lengths": np.array([length], np.int32),
        }
        tokens, whole = self._run(["tokens", "whole"], inputs)
        return Reading(tokens[0], float(whole[0, 0]))


@cache
def load_reader() -> Reader:
    """The reader that Pullquote comes with, made by benchmarks/reader.py."""
    graph = read_checked(FOLDER / GRAPH, GRAPH_SHA256)
    return Reader(load_graph(graph, quantised(reader_weights()), threads=1))  # questions are answered side by side


def reader_weights() -> dict[str, Matrix]:
    """The weights of the reader that Pullquote comes with: of its file, where each row of eight bits has a scale."""
    arrays = load_arrays(FILE, SHA256)
    weights = {name: array.astype(np.float32) for name, array in arrays.items() if not name.endswith(".scale")}
    weights |= {name: weights[name] * arrays[f"{name}.scale"] for name in weights if f"{name}.scale" in arrays}
    compression = load_compression()
    weights["middle"] = compression.middle * compression.steps[:, None]
    weights |= {name: weights[name].T for name in ("seen", "tokens.weight")}
    return weights | {"whole.weight": weights["whole.weight"][:, None], "whole.bias": weights["whole.bias"].reshape(1)}


def to_pair(generation: Generation, question: Embedding, passage: int) -> Pair:
    """A question beside a passage."""
    states, ids = generation.tokens.states(passage), generation.tokens.ids(passage)
    shared, rarity = np.isin(ids, question.ids), generation.tokens.rarity(ids) / RARE
    length = len(question.states)
    overlap = np.zeros((length + len(states) - 1, 3), np.float32)
    overlap[length : length + len(ids)] = np.stack([shared, shared * rarity, rarity], axis=1)
    return Pair(np.concatenate([question.states, states[1:]]).astype(np.float32), overlap, length)


def strength(tokens: Matrix) -> float:
    """Of a sentence, from its tokens' numbers: how they answer on average, and how well one begins and one ends one."""
    begins, ends = np.logaddexp.reduce(tokens[:, 1:])
    return float(tokens[:, 0].mean() + 0.5 * (begins + ends))
