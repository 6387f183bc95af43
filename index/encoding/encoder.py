"""What the rooms above need of an encoder, whichever it is."""

from collections.abc import Callable, Sequence
from typing import Protocol

from index.encoding.embedding import Embedding, Pieces
from index.encoding.model_files import Model


class Encoder(Protocol):
    """Texts to vectors. Thread-safe. Raises EncoderError where the model gives no usable vectors."""

    @property
    def model(self) -> Model:
        """What it is called, and where its files are."""

    @property
    def fingerprint(self) -> str:
        """Of all that its embeddings depend on."""

    def embed(
        self, texts: Sequence[tuple[str, Pieces]], progress: Callable[[int], None] | None = None
    ) -> list[Embedding]:
        """Vectors of texts, of their pieces and their tokens. `progress` is told how many texts are done."""

    def embed_query(self, text: str) -> Embedding:
        """The embedding of a question or a claim, without pieces; of a long one only the beginning is read."""
