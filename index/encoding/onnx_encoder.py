"""The packaged encoder as an ONNX graph, which needs neither torch nor sentence-transformers."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from corpus.trained import read_checked
from index.encoding.array_file import Buffer, drop_pages, map_file, unpack
from index.encoding.batches import in_batches
from index.encoding.compression import SHA256 as COMPRESSED
from index.encoding.compression import Matrix, load_compression
from index.encoding.embedding import Embedding, Pieces, Window, to_embedding
from index.encoding.inference import LAYER, LOADERS, Arrays, GraphRuntime, Run, transposed
from index.encoding.model_files import WEIGHTS, EncoderError, Model
from index.trained import FOLDER

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

FILE = "encoder.onnx"
SHA256 = "bf2f13bd6bb40f553effea03cf9347fe2ebce1ef35e7753c24ad698140a1e68e"
LONGEST = 256  # tokens that the model reads at once, and all that is read of a question
LAYERS = 6
BATCH = 2  # windows of like length; what more take is no longer near the processor
TURN = 8  # texts between two words of progress, at which whoever builds may let questions go first
_PARTS = {
    "o": "attention.output.dense",
    "n1": "attention.output.LayerNorm",
    "f1": "intermediate.dense",
    "f2": "output.dense",
    "n2": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The model, ready to run."""

    run: Run
    words: Matrix
    """A row for each of the vocabulary, in the model's file: a question needs few of them."""
    places: Matrix
    """A row for each place in a text."""


class OnnxEncoder:
    """An `Encoder`: the packaged model, loaded when first needed. Threads run side by side."""

    def __init__(self, model: Model, threads: int | None = None, runtime: GraphRuntime = "onnx") -> None:
        self.model = model
        self._threads = threads
        self._runtime = runtime
        self._loading = Lock()

    @property
    def fingerprint(self) -> str:
        """Of all that its embeddings depend on."""
        return f"{self.model.fingerprint}{COMPRESSED[:16]}{SHA256[:16]}{self._runtime}"

    def embed(
        self, texts: Sequence[tuple[str, Pieces]], progress: Callable[[int], None] | None = None
    ) -> list[Embedding]:
        """Vectors of texts, of their pieces and their tokens. `progress` is told how many texts are done.

        Raises EncoderError where the model gives vectors that are not finite.
        """
        return in_batches(texts, TURN, lambda text: len(text[0]), self._embed, progress)

    def embed_query(self, text: str) -> Embedding:
        """The embedding of the first LONGEST tokens of a question or a claim, without pieces.

        Raises EncoderError as `embed` does.
        """
        return to_embedding((), self.windows([text], whole=False)[0], load_compression())

    def windows(self, texts: Sequence[str], whole: bool = True) -> list[list[Window]]:
        """The tokens of each text, in windows of LONGEST; of each text the first window alone if not `whole`."""
        encodings = self._tokenizer.encode_batch(list(texts))
        parts = [[encoding, *(encoding.overflowing if whole else ())] for encoding in encodings]
        windows = iter(in_batches([part for own in parts for part in own], BATCH, len, self._compute))
        return [[next(windows) for _ in own] for own in parts]

    def _embed(self, texts: Sequence[tuple[str, Pieces]]) -> list[Embedding]:
        windows = self.windows([text for text, _ in texts])
        compression = load_compression()
        return [to_embedding(pieces, own, compression) for (_, pieces), own in zip(texts, windows, strict=True)]

    def _compute(self, parts: "Sequence[Encoding]") -> list[Window]:
        model = self._model
        ids = np.zeros((len(parts), max(map(len, parts))), np.int32)
        for row, part in enumerate(parts):
            ids[row, : len(part)] = part.ids
        embedded = model.words[ids] + model.places[: ids.shape[1]]
        (last,) = model.run(["last"], {"embedded": embedded, "lengths": np.array(list(map(len, parts)), np.int32)})
        return [
            Window(
                last=last[row, : len(part)],
                ids=np.array(part.ids, np.int64),
                offsets=np.array(part.offsets, np.int64),
                special=np.array(part.special_tokens_mask, np.bool_),
            )
            for row, part in enumerate(parts)
        ]

    @property
    def _model(self) -> _Loaded:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> _Loaded:
        graph, file = read_checked(FOLDER / FILE, SHA256), map_file(self.model.folder / WEIGHTS)
        words, places, weights = bert_weights(file)
        try:
            run = LOADERS[self._runtime](graph, weights, self._threads)
        except ImportError as error:
            raise EncoderError(f"{error.name} is not installed; pip install pullquote[openvino]") from error
        drop_pages(file)  # the graph has copies
        return _Loaded(run, words, places)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return load_tokenizer(self.model.folder, LONGEST)


def load_tokenizer(folder: Path, longest: int) -> "Tokenizer":
    """The tokenizer of a model, which gives `longest` tokens at most and no padding."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # its threads and ours would fight over the cores
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return tokenizer


def bert_weights(file: Buffer) -> tuple[Matrix, Matrix, Arrays]:
    """The weights of the packaged model in its file: of words, a view; of places; and of the graph, as it calls them.

    Those of query, key and value are one.
    """
    stored = unpack(file)
    words, *others = (stored[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type"))
    weights = {}
    for part in ("weight", "bias"):
        weights[f"n0.{part}"] = stored[f"embeddings.LayerNorm.{part}"]
        for number in range(LAYERS):
            layer, own = f"encoder.layer.{number}.", f"{LAYER}{number}."
            attention = [stored[f"{layer}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            weights[f"{own}qkv.{part}"] = np.concatenate(attention)
            weights |= {f"{own}{name}.{part}": stored[f"{layer}{long}.{part}"] for name, long in _PARTS.items()}
    return words, others[0] + others[1][0], transposed(weights)
