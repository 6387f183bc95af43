"""The index of one collection on the disk of this machine: segments in files, vectors in FAISS.

The index is a cache. Whatever is missing in it can be built anew from the documents.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from corpus.text.document import Document
from index.encoding.array_file import drop_pages
from index.engine.generation import Generation
from index.engine.generation_files import BEFORE, LIVE, GenerationFiles, Manifest
from index.engine.passage_embeddings import PassageEmbeddings
from index.engine.segment import GenerationError, Segment, read_embeddings, segment_key

RETRIES = 10  # of a reading while another process writes


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The generation that answers, if any, with its manifest."""

    generation: Generation | None = None
    manifest: Manifest | None = None


class LocalIndex:
    """The generations of one collection in a folder, the live one and the one before, for the encoder of a fingerprint.

    `keep`, `publish` and `forget` are for the one process that writes; others read. Thread-safe.
    """

    def __init__(self, folder: Path, encoder: str) -> None:
        self._files = GenerationFiles(folder)
        self._encoder = encoder
        self._loading = RLock()
        self._loaded: _Loaded | None = None
        self._segments: dict[str, Segment] = {}  # by key; those in memory, whose files were whole when they were read
        self._notes: list[str] = []

    # Answering --------------------------------------------------------------------------------------------------------

    def live(self) -> Generation | None:
        """The live generation, or the one before where that is damaged; None where neither can be used.

        Loaded when it is first asked for, in seconds.
        """
        return self._load().generation

    def facts(self) -> Mapping[str, Any]:
        """The facts that the generation of `live` was published with, and `published`, ISO, UTC; empty without one."""
        manifest = self._load().manifest
        return {**manifest["facts"], "published": manifest["published"]} if manifest else {}

    def notes(self) -> tuple[str, ...]:
        """A sentence for each thing that was wrong since `live` last loaded."""
        return tuple(dict.fromkeys(self._notes))

    def size(self) -> int:
        """The bytes that `faults` reads, as far as they can be told."""
        return sum(self._sizes([]).values())

    def faults(self, read: Callable[[int], None]) -> Iterator[str]:
        """A sentence for each damaged file of the live generation and the one before, all of them read anew.

        `read` is told the bytes of each, which add up to `size`, and what it raises stops the reading.
        """
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
        entries = (entry for manifest in self._manifests(notes) for entry in manifest["segments"])
        return {entry["file"]: entry["bytes"] for entry in entries}

    def close(self) -> None:
        """Give the memory back; the next `live` loads again."""
        with self._loading:
            self._loaded = None
            self._segments = {}

    # Building ---------------------------------------------------------------------------------------------------------

    def keep(self, segment: Segment) -> Segment:
        """Store a segment before any generation names it, so that a build that is killed goes on from there.

        Gives it as it is stored. What is of no generation is removed when the next one is published. Raises
        GenerationError where it cannot be stored.
        """
        kept = Segment.read(segment.name, self._files.keep(segment.name, segment.data))
        self._segments[segment.key] = kept
        return kept

    def stored(self, document: Document, thorough: bool = False) -> Segment | None:
        """The segment of a document, as it would be built now, where it is stored whole.

        `thorough` reads all of it anew. `notes` tells of a damaged one.
        """
        self._load()
        key = segment_key(document, self._encoder)
        known = self._segments.get(key)
        if known and not thorough:
            return known
        for name in [known.name] if known else self._files.of_key(key):
            try:
                data = self._files.segment(name)
            except GenerationError:
                self._segments.pop(key, None)
                self._notes.append(f"the index of {document.name} was damaged")
            else:
                self._segments[key] = known or Segment.read(name, data)
                return self._segments[key]
        return None

    def known_embeddings(self, document: Document) -> Iterator[PassageEmbeddings]:
        """What may hold embeddings of a document's passages."""
        self._load()
        loaded = list(self._segments.values())
        yield from (segment.embeddings for segment in loaded)
        for name in self._files.of_document(document.id) - {segment.name for segment in loaded}:
            with contextlib.suppress(GenerationError):
                yield from filter(None, [read_embeddings(self._files.segment(name), self._encoder)])

    def publish(self, segments: Sequence[Segment], facts: Mapping[str, Any]) -> None:
        """Make these segments the live generation, all or nothing; `facts` are kept with it.

        They are of different documents; those that are not stored yet, or no longer, are stored. Raises GenerationError
        where they cannot be stored; then nothing has changed.
        """
        before = self._load().manifest
        generation = Generation.of(
            segment if self._files.holds(segment.name) else self.keep(segment) for segment in segments
        )
        about = {"encoder": self._encoder, "published": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "facts": facts}
        with self._loading:
            self._swap(_Loaded(generation, self._files.publish(generation.segments, about, before)))

    def forget(self) -> None:
        """Erase everything of the collection."""
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
            manifests = self._manifests(notes)
            loaded = self._first_whole(manifests, notes)
            if not notes or self._manifests([]) == manifests:
                return loaded
        self._notes = ["the index changes faster than it can be read"]  # a writer has tidied away what was named
        return _Loaded()

    def _manifests(self, notes: list[str]) -> list[Manifest]:
        """The manifests that can be read, the live one first; the notes are told of others."""
        manifests: list[Manifest | None] = []
        for name in (LIVE, BEFORE):
            try:
                manifests.append(self._files.manifest(name))
            except GenerationError as error:
                notes.append(str(error))
        return list(filter(None, manifests))

    def _first_whole(self, manifests: Sequence[Manifest], notes: list[str]) -> _Loaded:
        for manifest in manifests:
            try:
                return self._read_generation(manifest)
            except GenerationError as error:
                notes.append(str(error))
        return _Loaded()

    def _read_generation(self, manifest: Manifest) -> _Loaded:
        """A generation from its files. Raises GenerationError where one is damaged."""
        if manifest["encoder"] != self._encoder:
            raise GenerationError("the index was built with another encoder")
        names = [entry["file"] for entry in manifest["segments"]]
        generation = Generation.of(Segment.read(name, self._files.segment(name)) for name in names)
        _ = generation.tokens  # counts those of all passages
        for segment in generation.segments:
            drop_pages(segment.data)  # of which a question needs a small part
        return _Loaded(generation, manifest)
