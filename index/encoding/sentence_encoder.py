"""Texts to vectors: the one file that knows sentence-transformers."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoding.compression import MIDDLE, Compression, Matrix, load_compression
from index.encoding.compression import SHA256 as COMPRESSED
from index.encoding.embedding import Embedding, Pieces, Window, embed_apart, to_embedding
from index.encoding.model_files import HUB_NAME, EncoderError, Model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 8  # texts of like length; beats 32 and 64 on a CPU, where padding costs more than calls
QUERY_TOKENS = 256  # of a question; the rest is not encoded, so that the longest admitted one costs what others do
TURN = 32  # texts encoded before another thread's turn: a question waits for a fraction of a second, not for a build


class SentenceEncoder:
    """An `Encoder`: a sentence-transformers model on the CPU, loaded when first needed; threads take fair turns."""

    def __init__(self, model: Model, threads: int | None = None) -> None:
        self.model = model
        self._threads = threads
        self._next = Lock()
        self._busy = Lock()

    @cached_property
    def _transformer(self) -> "SentenceTransformer":
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # its threads and torch's would fight over the cores
        import torch
        from sentence_transformers import SentenceTransformer  # with torch, seconds: not before it is needed
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if self._threads:
            torch.set_num_threads(self._threads)
        try:
            return SentenceTransformer(
                str(self.model.folder),
                device="cpu",
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:  # whatever a foreign folder makes the library raise
            raise EncoderError(f"the model {self.model.name} cannot be loaded: {error}") from error

    @cached_property
    def _compression(self) -> Compression | None:
        """For the model that it was made for."""
        return load_compression() if self.packaged else None

    @property
    def packaged(self) -> bool:
        """Whether this is the model that the trained files were made with."""
        return self.model.name == HUB_NAME

    @property
    def fingerprint(self) -> str:
        """Of all that its embeddings depend on."""
        return self.model.fingerprint + (COMPRESSED[:16] if self.packaged else "")

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        with self._turn():
            declared = self._transformer.get_embedding_dimension()
        if not declared:
            raise EncoderError(f"the model {self.model.name} does not say how long its vectors are")
        return int(declared)

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Matrix:
        """Unit vectors, shape (texts, dimension). `progress` is told how many texts are done.

        Raises EncoderError where the model gives vectors that are not finite or not of its declared dimension.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        for first in range(0, len(order), TURN):
            rows = order[first : first + TURN]
            vectors[rows] = self._encode_turn([texts[i] for i in rows], vectors.shape[1])
            if progress:
                progress(first + len(rows))
        return vectors

    def embed(
        self, texts: Sequence[tuple[str, Pieces]], progress: Callable[[int], None] | None = None
    ) -> list[Embedding]:
        """Vectors of texts, of their pieces and their tokens. `progress` is told how many texts are done.

        A model that does not make its vectors as the mean of its tokens encodes each piece by itself, as its one token.
        Raises EncoderError as `encode` does.
        """
        found: dict[int, Embedding] = {}
        order = sorted(range(len(texts)), key=lambda i: len(texts[i][0]), reverse=True)
        for first in range(0, len(order), TURN):
            rows = order[first : first + TURN]
            turn = [texts[i] for i in rows]
            with self._turn():
                averaging = self._averaging
            found |= zip(rows, self._embed_turn(turn) if averaging else embed_apart(turn, self.encode), strict=True)
            if progress:
                progress(first + len(rows))
        return [found[i] for i in range(len(texts))]

    def embed_query(self, text: str) -> Embedding:
        """The embedding of the first QUERY_TOKENS of a question or a claim, without pieces.

        Raises EncoderError as `encode` does.
        """
        with self._turn():
            windows = list(self.windows([(text, ())], 0, QUERY_TOKENS)) if self._averaging else []
        return to_embedding((), windows, self._compression) if windows else embed_apart([(text, ())], self.encode)[0]

    def layer(self, number: int) -> dict[str, Any]:
        """The weights of a layer, for who trains on from there."""
        with self._turn():
            model: Any = self._transformer[0].auto_model
            return dict(model.encoder.layer[number].state_dict())

    @property
    def _averaging(self) -> bool:
        """Whether a vector is the mean of its tokens' vectors and nothing else: then one pass gives all of them."""
        kinds = [type(module).__name__ for module in self._transformer]
        if kinds[:2] != ["Transformer", "Pooling"] or kinds[2:] not in ([], ["Normalize"]):
            return False
        prompts = self._transformer.prompts.values()
        return self._transformer[1].pooling_mode == "mean" and not any(prompts) and self._transformer.tokenizer.is_fast

    def _embed_turn(self, texts: Sequence[tuple[str, Pieces]]) -> list[Embedding]:
        with self._turn():
            windows = [window for first in range(0, len(texts), BATCH) for window in self.windows(texts, first)]
        return [
            to_embedding(pieces, [each for each in windows if each.text == i], self._compression)
            for i, (_, pieces) in enumerate(texts)
        ]

    def windows(self, texts: Sequence[tuple[str, Pieces]], first: int, most: int | None = None) -> Iterator[Window]:
        """The tokens of BATCH texts from `first` on; a text longer than the model reads at once has several windows.

        With `most`, each text has one window of at most so many tokens, and the rest of it is left out.
        """
        import torch

        batch = self._transformer.tokenizer(
            [text for text, _ in texts[first : first + BATCH]],
            padding=True,
            truncation=True,
            max_length=min(filter(None, (most, self._transformer.max_seq_length)), default=None),
            return_overflowing_tokens=most is None,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="pt",
        )
        fed = {name: batch[name] for name in ("input_ids", "token_type_ids", "attention_mask") if name in batch}
        with torch.inference_mode():
            model: Any = self._transformer[0].auto_model
            layers = model(**fed, output_hidden_states=True).hidden_states
        last, middle = layers[-1].numpy(), layers[MIDDLE if self.packaged else -1].numpy()
        samples = batch.get("overflow_to_sample_mapping", range(len(last)))
        for row, text in enumerate(map(int, samples)):
            here = batch["attention_mask"][row].numpy().astype(bool)
            special = batch["special_tokens_mask"][row].numpy()[here].astype(bool)
            offsets = batch["offset_mapping"][row].numpy()[here]
            ids = batch["input_ids"][row].numpy()[here]
            yield Window(first + text, last[row][here], middle[row][here], ids, offsets, special)

    def _encode_turn(self, texts: list[str], dimension: int) -> Matrix:
        with self._turn():
            raw = self._transformer.encode(texts, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        vectors = np.asarray(raw, dtype=np.float32)
        if vectors.shape != (len(texts), dimension):
            raise EncoderError(
                f"the model {self.model.name} gave vectors of shape {vectors.shape}, not (…, {dimension})"
            )
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not (lengths > 0).all():
            raise EncoderError(f"the model {self.model.name} gave a vector that is not finite or has no direction")
        found: Matrix = vectors / lengths
        return found

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One thread at a time, in the order they came; a plain lock would let a build starve the questions."""
        with self._next:
            self._busy.acquire()
        try:
            yield
        finally:
            self._busy.release()
