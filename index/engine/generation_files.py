"""Generations on disk: segments in files, written beside the live ones, checked, and only then named.

    <folder>/live, <folder>/before   the manifests of the live generation and of the one before it: a line with the
                                     sha256 of the rest, and JSON that says which segments the generation has
    <folder>/segments/<key>-<sha256>.safetensors   a document each; what no manifest names is of a build that goes on

Written in place, 37 of 40 files were unreadable after a kill; FAISS noticed none of 2,000 flipped bits and takes a
short write for a good one. Hence bytes that we write, sync, count and hash ourselves.
"""

import contextlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.encoding.array_file import Buffer, drop_pages
from index.engine.durable_files import read_or_map, remove, replace_file, sync_folder
from index.engine.segment import FORMAT, SUFFIX, GenerationError, Segment

Manifest = Mapping[str, Any]
LIVE, BEFORE = "live", "before"
UNWRITTEN = "the index could not be written"
_SEGMENT = re.compile(rf"[0-9a-f]{{32}}-[0-9a-f]{{64}}{re.escape(SUFFIX)}")


class GenerationFiles:
    """The files of one collection's index. Writing needs the lock of the data folder; reading does not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segments = folder / "segments"

    # Reading ----------------------------------------------------------------------------------------------------------

    def manifest(self, name: str) -> Manifest | None:
        """The manifest LIVE or BEFORE; None where nothing was built.

        Raises GenerationError where it is missing, changed or of another format.
        """
        path = self._folder / name
        with _accessing(f"{name} of the index cannot be read"):
            if not path.exists() and (name == BEFORE or not (self._folder / BEFORE).exists()):
                return None
            digest, _, data = path.read_bytes().partition(b"\n")
        if sha256(data).hexdigest().encode() != digest:
            raise GenerationError(f"the manifest “{name}” of the index has changed since it was written")
        manifest: Manifest = json.loads(data)
        if manifest["format"] != FORMAT:
            raise GenerationError(f"the index has format {manifest['format']}, and this version reads {FORMAT}")
        return manifest

    def segment(self, name: str) -> Buffer:
        """The file of a segment. Raises GenerationError where it is missing or not as it was written."""
        if not _SEGMENT.fullmatch(name):
            raise GenerationError("the index names a segment that cannot be one")
        with _accessing(f"{name} of the index cannot be read"):
            data = read_or_map(self._segments / name)
        if not name.endswith(f"-{sha256(data).hexdigest()}{SUFFIX}"):
            raise GenerationError(f"segment {name[:8]} of the index has changed since it was written")
        drop_pages(data)  # all of it was read, and questions need a small part
        return data

    def holds(self, name: str) -> bool:
        """Whether a segment is there, whole or not."""
        return (self._segments / name).exists()

    def of_key(self, key: str) -> list[str]:
        """The names of the segments that have a key, the newest first."""
        segments = [(path.stat().st_mtime, path.name) for path in self._segments.glob(f"{key}-*{SUFFIX}")]
        return [name for _, name in sorted(segments, reverse=True)]

    def of_document(self, document: str) -> set[str]:
        """The names of the segments of a document in any manifest, of another format too."""
        names: set[str] = set()
        for name in (LIVE, BEFORE):
            with contextlib.suppress(OSError, ValueError, LookupError, TypeError):  # it may be damaged, or another's
                entries = json.loads((self._folder / name).read_bytes().partition(b"\n")[2])["segments"]
                names |= {entry["file"] for entry in entries if entry["document"] == document}
        return names

    # Writing ----------------------------------------------------------------------------------------------------------

    def keep(self, name: str, data: Buffer) -> Buffer:
        """Store a segment and give its file. Raises GenerationError where the disk does not take it."""
        with _accessing(UNWRITTEN):
            self._segments.mkdir(parents=True, exist_ok=True)
            replace_file(self._segments / name, data)
            return read_or_map(self._segments / name)

    def publish(self, segments: Sequence[Segment], facts: Mapping[str, Any], before: Manifest | None) -> Manifest:
        """Make these segments, which are stored, the live generation, and `before` the one before it.

        Old or new, never half. Raises GenerationError where the disk does not take it; the live generation is then what
        it was.
        """
        entries = [
            {"file": segment.name, "bytes": len(segment.data), "document": segment.document.id} for segment in segments
        ]
        manifest = {"id": secrets.token_hex(8), "format": FORMAT, **facts, "segments": entries}
        with _accessing(UNWRITTEN):
            self._folder.mkdir(parents=True, exist_ok=True)
            if before:
                self._write(BEFORE, before)
            else:
                remove(self._folder / BEFORE)
            self._write(LIVE, manifest)
        self._tidy()
        return manifest

    def _write(self, name: str, manifest: Manifest) -> None:
        data = json.dumps(manifest, indent=1).encode()
        replace_file(self._folder / name, f"{sha256(data).hexdigest()}\n".encode() + data)

    def _tidy(self) -> None:
        """Remove the segments that no manifest names, and what a kill left half written."""
        with contextlib.suppress(GenerationError, OSError):
            manifests = filter(None, map(self.manifest, (LIVE, BEFORE)))
            kept = {entry["file"] for manifest in manifests for entry in manifest["segments"]}
            for path in (*self._segments.iterdir(), *self._folder.glob(".*")):
                if path.name not in kept:
                    remove(path)

    def erase(self) -> None:
        """Remove everything. Raises GenerationError where the disk does not let it."""
        with _accessing(UNWRITTEN), contextlib.suppress(FileNotFoundError):
            for name in (BEFORE, LIVE):  # first, so that what is half erased is never read
                remove(self._folder / name)
            shutil.rmtree(self._folder)
            sync_folder(self._folder.parent)


@contextlib.contextmanager
def _accessing(what: str) -> Iterator[None]:
    """Raises GenerationError where the disk does not let it."""
    try:
        yield
    except OSError as error:
        raise GenerationError(f"{what} ({error.strerror or error})") from error
