"""Generations on disk: segments in files, written beside the live ones, checked, and only then named.

    <folder>/live                    the live generation and the one before, each with its manifest's sha256
    <folder>/generations/<id>.json   a generation's manifest: which segments it has
    <folder>/parts/<key>-<sha256>.zip   a document each; what no manifest names is of a build that goes on
    <folder>/broken/                 segments set aside

Written in place, 37 of 40 files were unreadable after a kill; FAISS noticed none of 2,000 flipped bits and takes a
short write for a good one. Hence bytes that we write, sync, count and hash ourselves.
"""

import contextlib
import json
import mmap
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.engine.segment import FORMAT, GenerationError, OutdatedError, Segment
from index.engine.segment_file import Buffer

Pair = tuple[str, str]
"""A generation's id and the sha256 of its manifest."""

_POINTER = re.compile(r"([0-9A-Za-z][0-9A-Za-z-]*) ([0-9a-f]{64})")  # a line of it
_SEGMENT = re.compile(r"[0-9a-f]{32}-[0-9a-f]{64}\.zip")
MAPPED = 1 << 18  # bytes, from which a file is mapped rather than read; each mapping holds a file open
KEPT = 20  # damaged segments, 1 MB or so for an article of 2,000 words: the latest tell most of what happened


class GenerationFiles:
    """The files of one collection's index. Writing needs the lock of the data folder; reading does not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._generations = folder / "generations"
        self._segments = folder / "parts"
        self._live = folder / "live"

    # Reading ----------------------------------------------------------------------------------------------------------

    def pointed(self) -> list[Pair]:
        """The live generation and then the one before: id and the manifest's sha256; empty where nothing was built."""
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
        """Raises GenerationError where it is missing or changed, OutdatedError where it is of another format."""
        path = self._generations / f"{generation}.json"
        if not path.exists() and path.with_suffix("").is_dir():
            raise OutdatedError("the index was made by an earlier version")
        raw = _read(path)
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
        return _fitting(name, _read_or_map(self._segments / name))

    def holds(self, name: str) -> bool:
        """Whether a segment is there, whole or not."""
        return (self._segments / name).exists()

    def of_key(self, key: str) -> list[str]:
        """The names of the segments that have a key, the newest first."""
        found = [(path.stat().st_mtime, path.name) for path in self._segments.glob(f"{key}-*.zip")]
        return [name for _, name in sorted(found, reverse=True)]

    def of_document(self, document: str) -> list[str]:
        """The names of the segments of a document in any manifest, of another format too."""
        names: dict[str, None] = {}
        for path in self._generations.glob("*.json"):
            with contextlib.suppress(OSError, ValueError, LookupError, TypeError):  # it may be damaged, or another's
                segments = json.loads(path.read_bytes())["parts"]
                names |= dict.fromkeys(each["file"] for each in segments if each["document"] == document)
        return list(names)

    # Writing ----------------------------------------------------------------------------------------------------------

    def keep(self, name: str, data: Buffer) -> Buffer:
        """Store a segment and give its file. Raises GenerationError where the disk does not take it, or where the data
        are no longer what has that name."""
        with _written():
            _fitting(name, data)
            self._segments.mkdir(parents=True, exist_ok=True)
            replace_file(self._segments / name, data)
            return _read_or_map(self._segments / name)

    def publish(self, segments: Sequence[Segment], facts: Mapping[str, Any], before: Pair | None) -> Pair:
        """Make these segments, which are stored, the live generation, and `before` the one before.

        Old or new, never half. Raises GenerationError where the disk does not take it; the live generation is then what
        it was.
        """
        generation = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        manifest = json.dumps(
            {"format": FORMAT, **facts, "parts": [_entry(segment) for segment in segments]}, indent=1
        ).encode()
        pair = generation, sha256(manifest).hexdigest()
        with _written():
            self._generations.mkdir(parents=True, exist_ok=True)
            replace_file(self._generations / f"{generation}.json", manifest)
            named = [pair, *([before] if before else [])]
            replace_file(self._live, "".join(f"{name} {digest}\n" for name, digest in named).encode("ascii"))
        self.tidy()
        return pair

    def set_aside(self, name: str) -> None:
        """Move a damaged segment out of the way, for whoever wants to know what happened."""
        broken = self._folder / "broken"
        with _written(), contextlib.suppress(FileNotFoundError):
            broken.mkdir(exist_ok=True)
            (self._segments / name).replace(broken / name)
            for older in sorted(broken.iterdir(), key=lambda path: path.stat().st_ctime)[:-KEPT]:
                _remove(older)

    def tidy(self) -> None:
        """Remove what no pointer names: older generations, their segments, and what a kill left half written."""
        with contextlib.suppress(GenerationError, OSError):
            pairs = self.pointed()
            kept = {f"{generation}.json" for generation, _ in pairs}
            kept |= {each["file"] for pair in pairs for each in self.manifest(*pair)["parts"]}
            for path in (*self._generations.iterdir(), *self._segments.iterdir(), *self._folder.glob(".live-*")):
                if path.name not in kept:
                    _remove(path)

    def erase(self) -> None:
        """Remove everything. Raises GenerationError where the disk does not let it."""
        with _written(), contextlib.suppress(FileNotFoundError):
            self._live.unlink(missing_ok=True)  # first, so that what is half erased is never read
            shutil.rmtree(self._folder)
            _sync_folder(self._folder.parent)


def replace_file(path: Path, data: Buffer) -> None:
    """Make `path` hold `data`, wholly or not at all, also when the power fails."""
    beside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        _write(beside, data)
        if path.is_dir():  # no file can take its place
            path.rename(path.with_name(f"{path.name}.broken-{secrets.token_hex(4)}"))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _fitting(name: str, data: Buffer) -> Buffer:
    if not name.endswith(f"-{sha256(data).hexdigest()}.zip"):
        raise GenerationError(f"segment {name[:8]} of the index has changed since it was written")
    return data


@contextlib.contextmanager
def _written() -> Iterator[None]:
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


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GenerationError(f"{path.name} of the index cannot be read ({error.strerror})") from error


def _read_or_map(path: Path) -> Buffer:
    try:
        if path.stat().st_size < MAPPED:
            return path.read_bytes()
        _allow_files()
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise GenerationError(f"{path.name} of the index cannot be read ({error.strerror})") from error


@cache
def _allow_files() -> None:
    """Let this process hold open as many files as it may: what is usual, 1,024 or 256, is for programs that wait on
    all of them at once."""
    if os.name == "nt":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # some systems name a limit that they do not keep to
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _write(path: Path, data: Buffer) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != memoryview(data):
        raise OSError(f"{path.name} is not what was written")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
