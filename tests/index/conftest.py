"""Two articles, indexed with the packaged encoder and read from disk again."""

import shutil

import pytest

from corpus.library.owners import SHARED
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.service.collections import Collections
from index.service.view import View
from tests.conftest import SHIPPED

SECOND = "“We will rebuild the harbour,” said Ann Jones, the mayor.\n\nThe harbour was closed on Monday."


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> View:
    """The article that ships, and SECOND."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "articles").mkdir()
    shutil.copy(SHIPPED, folder / "articles")
    (folder / "articles" / "harbour.txt").write_text(SECOND, encoding="utf-8")
    built = Collections(folder / "articles", folder / "data", encoder)
    with built.writing():
        built.load()
        built.reindex(SHARED, "operator")
    collections = Collections(folder / "articles", folder / "data", encoder)
    assert collections.load() == ()
    return collections.view([SHARED])


@pytest.fixture(scope="session")
def generation(real: View) -> Generation:
    """What answers in it."""
    assert real.generation
    return real.generation
