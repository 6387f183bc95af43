"""One collection: the articles that the library names, and the live generation, which is of these."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from threading import RLock
from typing import Any

from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.text.document import Document
from index.encoding.encoder import Encoder
from index.engine.build import Built, Progress, build_segments
from index.engine.generation import Generation
from index.engine.local_index import LocalIndex
from index.engine.segment import GenerationError, Segment, segment_key


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What is in memory of a collection."""

    live: Generation | None
    lacking: tuple[Document, ...] = ()
    """Articles that should answer and have no segment."""
    notes: tuple[str, ...] = ()


class Collection:
    """Thread-safe. The library is the truth: after each change of it the generation is made to be of its articles.

    Segments are made before a change is kept, which may take long and may be stopped; what follows is quick, and one
    change at a time.
    """

    def __init__(self, name: str, library: Library, index: LocalIndex, encoder: Encoder) -> None:
        self.name = name
        self.index = index
        self.asked = time.monotonic()
        self._library = library
        self._encoder = encoder
        self._changing = RLock()
        self._loaded: _Loaded | None = None

    def live(self) -> Generation | None:
        """The generation that answers, loaded where it is not; no removed article is in it."""
        return self._load().live

    @property
    def in_memory(self) -> bool:
        """Whether it has been loaded, and not been closed since."""
        return self._loaded is not None

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence for each thing that was wrong when it was loaded."""
        return self._loaded.notes if self._loaded else ()

    @property
    def fault(self) -> str | None:
        """What is wrong, in a sentence, where the index on disk is not of the library's articles."""
        loaded = self._load()
        if loaded.lacking:
            return f"{len(loaded.lacking)} of the articles are not indexed"
        if self.index.facts().get("pullquote") != version("pullquote") and loaded.live and loaded.live.documents:
            return "the index was made by another version"
        same = segment_keys(self.index.live()) == segment_keys(loaded.live)
        return None if same else "the index on disk is not of the articles"

    def prepare(self, documents: Sequence[Document], progress: Progress | None = None, thorough: bool = False) -> Built:
        """The segments of documents that are to be kept; those that are on disk already are left.

        Nothing has changed yet. With `thorough` every segment on disk is read and checked anew.
        """
        return build_segments(documents, self.index, self._encoder, progress, thorough)

    def change(
        self, keep: Callable[[], None], built: Built | None = None, facts: Mapping[str, Any] | None = None
    ) -> None:
        """Have the library change by `keep`, then answer from what it holds; `built` has segments that it needs.

        Raises GenerationError where the disk does not take the new generation: the change is kept all the same.
        """
        with self._changing:
            keep()
            self._publish(built.segments if built else (), {**self.index.facts(), **(facts or {})})

    def catch_up(self) -> bool:
        """Have the index be of the library's articles where it is not; whether anything had to be done."""
        if self.fault is None:
            return False
        self.change(lambda: None)
        return True

    def faults(self, read: Callable[[int], None]) -> Iterator[str]:
        """A sentence for each file of the index that is damaged, and where it is not of the library's articles; `read`
        is told the bytes of each."""
        yield from self.index.faults(read)
        fault = self.fault
        if fault:
            yield fault

    def close(self) -> None:
        """Give the memory back."""
        with self._changing:
            self.index.close()
            self._loaded = None

    def forget(self) -> None:
        """Erase the index from the disk."""
        with self._changing:
            self.index.forget()
            self.close()

    def _load(self) -> _Loaded:
        """Loaded where it is not. What is changed or closed meanwhile does not disturb whoever holds it."""
        self.asked = time.monotonic()
        loaded = self._loaded
        if loaded is None:
            with self._changing:
                loaded = self._loaded = self._loaded or self._read()
        return loaded

    def _read(self) -> _Loaded:
        live, notes = self.index.live(), self.index.notes()
        try:
            documents = self._documents()
        except LibraryError as error:  # what is indexed was checked by itself
            return _Loaded(live, notes=(*notes, str(error)) if live else notes)
        if segment_keys(live) == {self._key(document) for document in documents}:
            return _Loaded(live, notes=notes)
        segments = self._known_segments(documents, ())
        lacking = tuple(document for document in documents if segments[self._key(document)] is None)
        return _Loaded(Generation.of(segment for segment in segments.values() if segment is not None), lacking, notes)

    def _publish(self, made: Sequence[Segment], facts: Mapping[str, Any]) -> None:
        documents = self._documents()
        segments = self._known_segments(documents, made)
        lacking = [document for document in documents if segments[self._key(document)] is None]
        late = {segment.key: segment for segment in self.prepare(lacking).segments}
        whole = [segment for key, known in segments.items() if (segment := known or late.get(key))]
        self._loaded = _Loaded(Generation.of(whole), notes=self.notes)
        try:
            self.index.publish(whole, {**facts, "pullquote": version("pullquote"), "encoder": self._encoder.model.name})
        except (OSError, GenerationError) as error:
            raise GenerationError(
                f"the change is kept, but the index could not be written ({error}); it is made up for at the next start"
            ) from error
        self._loaded = _Loaded(self.index.live(), notes=self.index.notes())

    def _documents(self) -> list[Document]:
        """Each text once, though it may stand in two articles."""
        documents = (revision.document for revision in self._library.articles.current(self.name))
        return list({document.id: document for document in documents}.values())

    def _known_segments(self, documents: Iterable[Document], made: Iterable[Segment]) -> dict[str, Segment | None]:
        """By key, the segments that were made just now, are in memory or on disk."""
        known = {segment.key: segment for segment in made}
        keys = ((self._key(document), document) for document in documents)
        return {key: known.get(key) or self.index.stored(document) for key, document in keys}

    def _key(self, document: Document) -> str:
        return segment_key(document, self._encoder.fingerprint)


def segment_keys(generation: Generation | None) -> set[str]:
    """The keys of the segments of a generation; none of none."""
    return {segment.key for segment in generation.segments} if generation else set()
