"""Two articles, indexed with the packaged encoder and read from disk again."""

import shutil

import pytest

from corpus.library.owners import SHARED
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.service.view import LiveView
from tests.conftest import SHIPPED
from tests.support.kept_service import KeptService

SECOND = "“We will rebuild the harbour,” said Ann Jones, the mayor.\n\nThe harbour was closed on Monday."


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> LiveView:
    """The article that ships, and SECOND."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "articles").mkdir()
    shutil.copy(SHIPPED, folder / "articles")
    (folder / "articles" / "harbour.txt").write_text(SECOND, encoding="utf-8")
    built = KeptService(folder, encoder)
    with built.operations.writing():
        built.operations.load()
        built.indexing.reindex(SHARED, "operator")
    kept = KeptService(folder, encoder)
    assert kept.operations.load() == ()
    return kept.registry.view([SHARED])


@pytest.fixture(scope="session")
def generation(real: LiveView) -> Generation:
    """What answers in it."""
    assert real.generation
    return real.generation
