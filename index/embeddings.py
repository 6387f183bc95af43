"""What the encoder made of texts, kept by encoder and text, so that only new text is encoded."""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from safetensors.numpy import load, save

from index.embedding import Embedding, Pieces
from index.encoder import Encoder

CHUNK = 128  # texts between two commits: what a killed build has to encode again

_TABLE = """CREATE TABLE embeddings (
    encoder TEXT NOT NULL, text BLOB NOT NULL, embedding BLOB NOT NULL, checksum BLOB NOT NULL,
    PRIMARY KEY (encoder, text)
)"""

Progress = Callable[[int, int], None]
"""Told how many passages are encoded, and how many there are. May raise to stop the work."""


class Embeddings:
    """A cache in one SQLite file, for the one process that builds."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder

    def of(self, texts: Sequence[tuple[str, Pieces]], progress: Progress | None = None) -> list[Embedding]:
        """The embeddings of texts with their pieces. Afterwards the cache holds those of these texts alone.

        A damaged file is thrown away, a damaged row encoded again: all of it can be made anew.
        """
        with contextlib.closing(self._opened()) as cache:
            keys = [_key(each) for each in texts]
            known = self._stored(cache, set(keys))
            missing = {key: each for key, each in zip(keys, texts, strict=True) if key not in known}
            known |= self._encoded(cache, missing, len(texts) - len(missing), progress)
            self._forget(cache, set(keys))
        return [known[key] for key in keys]

    def _encoded(
        self,
        cache: sqlite3.Connection,
        missing: Mapping[bytes, tuple[str, Pieces]],
        done: int,
        progress: Progress | None,
    ) -> dict[bytes, Embedding]:
        total = done + len(missing)

        def tell(encoded: int) -> None:
            if progress:
                progress(done + encoded, total)

        tell(0)
        ordered = sorted(missing.items(), key=lambda item: len(item[1][0]), reverse=True)  # like lengths in one batch
        fresh: dict[bytes, Embedding] = {}
        for first in range(0, len(ordered), CHUNK):
            chunk = dict(ordered[first : first + CHUNK])
            embeddings = self._encoder.embed(list(chunk.values()), partial(_shifted, tell, first))
            self._store(cache, list(chunk), embeddings)
            fresh |= dict(zip(chunk, embeddings, strict=True))
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
            except (sqlite3.DatabaseError, UnicodeDecodeError):  # a flipped bit in what is told of the damage
                return False

    def _stored(self, cache: sqlite3.Connection, wanted: set[bytes]) -> dict[bytes, Embedding]:
        rows = cache.execute(
            "SELECT text, embedding, checksum FROM embeddings WHERE encoder = ?", (self._encoder.fingerprint,)
        )
        return {
            text: Embedding(**load(embedding))
            for text, embedding, checksum in rows
            if text in wanted and isinstance(embedding, bytes) and sha256(text + embedding).digest() == checksum
        }

    def _store(self, cache: sqlite3.Connection, keys: list[bytes], embeddings: list[Embedding]) -> None:
        pairs = ((key, save(embedding.arrays())) for key, embedding in zip(keys, embeddings, strict=True))
        rows = [(self._encoder.fingerprint, key, data, sha256(key + data).digest()) for key, data in pairs]
        with cache:
            cache.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?, ?)", rows)

    def _forget(self, cache: sqlite3.Connection, kept: set[bytes]) -> None:
        with cache:
            cache.execute("DELETE FROM embeddings WHERE encoder <> ?", (self._encoder.fingerprint,))
            stored = cache.execute("SELECT text FROM embeddings").fetchall()
            cache.executemany("DELETE FROM embeddings WHERE text = ?", [row for row in stored if row[0] not in kept])


def _tables(cache: sqlite3.Connection) -> list[tuple[str]]:
    return cache.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()


def _shifted(tell: Callable[[int], None], before: int, encoded: int) -> None:
    tell(before + encoded)


def _key(text: tuple[str, Pieces]) -> bytes:
    return sha256(json.dumps(text).encode()).digest()
