"""The packaged reader, in ONNX Runtime: a cross-encoder with numbers for each token, trained to find what answers."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from corpus.trained import read_checked
from index.encoding.compression import Matrix
from index.encoding.embedding import Pieces
from index.encoding.inference import Run, load_graph
from index.encoding.model_files import find_model
from index.encoding.onnx_encoder import load_tokenizer
from index.reading.reader import UNREAD
from index.trained import FOLDER

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FILE = "reader.onnx"
SHA256 = "5c42b92b04bf40b73f8a22b34133497ea26d1b621e61df6f35e587f38fd1a471"
LONGEST = 512  # tokens of a question and a text together; what is longer loses its end


class OnnxReader:
    """A `Reader`: the one that Pullquote comes with, made by benchmarks/reader.py; loaded when first needed."""

    name = "the packaged reader"

    def __init__(self) -> None:
        self._loading = Lock()

    def scores(self, question: str, texts: Sequence[tuple[str, Pieces]]) -> list[list[float]]:
        """As `Reader.scores`. Each text is read by itself: what stands beside it changes nothing."""
        with self._loading:
            run, tokenizer = self._run, self._tokenizer
        return [_read(run, tokenizer, question, text, sentences) for text, sentences in texts]

    @cached_property
    def _run(self) -> Run:
        # By its path: ONNX Runtime would keep the bytes, 34 MB. On one thread: questions are answered side by side.
        return load_graph(str(checked_graph()), {}, threads=1)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        """That of the packaged encoder, which has the same vocabulary."""
        return load_tokenizer(find_model(None).folder, LONGEST)


def checked_graph() -> Path:
    """The file of the graph with its weights. Raises TrainedError where it is not the one that Pullquote came with."""
    read_checked(FOLDER / FILE, SHA256)
    return FOLDER / FILE


def _read(run: Run, tokenizer: "Tokenizer", question: str, text: str, sentences: Pieces) -> list[float]:
    pair = tokenizer.encode(question, text)
    inputs = {"input_ids": pair.ids, "attention_mask": pair.attention_mask, "token_type_ids": pair.type_ids}
    tokens, whole = run(["tokens", "whole"], {name: np.array([row]) for name, row in inputs.items()})
    second = np.array(pair.sequence_ids) == 1
    starts, ends = np.array(pair.offsets)[second].T
    within = [tokens[0, second][(ends > first) & (starts < last)] for first, last in sentences]
    return [strength(rows) + float(whole[0]) if len(rows) else UNREAD for rows in within]


def strength(tokens: Matrix) -> float:
    """Of a sentence, from its tokens' numbers: how they answer on average, and how well one begins and one ends one."""
    begins, ends = np.logaddexp.reduce(tokens[:, 1:])
    return float(tokens[:, 0].mean() + 0.5 * (begins + ends))
