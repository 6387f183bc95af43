"""The embedded index keeps to the contract."""

from pathlib import Path

from index.engine.local_index import LocalIndex
from tests.index.engine.backend_contract import IndexContract


class TestLocalIndex(IndexContract):
    """In files, with FAISS."""

    def open(self, folder: Path, encoder: str) -> LocalIndex:
        return LocalIndex(folder, encoder)
