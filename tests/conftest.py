"""What several rooms are tested with: the article that ships, and the packaged encoder, loaded once."""

from pathlib import Path

import pytest

from corpus.document import Document
from corpus.readers import read_article
from index.encoder import Encoder, find_model

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "corpus" / "articles" / "north-korea-missile.txt"


@pytest.fixture(scope="session")
def article() -> Document:
    """The article that ships."""
    return read_article(SHIPPED)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged encoder."""
    return Encoder(find_model(None))
