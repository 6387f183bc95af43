"""What several rooms are tested with: the article that ships, and the packaged encoder, loaded once."""

from pathlib import Path

import pytest

from corpus.readers.files import read_article
from corpus.text.document import Document
from index.encoding.model_files import find_model
from index.encoding.sentence_encoder import SentenceEncoder

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "corpus" / "articles" / "north-korea-missile.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of tests/quality; pytest reads them here alone."""
    parser.addoption("--raise-floors", action="store_true", help="keep better figures as tests/quality/floors.json")
    parser.addoption("--lower-floors", action="store_true", help="keep worse ones too: say why in the commit")


@pytest.fixture(scope="session")
def article() -> Document:
    """The article that ships."""
    return read_article(SHIPPED)


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The packaged encoder. One thread: the vectors are the same on any number of cores, and no core is fought over."""
    return SentenceEncoder(find_model(None), threads=1)
