"""The index of one collection on the disk of this machine: segments in files, vectors in FAISS."""

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
from index.engine.generation_files import GenerationFiles, Pair
from index.engine.segment import (
    GenerationError,
    OutdatedError,
    PassageEmbeddings,
    Segment,
    read_embeddings,
    segment_key,
)
from index.engine.segment_file import Buffer

RETRIES = 10  # of a reading while another process writes
TOGETHER = 256  # passages that look for themselves at once: 10 MB of cosines for 10,000 passages
NEAR = 1e-4  # of a cosine: what sums in another order may differ by


@dataclass(frozen=True, slots=True)
class _Loaded:
    generation: Generation | None = None
    pair: Pair | None = None
    manifest: Mapping[str, Any] = field(default_factory=dict)


class LocalIndex:
    """An `index.engine.backend.Index` in a folder, for one encoder, known by its fingerprint."""

    def __init__(self, folder: Path, encoder: str) -> None:
        self._files = GenerationFiles(folder)
        self._encoder = encoder
        self._loading = RLock()
        self._live: _Loaded | None = None
        self._segments: dict[str, Segment] = {}  # by key; those in memory, whose files were whole when they were read
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
        return sum(self._files_on_disk([]).values())

    def faults(self, read: Callable[[int], None]) -> Iterator[str]:
        notes: list[str] = []
        files = self._files_on_disk(notes)
        yield from notes
        for name, size in files.items():
            try:
                self._files.segment(name)
            except GenerationError as error:
                yield str(error)
            read(size)

    def _files_on_disk(self, notes: list[str]) -> dict[str, int]:
        """The files of the live generation's segments and of those of the one before, with their bytes."""
        files: dict[str, int] = {}
        for pair in self._pointed(notes):
            try:
                files |= {entry["file"]: entry["bytes"] for entry in self._files.manifest(*pair)["parts"]}
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
            self._segments = {}

    # Building ---------------------------------------------------------------------------------------------------------

    def begin(self, thorough: bool = False) -> "LocalBuild":
        return LocalBuild(self, thorough)

    def keep(self, segment: Segment) -> Segment:
        if segment.encoder != self._encoder:
            raise GenerationError(f"{segment.document.name} was embedded by another encoder than the index is for")
        kept = Segment.read(segment.name, self._files.keep(segment.name, segment.data))
        self._segments[segment.key] = kept
        return kept

    def stored(self, document: Document, thorough: bool = False) -> Segment | None:
        self._loaded()
        key = segment_key(document, self._encoder)
        known = self._segments.get(key)
        if known and not thorough:
            return known
        for name in [known.name] if known else self._files.of_key(key):
            data = self._whole(name, document)
            if data:
                self._segments[key] = known or Segment.read(name, data)
                return self._segments[key]
        return None

    def _whole(self, name: str, document: Document) -> Buffer | None:
        """The file of a segment; a damaged one is set aside where the disk lets it."""
        try:
            return self._files.segment(name)
        except GenerationError:
            self._segments.pop(segment_key(document, self._encoder), None)
            self._notes.append(f"the index of {document.name} was damaged" + self._set_aside(name))
            return None

    def _set_aside(self, name: str) -> str:
        try:
            self._files.set_aside(name)
        except GenerationError:  # of a disk that is full, or that may only be read
            return ""
        return " and is set aside"

    def known_embeddings(self, document: Document) -> Iterator[PassageEmbeddings]:
        self._loaded()
        loaded = list(self._segments.values())
        yield from (segment.embedded for segment in loaded)
        for name in set(self._files.of_document(document.id)) - {segment.name for segment in loaded}:
            try:
                found = read_embeddings(self._files.segment(name), self._encoder)
            except GenerationError:
                continue
            if found:
                yield found

    def publish(self, segments: Sequence[Segment], facts: Mapping[str, Any], thorough: bool) -> str:
        """Make segments the live generation, after a look at them: see `index.engine.backend.Build`."""
        before = self._loaded()
        old = {segment.name for segment in before.generation.segments} if before.generation else set()
        stored = [self._kept(segment) for segment in segments]
        damaged = thorough and [segment for segment in stored if not self._whole(segment.name, segment.document)]
        if damaged:
            raise GenerationError(f"{self._notes[-1]}; the index before it still answers")
        generation = Generation.of(stored)
        _find_themselves(generation, [segment.name not in old for segment in stored])
        manifest = {"encoder": self._encoder, "published": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "facts": facts}
        with self._loading:
            pair = self._files.publish(stored, manifest, before.pair)
            self._swap(_Loaded(generation, pair, manifest))
        return pair[0]

    def _kept(self, segment: Segment) -> Segment:
        known = self._segments.get(segment.key)
        return known if known and known.name == segment.name and self._files.holds(segment.name) else self.keep(segment)

    def forget(self) -> None:
        with self._loading:
            self.close()
            self._files.erase()

    # Loading ----------------------------------------------------------------------------------------------------------

    def _loaded(self) -> _Loaded:
        live = self._live
        if live is None:
            with self._loading:
                live = self._live or self._swap(self._load())
        return live

    def _swap(self, live: _Loaded) -> _Loaded:
        """Answer from another generation, and keep its segments alone in memory."""
        self._live = live
        self._segments = {segment.key: segment for segment in live.generation.segments} if live.generation else {}
        return live

    def _load(self) -> _Loaded:
        for _ in range(RETRIES):
            self._notes = notes = list[str]()
            pointed = self._pointed(notes)
            for pair in pointed:
                try:
                    return self._opened(pair)
                except GenerationError as error:
                    notes.append(str(error))
            if self._pointed([]) == pointed:
                return _Loaded()
        self._notes = ["the index changes faster than it can be read"]  # a writer has tidied away what was named
        return _Loaded()

    def _pointed(self, notes: list[str]) -> list[Pair]:
        try:
            return self._files.pointed()
        except GenerationError as error:
            notes.append(str(error))
            return []

    def _opened(self, pair: Pair) -> _Loaded:
        """A generation from its files. Raises GenerationError where one is damaged."""
        manifest = self._files.manifest(*pair)
        if manifest["encoder"] != self._encoder:
            raise OutdatedError("the index was built with another encoder")
        names = [entry["file"] for entry in manifest["parts"]]
        return _Loaded(Generation.of(Segment.read(name, self._files.segment(name)) for name in names), pair, manifest)


