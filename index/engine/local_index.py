"""The index of one collection on the disk of this machine: parts in files, vectors in FAISS."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from corpus.text.document import Document
from index.encoding.compression import Matrix
from index.engine.backend import Found
from index.engine.generation import Generation
from index.engine.generation_files import Pair, Shelf
from index.engine.segment import Embedded, GenerationError, OutdatedError, Part, part_key, read_embedded
from index.engine.segment_file import Buffer

RETRIES = 10  # of a reading while another process writes
TOGETHER = 256  # passages that look for themselves at once: 10 MB of cosines for 10,000 passages
NEAR = 1e-4  # of a cosine: what sums in another order may differ by


@dataclass(frozen=True, slots=True)
class _Live:
    generation: Generation | None = None
    pair: Pair | None = None
    manifest: Mapping[str, Any] = field(default_factory=dict)


class LocalIndex:
    """An `index.engine.backend.Index` in a folder, for one encoder, known by its fingerprint."""

    def __init__(self, folder: Path, encoder: str) -> None:
        self._shelf = Shelf(folder)
        self._encoder = encoder
        self._loading = RLock()
        self._live: _Live | None = None
        self._parts: dict[str, Part] = {}  # by key; those in memory, whose files were whole when they were read
        self._notes: list[str] = []

    # Answering --------------------------------------------------------------------------------------------------------

    def live(self) -> Generation | None:
        return self._loaded().generation

    def facts(self) -> Mapping[str, Any]:
        manifest = self._loaded().manifest
        return {**manifest["facts"], "published": manifest["published"]} if manifest else {}

    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def size(self) -> int:
        return sum(self._files([]).values())

    def faults(self, read: Callable[[int], None]) -> Iterator[str]:
        notes: list[str] = []
        files = self._files(notes)
        yield from notes
        for name, size in files.items():
            try:
                self._shelf.part(name)
            except GenerationError as error:
                yield str(error)
            read(size)

    def _files(self, notes: list[str]) -> dict[str, int]:
        """The files of the live generation's parts and of those of the one before, with their bytes."""
        files: dict[str, int] = {}
        for pair in self._pointed(notes):
            try:
                files |= {entry["file"]: entry["bytes"] for entry in self._shelf.manifest(*pair)["parts"]}
            except GenerationError as error:
                notes.append(str(error))
        return files

    def search(self, vector: Matrix, count: int) -> tuple[Found, ...]:
        generation = self.live()
        if generation is None:
            return ()
        cosines, _ = generation.cosines(vector)
        nearest = np.argsort(-cosines, kind="stable")[: max(0, count)]
        found = ((generation.passages[number], float(cosines[number])) for number in nearest)
        return tuple(Found(passage.document.id, passage.span, cosine) for passage, cosine in found)

    def close(self) -> None:
        with self._loading:
            self._live = None
            self._parts = {}

    # Building ---------------------------------------------------------------------------------------------------------

    def begin(self, thorough: bool = False) -> "LocalBuild":
        return LocalBuild(self, thorough)

    def keep(self, part: Part) -> Part:
        if part.encoder != self._encoder:
            raise GenerationError(f"{part.document.name} was embedded by another encoder than the index is for")
        kept = Part.read(part.name, self._shelf.keep(part.name, part.data))
        self._parts[part.key] = kept
        return kept

    def stored(self, document: Document, thorough: bool = False) -> Part | None:
        self._loaded()
        key = part_key(document, self._encoder)
        known = self._parts.get(key)
        if known and not thorough:
            return known
        for name in [known.name] if known else self._shelf.of_key(key):
            data = self._whole(name, document)
            if data:
                self._parts[key] = known or Part.read(name, data)
                return self._parts[key]
        return None

    def _whole(self, name: str, document: Document) -> Buffer | None:
        """The file of a part; a damaged one is set aside where the disk lets it."""
        try:
            return self._shelf.part(name)
        except GenerationError:
            self._parts.pop(part_key(document, self._encoder), None)
            self._notes.append(f"the index of {document.name} was damaged" + self._set_aside(name))
            return None

    def _set_aside(self, name: str) -> str:
        try:
            self._shelf.set_aside(name)
        except GenerationError:  # of a disk that is full, or that may only be read
            return ""
        return " and is set aside"

    def donors(self, document: Document) -> Iterator[Embedded]:
        self._loaded()
        loaded = list(self._parts.values())
        yield from (part.embedded for part in loaded)
        for name in set(self._shelf.of_document(document.id)) - {part.name for part in loaded}:
            try:
                found = read_embedded(self._shelf.part(name), self._encoder)
            except GenerationError:
                continue
            if found:
                yield found

    def publish(self, parts: Sequence[Part], facts: Mapping[str, Any], thorough: bool) -> str:
        """Make parts the live generation, after a look at them: see `index.engine.backend.Build`."""
        before = self._loaded()
        old = {part.name for part in before.generation.parts} if before.generation else set()
        stored = [self._kept(part) for part in parts]
        damaged = thorough and [part for part in stored if not self._whole(part.name, part.document)]
        if damaged:
            raise GenerationError(f"{self._notes[-1]}; the index before it still answers")
        generation = Generation.of(stored)
        _find_themselves(generation, [part.name not in old for part in stored])
        manifest = {"encoder": self._encoder, "published": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "facts": facts}
        with self._loading:
            pair = self._shelf.publish(stored, manifest, before.pair)
            self._swap(_Live(generation, pair, manifest))
        return pair[0]

    def _kept(self, part: Part) -> Part:
        known = self._parts.get(part.key)
        return known if known and known.name == part.name and self._shelf.holds(part.name) else self.keep(part)

    def forget(self) -> None:
        with self._loading:
            self.close()
            self._shelf.erase()

    # Loading ----------------------------------------------------------------------------------------------------------

    def _loaded(self) -> _Live:
        live = self._live
        if live is None:
            with self._loading:
                live = self._live or self._swap(self._load())
        return live

    def _swap(self, live: _Live) -> _Live:
        """Answer from another generation, and keep its parts alone in memory."""
        self._live = live
        self._parts = {part.key: part for part in live.generation.parts} if live.generation else {}
        return live

    def _load(self) -> _Live:
        for _ in range(RETRIES):
            self._notes = notes = list[str]()
            pointed = self._pointed(notes)
            for pair in pointed:
                try:
                    return self._opened(pair)
                except GenerationError as error:
                    notes.append(str(error))
            if self._pointed([]) == pointed:
                return _Live()
        self._notes = ["the index changes faster than it can be read"]  # a writer has tidied away what was named
        return _Live()

    def _pointed(self, notes: list[str]) -> list[Pair]:
        try:
            return self._shelf.pointed()
        except GenerationError as error:
            notes.append(str(error))
            return []

    def _opened(self, pair: Pair) -> _Live:
        """A generation from its files. Raises GenerationError where one is damaged."""
        manifest = self._shelf.manifest(*pair)
        if manifest["encoder"] != self._encoder:
            raise OutdatedError("the index was built with another encoder")
        names = [entry["file"] for entry in manifest["parts"]]
        return _Live(Generation.of(Part.read(name, self._shelf.part(name)) for name in names), pair, manifest)


