"""The embedded index keeps to the contract."""

from pathlib import Path

from index.local import LocalIndex
from index.seam import Index
from tests.index.contract import IndexContract


class TestLocalIndex(IndexContract):
    """In files, with FAISS."""

    def open(self, folder: Path, encoder: str) -> Index:
        return LocalIndex(folder, encoder)
