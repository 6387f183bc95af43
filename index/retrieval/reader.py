"""The reader: a cross-encoder (Nogueira & Cho, 2019) of a question and a passage, trained to find what answers.

It is the encoder's last two layers, trained anew: the lower ones have read every passage when it was indexed, and the
reader goes on from there (MacAvaney et al., PreTTR, 2020). It gives each sentence a number: how much rather it answers
than nothing does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from index.encoding.compression import Matrix, load_compression
from index.encoding.embedding import Embedding
from index.engine.generation import Generation
from index.retrieval.features import UNREAD
from index.trained import load_arrays

FILE = "reader.safetensors"
SHA256 = "7327d1a7f6a7cc8950b4837269a94d62abfed132ebafb8feed0e8177e354c3d0"
HEADS = 12
RARE = 8.0  # what the reader was trained with: rarities divided by this
Weights = Mapping[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage, one after the other, as the reader sees them."""

    states: Matrix
    overlap: Matrix
    """Of each token: whether the question holds it too, that by rarity, and its rarity; zeros for the question's."""
    question_length: int
    """Tokens of the question."""


class Reader:
    """Thread-safe; blocks for some ten milliseconds a passage."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._layers = len({name.split(".")[1] for name in weights if name.startswith("layers.")})

    def scores(self, generation: Generation, question: Embedding, passages: Sequence[int]) -> dict[int, float]:
        """Sentence → how much rather it answers than nothing, for the sentences of passages; above 0 it does."""
        pairs = [to_pair(generation, question, passage) for passage in passages]
        if not pairs:
            return {}
        with torch.inference_mode():
            states = self.states(pairs)
            tokens = states @ self._weights["tokens.weight"].T + self._weights["tokens.bias"]
            whole = states[:, 0] @ self._weights["whole.weight"] + self._weights["whole.bias"]
        scores: dict[int, float] = {}
        for row, (passage, pair) in enumerate(zip(passages, pairs, strict=True)):
            for number in generation.sentences_of(passage):
                start, end = (pair.question_length + token for token in generation.tokens.within(number, passage))
                scores[number] = float(strength(tokens[row, start:end]) + whole[row]) if start < end else UNREAD
        return scores

    def states(self, pairs: Sequence[Pair]) -> torch.Tensor:
        """What the layers make of pairs, shape (pairs, tokens of the longest, dimension)."""
        weights = self._weights
        states = pad_sequence([torch.from_numpy(pair.states) for pair in pairs], batch_first=True)
        overlap = pad_sequence([torch.from_numpy(pair.overlap) for pair in pairs], batch_first=True)
        places = torch.arange(states.shape[1])
        there = places < torch.tensor([[len(pair.states)] for pair in pairs])
        second = (places >= torch.tensor([[pair.question_length] for pair in pairs])).long()
        states = states @ weights["middle"] + weights["part"][second] + overlap @ weights["seen"].T
        for number in range(self._layers):
            states = self._layer(f"layers.{number}.", states, there[:, None, None, :])
        return states

    def _layer(self, name: str, states: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """One layer of a BERT, as Devlin et al., 2018, describe it."""

        def linear(part: str, rows: torch.Tensor) -> torch.Tensor:
            return functional.linear(rows, self._weights[f"{name}{part}.weight"], self._weights[f"{name}{part}.bias"])

        def normal(part: str, rows: torch.Tensor) -> torch.Tensor:
            weight, bias = self._weights[f"{name}{part}.weight"], self._weights[f"{name}{part}.bias"]
            return functional.layer_norm(rows, weight.shape, weight, bias, 1e-12)

        count, length, dimension = states.shape
        heads = linear("qkv", states).view(count, length, 3, HEADS, dimension // HEADS).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], attn_mask=there)
        states = normal("n1", states + linear("o", attended.transpose(1, 2).reshape(count, length, dimension)))
        return normal("n2", states + linear("f2", functional.gelu(linear("f1", states))))


@cache
def load_reader() -> Reader:
    """The reader that Pullquote comes with, made by benchmarks/reader.py: eight bits a weight, a scale for each row."""
    arrays = load_arrays(FILE, SHA256)
    scales = {name.removesuffix(".scale") for name in arrays if name.endswith(".scale")}
    weights = {name: array.astype(np.float32) for name, array in arrays.items() if not name.endswith(".scale")}
    weights |= {name: weights[name] * arrays[f"{name}.scale"].astype(np.float32) for name in scales}
    compression = load_compression()
    middle = compression.middle * compression.steps[:, None]
    return Reader({name: torch.from_numpy(array) for name, array in {**weights, "middle": middle}.items()})


def to_pair(generation: Generation, question: Embedding, passage: int) -> Pair:
    """A question beside a passage."""
    states, ids = generation.tokens.states(passage), generation.tokens.ids(passage)
    shared, rarity = np.isin(ids, question.ids), generation.tokens.rarity(ids) / RARE
    length = len(question.states)
    overlap = np.zeros((length + len(states) - 1, 3), np.float32)
    overlap[length : length + len(ids)] = np.stack([shared, shared * rarity, rarity], axis=1)
    return Pair(np.concatenate([question.states, states[1:]]).astype(np.float32), overlap, length)


def strength(tokens: torch.Tensor) -> torch.Tensor:
    """Of a sentence, from its tokens' numbers: how they answer on average, and how well one begins and one ends one."""
    return tokens[:, 0].mean() + 0.5 * (tokens[:, 1].logsumexp(0) + tokens[:, 2].logsumexp(0))
