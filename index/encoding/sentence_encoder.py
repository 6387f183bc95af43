"""Texts to vectors: the one file that knows sentence-transformers."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from index.encoding.batches import in_batches
from index.encoding.compression import SHA256 as COMPRESSED
from index.encoding.compression import Matrix, load_compression
from index.encoding.embedding import Embedding, Pieces, Window, embed_apart, to_embedding, unit
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
        transformer: SentenceTransformer = load_in_torch("SentenceTransformer", self.model, self._threads)
        return transformer

    @property
    def packaged(self) -> bool:
        """Whether this is the model that the trained files were made with."""
        return self.model.name == HUB_NAME

    @property
    def fingerprint(self) -> str:
        """Of all that its embeddings depend on."""
        return self.model.fingerprint + (COMPRESSED[:16] if self.packaged else "")

    def embed(
        self, texts: Sequence[tuple[str, Pieces]], progress: Callable[[int], None] | None = None
    ) -> list[Embedding]:
        """Vectors of texts, of their pieces and their tokens. `progress` is told how many texts are done.

        A model that does not make its vectors as the mean of its tokens encodes each piece by itself, as its one token.
        Raises EncoderError where the model gives vectors that are not finite, or not one for each text.
        """
        return in_batches(texts, TURN, lambda text: len(text[0]), self._embed_turn, progress)

    def embed_query(self, text: str) -> Embedding:
        """The embedding of the first QUERY_TOKENS of a question or a claim, without pieces.

        Raises EncoderError as `embed` does.
        """
        return self._embed_turn([(text, ())], QUERY_TOKENS)[0]

    @property
    def _averaging(self) -> bool:
        """Whether a vector is the mean of its tokens' vectors and nothing else: then one pass gives all of them."""
        kinds = [type(module).__name__ for module in self._transformer]
        if kinds[:2] != ["Transformer", "Pooling"] or kinds[2:] not in ([], ["Normalize"]):
            return False
        prompts = self._transformer.prompts.values()
        return self._transformer[1].pooling_mode == "mean" and not any(prompts) and self._transformer.tokenizer.is_fast

    def _embed_turn(self, texts: Sequence[tuple[str, Pieces]], most: int | None = None) -> list[Embedding]:
        with self._turn():
            if self._averaging:
                batches = [texts[first : first + BATCH] for first in range(0, len(texts), BATCH)]
                windows = [own for batch in batches for own in self.windows([text for text, _ in batch], most)]
            else:
                windows = []
        if not windows:
            return embed_apart(texts, self._encode)
        compression = load_compression() if self.packaged else None
        return [to_embedding(pieces, own, compression) for (_, pieces), own in zip(texts, windows, strict=True)]

    def windows(self, texts: Sequence[str], most: int | None = None) -> list[list[Window]]:
        """The tokens of each text of a batch; a text longer than the model reads at once has several windows.

        With `most`, each text has one window of at most so many tokens, and the rest of it is left out.
        """
        import torch

        batch = self._transformer.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=min(filter(None, (most, self._transformer.max_seq_length)), default=None),
            return_overflowing_tokens=most is None,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="pt",
        )
        inputs = {name: batch[name] for name in ("input_ids", "token_type_ids", "attention_mask") if name in batch}
        with torch.inference_mode():
            model: Any = self._transformer[0].auto_model
            last_layer = model(**inputs).last_hidden_state
        rows = [last_layer, *(batch[name] for name in ("input_ids", "offset_mapping", "special_tokens_mask"))]
        windows: list[list[Window]] = [[] for _ in texts]
        for row, text in enumerate(batch.get("overflow_to_sample_mapping", range(len(texts)))):
            real = batch["attention_mask"][row].bool()
            last, ids, offsets, special = (values[row][real].numpy() for values in rows)
            windows[int(text)].append(Window(last, ids, offsets, special.astype(bool)))
        return windows

    def _encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of the first tokens of texts, as many as the model reads at once, shape (texts, dimension)."""
        return np.stack(in_batches(texts, TURN, len, self._encode_turn))

    def _encode_turn(self, texts: list[str]) -> Matrix:
        with self._turn():
            raw = self._transformer.encode(texts, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        vectors = np.asarray(raw, dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts):
            raise EncoderError(
                f"the model {self.model.name} gave vectors of shape {vectors.shape} for {len(texts)} texts"
            )
        return unit(vectors)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One thread at a time, in the order they came; a plain lock would let a build starve the questions."""
        with self._next:
            self._busy.acquire()
        try:
            yield
        finally:
            self._busy.release()


def load_in_torch(kind: Literal["SentenceTransformer", "CrossEncoder"], model: Model, threads: int | None) -> Any:
    """A model as that class of sentence-transformers, on the CPU: torch takes `threads`, or as many as there are cores.

    The libraries show no progress. Raises EncoderError where they cannot load it.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import sentence_transformers  # with torch, seconds: not before it is needed
    import torch
    from transformers.utils import logging

    if threads:
        torch.set_num_threads(threads)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return getattr(sentence_transformers, kind)(
            str(model.folder),
            device="cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as error:  # whatever a foreign folder makes the library raise
        name = "reader" if kind == "CrossEncoder" else "model"
        raise EncoderError(f"the {name} {model.name} cannot be loaded: {error}") from error