class LocalBuild:
    """An `index.engine.backend.Build` of a LocalIndex."""

    def __init__(self, index: LocalIndex, thorough: bool) -> None:
        self._index = index
        self._thorough = thorough
        self._segments: list[Segment] = []

    def add(self, segment: Segment) -> None:
        self._segments.append(segment)

    def publish(self, passages: int, facts: Mapping[str, Any]) -> str:
        there = sum(len(segment.passages) for segment in self._segments)
        if there != passages:
            raise GenerationError(
                f"the new index has {there} passages and not {passages}; the one before still answers"
            )
        if len({segment.document.id for segment in self._segments}) != len(self._segments):
            raise GenerationError("the new index has a document twice; the one before still answers")
        return self._index.publish(self._segments, facts, self._thorough)


def _find_themselves(generation: Generation, new: Sequence[bool]) -> None:
    """Whether each passage of the new segments is the nearest to its own vector, or as near as its twin.

    Raises GenerationError where one is not.
    """
    rows = [
        segment.embedded.vectors.matrix(range(len(segment.passages)))
        for segment in generation.segments
        if segment.passages
    ]
    wanted = np.flatnonzero(np.repeat(new, [len(segment.passages) for segment in generation.segments]))
    if not len(wanted):
        return
    passages = np.concatenate(rows)
    for first in range(0, len(wanted), TOGETHER):
        numbers = wanted[first : first + TOGETHER]
        cosines = passages @ passages[numbers].T
        if not (cosines[numbers, np.arange(len(numbers))] >= cosines.max(axis=0) - NEAR).all():
            raise GenerationError("a passage of the new index does not find itself; the one before still answers")
