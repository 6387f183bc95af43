"""Vectors kept by encoder and text, so that only new text is encoded."""

import contextlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.encoder import Encoder, Matrix

CHUNK = 256  # texts between two commits: what a killed build has to encode again

_TABLE = """CREATE TABLE embeddings (
    encoder TEXT NOT NULL, text BLOB NOT NULL, vector BLOB NOT NULL, checksum BLOB NOT NULL,
    PRIMARY KEY (encoder, text)
)"""

Progress = Callable[[int, int], None]
"""Told how many texts (passages and sentences) have vectors, and how many there are. May raise to stop the work."""


class Embeddings:
    """A cache in one SQLite file, for the one process that builds."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder

    def of(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Unit vectors, shape (texts, dimension). Afterwards the cache holds those of these texts alone.

        A damaged file is thrown away, a damaged row encoded again: all of it can be made anew.
        """
        with contextlib.closing(self._opened()) as cache:
            keys = [_key(text) for text in texts]
            known = self._stored(cache)
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            known |= self._encoded(cache, missing, len(texts) - len(missing), progress)
            self._forget(cache, known.keys() - set(keys))
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, self._encoder.dimension), np.float32)

    def _encoded(
        self, cache: sqlite3.Connection, missing: Mapping[bytes, str], done: int, progress: Progress | None
    ) -> dict[bytes, Matrix]:
        total = done + len(missing)

        def tell(encoded: int) -> None:
            if progress:
                progress(done + encoded, total)

        tell(0)
        ordered = sorted(missing.items(), key=lambda item: len(item[1]), reverse=True)  # like lengths in one batch
        fresh: dict[bytes, Matrix] = {}
        for first in range(0, len(ordered), CHUNK):
            chunk = dict(ordered[first : first + CHUNK])
            vectors = self._encoder.encode(list(chunk.values()), partial(_shifted, tell, first))
            self._store(cache, list(chunk), vectors)
            fresh |= dict(zip(chunk, vectors, strict=True))
        return fresh

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists() and not self._sound():
            self._path.unlink()
        cache = sqlite3.connect(self._path)
        try:
            if not _tables(cache):
                cache.execute(_TABLE)
        except sqlite3.Error:
            cache.close()
            raise
        cache.text_factory = bytes  # a flipped bit can make a text of a blob
        return cache

    def _sound(self) -> bool:
        """Whether the file can be read throughout, written, and holds the one table that is meant."""
        with contextlib.closing(sqlite3.connect(self._path)) as cache:
            try:
                cache.execute("BEGIN IMMEDIATE")
                whole = cache.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                return whole and _tables(cache) in ([], [(_TABLE,)])
            except sqlite3.DatabaseError:
                return False

    def _stored(self, cache: sqlite3.Connection) -> dict[bytes, Matrix]:
        rows = cache.execute(
            "SELECT text, vector, checksum FROM embeddings WHERE encoder = ?", (self._encoder.model.fingerprint,)
        )
        return {
            text: np.frombuffer(vector, np.float32)
            for text, vector, checksum in rows
            if isinstance(text, bytes) and isinstance(vector, bytes) and sha256(text + vector).digest() == checksum
        }

    def _store(self, cache: sqlite3.Connection, keys: list[bytes], vectors: Matrix) -> None:
        pairs = ((key, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True))
        rows = [(self._encoder.model.fingerprint, key, data, sha256(key + data).digest()) for key, data in pairs]
        with cache:
            cache.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?, ?)", rows)

    def _forget(self, cache: sqlite3.Connection, keys: set[bytes]) -> None:
        with cache:
            cache.executemany("DELETE FROM embeddings WHERE text = ?", [(key,) for key in keys])
            cache.execute("DELETE FROM embeddings WHERE encoder <> ?", (self._encoder.model.fingerprint,))


def _tables(cache: sqlite3.Connection) -> list[tuple[str]]:
    return cache.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()


def _shifted(tell: Callable[[int], None], before: int, encoded: int) -> None:
    tell(before + encoded)


def _key(text: str) -> bytes:
    return sha256(text.encode()).digest()
