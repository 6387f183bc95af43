"""Two articles, indexed with the packaged encoder and read from disk again."""

import shutil

import pytest

from index.collection import Collection
from index.encoder import Encoder
from index.generation import Generation
from tests.conftest import SHIPPED

SECOND = "“We will rebuild the harbour,” said Ann Jones, the mayor.\n\nThe harbour was closed on Monday."


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Collection:
    """The article that ships, and SECOND."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "articles").mkdir()
    shutil.copy(SHIPPED, folder / "articles")
    (folder / "articles" / "harbour.txt").write_text(SECOND, encoding="utf-8")
    Collection(folder / "articles", folder / "data", encoder).reindex()
    collection = Collection(folder / "articles", folder / "data", encoder)
    assert collection.load() == ()
    return collection


@pytest.fixture(scope="session")
def generation(real: Collection) -> Generation:
    """What answers in it."""
    assert real.generation
    return real.generation
