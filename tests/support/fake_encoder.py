"""An encoder without a model, for the tests that build hundreds of times."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.encoding.compression import Matrix
from index.encoding.embedding import Embedding, Pieces, embed_apart
from index.encoding.model_files import Model

DIMENSION = 8


class FakeEncoder:
    """An `Encoder`: the same text has the same vector, for ever; `encoded` holds what was asked of it."""

    def __init__(self, name: str = "fake") -> None:
        self.model = Model(name, Path(), sha256(name.encode()).hexdigest())
        self.fingerprint = self.model.fingerprint
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Matrix:
        self.encoded += texts
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, DIMENSION), np.float32)

    def embed(
        self, texts: Sequence[tuple[str, Pieces]], progress: Callable[[int], None] | None = None
    ) -> list[Embedding]:
        """One token for each piece; encoded are a text, then its pieces, then the next text."""
        embeddings = embed_apart(texts, self.encode)
        if progress:
            progress(len(texts))
        return embeddings

    def embed_query(self, text: str) -> Embedding:
        return self.embed([(text, ())])[0]

    def _vector(self, text: str) -> Matrix:
        seed = int.from_bytes(sha256(f"{self.model.name} {text}".encode()).digest()[:8])
        vector = np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
        unit: Matrix = vector / np.linalg.norm(vector)
        return unit
