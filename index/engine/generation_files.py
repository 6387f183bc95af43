"""Generations on disk: segments in files, written beside the live ones, checked, and only then named.

    <folder>/live                    the live generation and the one before, each with its manifest's sha256
    <folder>/generations/<id>.json   a generation's manifest: which segments it has
    <folder>/segments/<key>-<sha256>.safetensors   a document each; what no manifest names is of a build that goes on
    <folder>/broken/                 segments set aside

Written in place, 37 of 40 files were unreadable after a kill; FAISS noticed none of 2,000 flipped bits and takes a
short write for a good one. Hence bytes that we write, sync, count and hash ourselves.
"""

import contextlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.engine.durable_files import read_or_map, remove, replace_file, sync_folder
from index.engine.segment import FORMAT, SUFFIX, GenerationError, OutdatedError, Segment
from index.engine.segment_file import Buffer

Pair = tuple[str, str]
"""A generation's id and the sha256 of its manifest."""

_POINTER = re.compile(r"([0-9A-Za-z][0-9A-Za-z-]*) ([0-9a-f]{64})")  # a line of it
_SEGMENT = re.compile(rf"[0-9a-f]{{32}}-[0-9a-f]{{64}}{re.escape(SUFFIX)}")
KEPT = 20  # damaged segments, 1 MB or so for an article of 2,000 words: the latest tell most of what happened


class GenerationFiles:
    """The files of one collection's index. Writing needs the lock of the data folder; reading does not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._generations = folder / "generations"
        self._segments = folder / "segments"
        self._live = folder / "live"

    # Reading ----------------------------------------------------------------------------------------------------------

    def pointed(self) -> list[Pair]:
        """The live generation and then the one before: id and the manifest's sha256; empty where nothing was built.

        Raises GenerationError where the pointer is damaged.
        """
        try:
            lines = self._live.read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise GenerationError("the pointer to the live index cannot be read") from error
        pairs = [match.groups() for match in map(_POINTER.fullmatch, lines) if match]
        if not pairs or len(pairs) != len(lines):
            raise GenerationError("the pointer to the live index is damaged")
        return [(generation, digest) for generation, digest in pairs]

    def manifest(self, generation: str, digest: str) -> Mapping[str, Any]:
        """The manifest of a generation.

        Raises GenerationError where it is missing or changed, OutdatedError where it is of another format.
        """
        path = self._generations / f"{generation}.json"
        with _reading(path):
            raw = path.read_bytes()
        if sha256(raw).hexdigest() != digest:
            raise GenerationError(f"the manifest of index {generation} has changed")
        manifest: Mapping[str, Any] = json.loads(raw)
        if manifest["format"] != FORMAT:
            raise OutdatedError(f"the index has format {manifest['format']}, and this version reads {FORMAT}")
        return manifest

    def segment(self, name: str) -> Buffer:
        """The file of a segment. Raises GenerationError where it is missing or not as it was written."""
        if not _SEGMENT.fullmatch(name):
            raise GenerationError("the index names a segment that cannot be one")
        with _reading(self._segments / name):
            data = read_or_map(self._segments / name)
        return _checked(name, data)

    def holds(self, name: str) -> bool:
        """Whether a segment is there, whole or not."""
        return (self._segments / name).exists()

    def of_key(self, key: str) -> list[str]:
        """The names of the segments that have a key, the newest first."""
        segments = [(path.stat().st_mtime, path.name) for path in self._segments.glob(f"{key}-*{SUFFIX}")]
        return [name for _, name in sorted(segments, reverse=True)]

    def of_document(self, document: str) -> list[str]:
        """The names of the segments of a document in any manifest, of another format too."""
        names: dict[str, None] = {}
        for path in self._generations.glob("*.json"):
            with contextlib.suppress(OSError, ValueError, LookupError, TypeError):  # it may be damaged, or another's
                entries = json.loads(path.read_bytes())["segments"]
                names |= dict.fromkeys(entry["file"] for entry in entries if entry["document"] == document)
        return list(names)

    # Writing ----------------------------------------------------------------------------------------------------------

    def keep(self, name: str, data: Buffer) -> Buffer:
        """Store a segment and give its file.

        Raises GenerationError where the disk does not take it, or where the data are no longer what has that name.
        """
        with _writing():
            _checked(name, data)
            self._segments.mkdir(parents=True, exist_ok=True)
            replace_file(self._segments / name, data)
            return read_or_map(self._segments / name)

    def publish(self, segments: Sequence[Segment], facts: Mapping[str, Any], before: Pair | None) -> Pair:
        """Make these segments, which are stored, the live generation, and `before` the one before.

        Old or new, never half. Raises GenerationError where the disk does not take it; the live generation is then what
        it was.
        """
        generation = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        contents = {"format": FORMAT, **facts, "segments": [_entry(segment) for segment in segments]}
        manifest = json.dumps(contents, indent=1).encode()
        pair = generation, sha256(manifest).hexdigest()
        with _writing():
            self._generations.mkdir(parents=True, exist_ok=True)
            replace_file(self._generations / f"{generation}.json", manifest)
            named = [pair, *([before] if before else [])]
            replace_file(self._live, "".join(f"{name} {digest}\n" for name, digest in named).encode("ascii"))
        self.tidy()
        return pair

    def set_aside(self, name: str) -> None:
        """Move a damaged segment out of the way, for whoever wants to know what happened."""
        broken = self._folder / "broken"
        with _writing(), contextlib.suppress(FileNotFoundError):
            broken.mkdir(exist_ok=True)
            (self._segments / name).replace(broken / name)
            for older in sorted(broken.iterdir(), key=lambda path: path.stat().st_ctime)[:-KEPT]:
                remove(older)

    def tidy(self) -> None:
        """Remove what no pointer names: older generations, their segments, and what a kill left half written."""
        with contextlib.suppress(GenerationError, OSError):
            pairs = self.pointed()
            kept = {f"{generation}.json" for generation, _ in pairs}
            kept |= {entry["file"] for pair in pairs for entry in self.manifest(*pair)["segments"]}
            for path in (*self._generations.iterdir(), *self._segments.iterdir(), *self._folder.glob(".live-*")):
                if path.name not in kept:
                    remove(path)

    def erase(self) -> None:
        """Remove everything. Raises GenerationError where the disk does not let it."""
        with _writing(), contextlib.suppress(FileNotFoundError):
            self._live.unlink(missing_ok=True)  # first, so that what is half erased is never read
            shutil.rmtree(self._folder)
            sync_folder(self._folder.parent)


def _checked(name: str, data: Buffer) -> Buffer:
    if not name.endswith(f"-{sha256(data).hexdigest()}{SUFFIX}"):
        raise GenerationError(f"segment {name[:8]} of the index has changed since it was written")
    return data


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GenerationError(f"{path.name} of the index cannot be read ({error.strerror})") from error


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GenerationError(f"the index could not be written ({error.strerror or error})") from error


def _entry(segment: Segment) -> dict[str, Any]:
    return {
        "file": segment.name,
        "bytes": len(segment.data),
        "document": segment.document.id,
        "name": segment.document.name,
        "passages": len(segment.passages),
    }
