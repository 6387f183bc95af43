"""A reader without a model."""

from collections.abc import Sequence

from index.encoding.embedding import Pieces


class FakeReader:
    """A `Reader` that gives each sentence its length, and keeps what it was shown."""

    name = "fake"

    def __init__(self) -> None:
        self.questions: list[str] = []
        self.texts: list[str] = []

    def scores(self, question: str, texts: Sequence[tuple[str, Pieces]]) -> list[list[float]]:
        """The length of each sentence."""
        self.questions.append(question)
        self.texts += [text for text, _ in texts]
        return [[float(len(text[start:end])) for start, end in sentences] for text, sentences in texts]
