"""A library that holds something."""

from pathlib import Path

import pytest

from corpus.library.library import Library
from corpus.library.policy import Policy
from tests.corpus.conftest import DOCUMENTS, added, execute

GUILD = "guild:1"


@pytest.fixture
def kept(path: Path, library: Library) -> Library:
    """One with 30 articles and a policy, its log in the file."""
    added(library, GUILD, *DOCUMENTS)
    library.guilds.settle(1, Policy(shared=False), "7", "switched the shared collection off")
    execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    return Library(path)
