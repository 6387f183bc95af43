"""Any cross-encoder of sentence-transformers as a reader."""

import json
from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoding.embedding import Pieces
from index.encoding.model_files import EncoderError, Model
from index.encoding.sentence_encoder import load_in_torch
from index.reading.reader import UNREAD

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 8  # pairs of like length
# From logits to the numbers that the ranker knows: quantiles of ms-marco-MiniLM-L12 become the packaged reader’s.
SCALE, SHIFT = 0.6, -1.4


class CrossEncoderReader:
    """A `Reader`: a model with one logit for a pair of texts, on the CPU, loaded when first needed.

    A sentence is read by itself and in its text; its score is the mean of both.
    """

    def __init__(self, model: Model, threads: int | None = None) -> None:
        _check_head(model)
        self.name = model.name
        self._model = model
        self._threads = threads
        self._busy = Lock()

    def scores(self, question: str, texts: Sequence[tuple[str, Pieces]]) -> list[list[float]]:
        """As `Reader.scores`."""
        parts = [[text, *(text[start:end] for start, end in sentences)] for text, sentences in texts]
        flat = [part for own in parts for part in own]
        if not flat:
            return []
        logits = iter(self._logits([(question, part) for part in flat]).tolist())
        results = []
        for own in parts:
            whole, *apart = (next(logits) for _ in own)
            means = [(whole + alone) / 2 * SCALE + SHIFT for alone in apart]
            results.append([mean if part.strip() else UNREAD for mean, part in zip(means, own[1:], strict=True)])
        return results

    def _logits(self, pairs: list[tuple[str, str]]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        with self._busy:
            logits = self._encoder.predict(pairs, batch_size=BATCH, show_progress_bar=False, activation_fn=_as_it_is)
        if np.shape(logits) != (len(pairs),) or not np.isfinite(logits).all():
            raise EncoderError(f"the reader {self.name} does not give one finite number for a question and a text")
        return np.asarray(logits, np.float32)

    @cached_property
    def _encoder(self) -> "CrossEncoder":
        encoder: CrossEncoder = load_in_torch("CrossEncoder", self._model, self._threads)
        return encoder


def _as_it_is(logits: Any) -> Any:
    """What is done to logits: nothing, in place of the model's own function, as a sigmoid."""
    return logits


def _check_head(model: Model) -> None:
    """Without a trained head the library would make up one at random."""
    try:
        architectures = json.loads((model.folder / "config.json").read_text(encoding="utf-8"))["architectures"]
        is_cross_encoder = any(str(name).endswith("ForSequenceClassification") for name in architectures)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise EncoderError(f"the reader {model.name} has a config.json that cannot be read") from error
    if not is_cross_encoder:
        raise EncoderError(f"the model {model.name} is no cross-encoder, and cannot be the reader")
