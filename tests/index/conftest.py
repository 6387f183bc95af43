"""Two articles, indexed with the packaged encoder and read from disk again."""

import shutil
from pathlib import Path

import pytest

from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.service.view import LiveView
from tests.conftest import SHIPPED
from tests.support.kept_service import indexed, loaded
from tests.support.once import made_once

SECOND = "“We will rebuild the harbour,” said Ann Jones, the mayor.\n\nThe harbour was closed on Monday."


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> LiveView:
    """The article that ships, and SECOND."""

    def make(folder: Path) -> None:
        (folder / "articles").mkdir()
        shutil.copy(SHIPPED, folder / "articles")
        (folder / "articles" / "harbour.txt").write_text(SECOND, encoding="utf-8")
        indexed(folder, encoder)

    return loaded(made_once(tmp_path_factory, "real", make), encoder)


@pytest.fixture(scope="session")
def generation(real: LiveView) -> Generation:
    """What answers in it."""
    return real.generation
