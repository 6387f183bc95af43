"""A library that holds something."""

import shutil
from pathlib import Path

import pytest

from corpus.library.library import Library
from corpus.library.policy import Policy
from tests.corpus.conftest import DOCUMENTS, added, execute

GUILD = "guild:1"


@pytest.fixture(scope="session")
def filled(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with 30 articles and a policy, its log in the file; to be copied."""
    path = Path(shutil.copytree(empty, tmp_path_factory.mktemp("filled") / "data")) / "library.sqlite"
    library = Library(path)
    added(library, GUILD, *DOCUMENTS)
    library.guilds.settle(1, Policy(shared=False), "7", "switched the shared collection off")
    execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    return path.parent


@pytest.fixture
def kept(path: Path, filled: Path) -> Library:
    """One with 30 articles and a policy."""
    shutil.copytree(filled, path.parent)
    return Library(path)
