"""The index of one collection on the disk of this machine: parts in files, vectors in FAISS."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corpus.document import Document
from index.compression import Matrix
from index.generation import Generation
from index.parts import Part
from index.seam import Build, Donor, Found


class LocalIndex:
    """An `index.seam.Index` in a folder, for one encoder, known by its fingerprint."""

    def __init__(self, folder: Path, encoder: str) -> None:
        raise NotImplementedError

    def begin(self, thorough: bool = False) -> Build:
        raise NotImplementedError

    def keep(self, part: Part) -> Part:
        raise NotImplementedError

    def stored(self, document: Document, thorough: bool = False) -> Part | None:
        raise NotImplementedError

    def donors(self, document: Document) -> Iterable[Donor]:
        raise NotImplementedError

    def live(self) -> Generation | None:
        raise NotImplementedError

    def facts(self) -> Mapping[str, Any]:
        raise NotImplementedError

    def notes(self) -> tuple[str, ...]:
        raise NotImplementedError

    def search(self, vector: Matrix, count: int) -> tuple[Found, ...]:
        raise NotImplementedError

    @property
    def can_go_back(self) -> bool:
        raise NotImplementedError

    def back(self) -> bool:
        raise NotImplementedError

    def forget(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError
