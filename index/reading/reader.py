"""What the rooms above need of a reader, a cross-encoder (Nogueira & Cho, 2019), whichever it is."""

from collections.abc import Sequence
from typing import Protocol

from index.encoding.embedding import Pieces

UNREAD = -20.0  # lower than anything that was read


class Reader(Protocol):
    """A question and texts to scores. Thread-safe. It sees words alone, so that it serves every encoder and index."""

    @property
    def name(self) -> str:
        """What it is called."""

    def scores(self, question: str, texts: Sequence[tuple[str, Pieces]]) -> list[list[float]]:
        """Of each sentence of each text how much rather it answers than nothing: above 0 it does; UNREAD of one that
        was not read.

        A text comes with the ranges of its sentences. Raises EncoderError where the model cannot be used.
        """
