"""Articles, and the index of a collection that holds them."""

from collections.abc import Sequence
from pathlib import Path

from corpus.readers.files import parse_article
from corpus.text.document import Document
from index.engine.build import build_segments
from index.engine.local_index import LocalIndex
from tests.support.fake_encoder import FakeEncoder

HARBOUR = "“We will rebuild the harbour,” said Ann Jones, the mayor.\n\nThe harbour was closed on Monday."
SCHOOL = "The school burned down.\n\n“Nobody was hurt,” said Bo Lee.\n\nIt was built in 1902. It stood empty."
BRIDGE = "The bridge is new.\n\nThe harbour was closed on Monday."


def document(name: str, text: str) -> Document:
    return parse_article(f"{name}.txt", text.encode())


def published(index: LocalIndex, documents: Sequence[Document], encoder: FakeEncoder | None = None) -> None:
    """Have the index be of documents."""
    built = build_segments(documents, index, encoder or FakeEncoder())
    index.publish(built.segments, {"corpus": "x"})


def names(index: LocalIndex) -> list[str]:
    generation = index.live()
    return [document.name for document in generation.documents] if generation else []


def opened(folder: Path, encoder: FakeEncoder | None = None) -> LocalIndex:
    """The index of a folder as another process finds it."""
    return LocalIndex(folder / "one", (encoder or FakeEncoder()).fingerprint)
