"""The collections of a data folder by name, and the views on several of them together."""

import contextlib
import ctypes
import time
from collections.abc import Sequence
from pathlib import Path
from threading import RLock

from corpus.library.library import Library
from corpus.library.owners import SHARED
from index.encoding.encoder import Encoder
from index.engine.local_index import LocalIndex
from index.reading.reader import Reader
from index.service.collection import Collection
from index.service.view import LiveView


class Registry:
    """The `Views` of all collections. Thread-safe.

    Nothing is loaded before it is asked for. A guild's collection that nobody asked for `idle` seconds is idle.
    """

    def __init__(
        self, data: Path, library: Library, encoder: Encoder, reader: Reader | None, read: int, idle: float
    ) -> None:
        self._data = data
        self._library = library
        self._encoder = encoder
        self._reader = reader
        self._read = read
        self._idle = idle
        self._opening = RLock()
        self._collections: dict[str, Collection] = {}
        self._views: dict[tuple[str, ...], LiveView] = {}

    def view(self, collections: Sequence[str]) -> LiveView:
        names = tuple(dict.fromkeys(collections))
        with self._opening:
            if names not in self._views:
                self._views[names] = LiveView(
                    names,
                    lambda name: self.collection(name).live(),
                    self._library,
                    self._encoder,
                    self._reader,
                    self._read,
                )
            return self._views[names]

    def collection(self, name: str) -> Collection:
        """A collection, not yet loaded."""
        with self._opening:
            if name not in self._collections:
                index = LocalIndex(self._data / name.replace(":", "-"), self._encoder.fingerprint)
                self._collections[name] = Collection(name, self._library, index, self._encoder)
            return self._collections[name]

    def close(self, name: str) -> None:
        """Give back the memory of a collection."""
        with self._opening:
            self._views = {names: view for names, view in self._views.items() if name not in names}
        self.collection(name).close()

    def close_all(self) -> None:
        """Give back all memory."""
        for name in tuple(self._collections):
            self.close(name)
        _trim_memory()

    def close_idle(self) -> None:
        with self._opening:
            loaded = [one for one in self._collections.values() if one.in_memory and one.name != SHARED]
        idle = [collection.name for collection in loaded if time.monotonic() - collection.asked > self._idle]
        for name in idle:
            self.close(name)
        if idle:
            _trim_memory()


def _trim_memory() -> None:
    """Have the system get back what was freed, which glibc keeps: of 190 MB that 10,000 passages and two questions
    took, 30 went when they were closed, and 80 more by this, in 10 ms."""
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)