class LocalBuild:
    """An `index.engine.backend.Build` of a LocalIndex."""

    def __init__(self, index: LocalIndex, thorough: bool) -> None:
        self._index = index
        self._thorough = thorough
        self._parts: list[Part] = []

    def add(self, part: Part) -> None:
        self._parts.append(part)

    def publish(self, passages: int, facts: Mapping[str, Any]) -> str:
        there = sum(len(part.passages) for part in self._parts)
        if there != passages:
            raise GenerationError(
                f"the new index has {there} passages and not {passages}; the one before still answers"
            )
        if len({part.document.id for part in self._parts}) != len(self._parts):
            raise GenerationError("the new index has a document twice; the one before still answers")
        return self._index.publish(self._parts, facts, self._thorough)


def _find_themselves(generation: Generation, new: Sequence[bool]) -> None:
    """Whether each passage of the new parts is the nearest to its own vector, or as near as its twin.

    Raises GenerationError where one is not.
    """
    rows = [part.embedded.vectors.matrix(range(len(part.passages))) for part in generation.parts if part.passages]
    wanted = np.flatnonzero(np.repeat(new, [len(part.passages) for part in generation.parts]))
    if not len(wanted):
        return
    passages = np.concatenate(rows)
    for first in range(0, len(wanted), TOGETHER):
        numbers = wanted[first : first + TOGETHER]
        cosines = passages @ passages[numbers].T
        if not (cosines[numbers, np.arange(len(numbers))] >= cosines.max(axis=0) - NEAR).all():
            raise GenerationError("a passage of the new index does not find itself; the one before still answers")
