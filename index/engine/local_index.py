"""The index of one collection on the disk of this machine: segments in files, vectors in FAISS."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from corpus.text.document import Document
from index.engine.generation import Generation
from index.engine.generation_files import GenerationFiles, Pair
from index.engine.passage_embeddings import PassageEmbeddings
from index.engine.segment import GenerationError, OutdatedError, Segment, read_embeddings, segment_key
from index.engine.segment_file import Buffer

RETRIES = 10  # of a reading while another process writes
TOGETHER = 256  # passages that look for themselves at once: 10 MB of cosines for 10,000 passages
ROUNDING = 1e-4  # of a cosine: what sums in another order may differ by


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The generation that answers, if any, with its place on disk and its manifest."""

    generation: Generation | None = None
    pair: Pair | None = None
    manifest: Mapping[str, Any] = field(default_factory=dict)


class LocalIndex:
    """An `index.engine.backend.Index` in a folder, for one encoder, known by its fingerprint."""

    def __init__(self, folder: Path, encoder: str) -> None:
        self._files = GenerationFiles(folder)
        self._encoder = encoder
        self._loading = RLock()
        self._loaded: _Loaded | None = None
        self._segments: dict[str, Segment] = {}  # by key; those in memory, whose files were whole when they were read
        self._notes: list[str] = []

    # Answering --------------------------------------------------------------------------------------------------------

    def live(self) -> Generation | None:
        return self._load().generation

    def facts(self) -> Mapping[str, Any]:
        manifest = self._load().manifest
        return {**manifest["facts"], "published": manifest["published"]} if manifest else {}

    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def size(self) -> int:
        return sum(self._sizes([]).values())

    def faults(self, read: Callable[[int], None]) -> Iterator[str]:
        notes: list[str] = []
        sizes = self._sizes(notes)
        yield from notes
        for name, size in sizes.items():
            try:
                self._files.segment(name)
            except GenerationError as error:
                yield str(error)
            read(size)

    def _sizes(self, notes: list[str]) -> dict[str, int]:
        """The bytes of each segment of the live generation and of the one before, by its name."""
        sizes: dict[str, int] = {}
        for pair in self._pointed(notes):
            try:
                sizes |= {entry["file"]: entry["bytes"] for entry in self._files.manifest(*pair)["segments"]}
            except GenerationError as error:
                notes.append(str(error))
        return sizes

    def close(self) -> None:
        with self._loading:
            self._loaded = None
            self._segments = {}

    # Building ---------------------------------------------------------------------------------------------------------

    def keep(self, segment: Segment) -> Segment:
        if segment.encoder != self._encoder:
            raise GenerationError(f"{segment.document.name} was embedded by another encoder than the index is for")
        kept = Segment.read(segment.name, self._files.keep(segment.name, segment.data))
        self._segments[segment.key] = kept
        return kept

    def stored(self, document: Document, thorough: bool = False) -> Segment | None:
        self._load()
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
        self._load()
        loaded = list(self._segments.values())
        yield from (segment.embeddings for segment in loaded)
        for name in set(self._files.of_document(document.id)) - {segment.name for segment in loaded}:
            try:
                embeddings = read_embeddings(self._files.segment(name), self._encoder)
            except GenerationError:
                continue
            if embeddings:
                yield embeddings

    def publish(self, segments: Sequence[Segment], facts: Mapping[str, Any], thorough: bool = False) -> str:
        before = self._load()
        stored = [self._kept(segment) for segment in segments]
        generation = Generation.of(stored)
        self._check(generation, before.generation, thorough)
        manifest = {"encoder": self._encoder, "published": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "facts": facts}
        with self._loading:
            pair = self._files.publish(stored, manifest, before.pair)
            self._swap(_Loaded(generation, pair, manifest))
        return pair[0]

    def _kept(self, segment: Segment) -> Segment:
        known = self._segments.get(segment.key)
        return known if known and known.name == segment.name and self._files.holds(known.name) else self.keep(segment)

    def _check(self, generation: Generation, before: Generation | None, thorough: bool) -> None:
        """Look at a generation before it is published. Raises GenerationError where anything is wrong with it."""
        segments = generation.segments
        if len({segment.document.id for segment in segments}) != len(segments):
            raise GenerationError("the new index has a document twice; the one before still answers")
        damaged = thorough and [segment for segment in segments if not self._whole(segment.name, segment.document)]
        if damaged:
            raise GenerationError(f"{self._notes[-1]}; the index before it still answers")
        old = {segment.name for segment in before.segments} if before else set()
        _find_themselves(generation, [segment.name not in old for segment in segments])

    def forget(self) -> None:
        with self._loading:
            self.close()
            self._files.erase()

    # Loading ----------------------------------------------------------------------------------------------------------

    def _load(self) -> _Loaded:
        loaded = self._loaded
        if loaded is None:
            with self._loading:
                loaded = self._loaded or self._swap(self._read())
        return loaded

    def _swap(self, loaded: _Loaded) -> _Loaded:
        """Answer from another generation, and keep its segments alone in memory."""
        self._loaded = loaded
        segments = loaded.generation.segments if loaded.generation else ()
        self._segments = {segment.key: segment for segment in segments}
        return loaded

    def _read(self) -> _Loaded:
        for _ in range(RETRIES):
            self._notes = notes = list[str]()
            pointed = self._pointed(notes)
            for pair in pointed:
                try:
                    return self._read_generation(pair)
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

    def _read_generation(self, pair: Pair) -> _Loaded:
        """A generation from its files. Raises GenerationError where one is damaged."""
        manifest = self._files.manifest(*pair)
        if manifest["encoder"] != self._encoder:
            raise OutdatedError("the index was built with another encoder")
        names = [entry["file"] for entry in manifest["segments"]]
        segments = (Segment.read(name, self._files.segment(name)) for name in names)
        return _Loaded(Generation.of(segments), pair, manifest)


def _find_themselves(generation: Generation, new: Sequence[bool]) -> None:
    """Have each passage of the new segments look for its own vector: it must be the nearest, or as near as its twin.

    Raises GenerationError where one is not.
    """
    counts = [len(segment.passages) for segment in generation.segments]
    seeking = np.flatnonzero(np.repeat(new, counts))
    if not len(seeking):
        return
    vectors = [segment.embeddings.vectors for segment in generation.segments]
    passages = np.concatenate([rows.matrix(range(count)) for rows, count in zip(vectors, counts, strict=True) if count])
    for first in range(0, len(seeking), TOGETHER):
        numbers = seeking[first : first + TOGETHER]
        cosines = passages @ passages[numbers].T
        if not (cosines[numbers, np.arange(len(numbers))] >= cosines.max(axis=0) - ROUNDING).all():
            raise GenerationError("a passage of the new index does not find itself; the one before still answers")
