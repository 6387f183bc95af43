"""Generations on disk: written beside the live one, checked, and only then pointed to.

    <folder>/live                   the live generation and the one before, each with its manifest's sha256
    <folder>/generations/<id>/      manifest.json and the files it names
    <folder>/broken/<id>/           set aside

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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from corpus.errors import PullquoteError
from index.generation import FORMAT, GenerationError, OutdatedError

_POINTER = re.compile(r"([0-9A-Za-z][0-9A-Za-z-]*) ([0-9a-f]{64})")  # a line of it
MAPPED = 1 << 20  # bytes, from which a file is mapped rather than read
LOCK_WAIT = 0.3  # seconds; a second writer gives up within two, its start included


class LockedError(PullquoteError):
    """Another process writes to the data folder."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A generation's files, whole and unchanged since they were written."""

    id: str
    manifest: Mapping[str, Any]
    files: Mapping[str, "bytes | memoryview"]
    """Large ones stay on the disk, mapped into memory."""


class Lock:
    """One writer a data folder; it may be taken again by the process that has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / "lock", timeout=LOCK_WAIT, thread_local=False)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Raises LockedError where another process has it."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise LockedError(f"another Pullquote is writing to {self._folder}; stop it, or let it finish") from None
        except OSError as error:
            raise LockedError(f"the data folder {self._folder} cannot be written ({error.strerror})") from error
        try:
            yield
        finally:
            self._lock.release()


class Shelf:
    """The generations of one collection. Writing needs the lock of the data folder; reading does not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._generations = folder / "generations"
        self._live = folder / "live"

    def pointed(self) -> list[tuple[str, str]]:
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

    def read(self, generation: str, manifest_hash: str) -> Stored:
        """The files of a generation. Raises GenerationError where one is missing, changed, or of another format."""
        folder = self._generations / generation
        raw = _read(folder / "manifest.json")
        if sha256(raw).hexdigest() != manifest_hash:
            raise GenerationError(f"the manifest of index {generation} has changed")
        manifest = json.loads(raw)
        if manifest["format"] != FORMAT:
            raise OutdatedError(f"the index has format {manifest['format']}, and this version reads {FORMAT}")
        files = {name: _read_or_map(folder / name) for name in manifest["files"]}
        for name, entry in manifest["files"].items():
            if len(files[name]) != entry["bytes"] or sha256(files[name]).hexdigest() != entry["sha256"]:
                raise GenerationError(f"{name} of index {generation} has changed since it was written")
        return Stored(generation, manifest, files)

    def publish(self, files: Mapping[str, bytes], facts: Mapping[str, Any]) -> str:
        """Make these files the live generation, `facts` going into its manifest. Old or new, never half.

        Raises GenerationError where the disk does not take them; the live generation is then what it was.
        """
        generation = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        building = self._generations / f".building-{generation}"
        try:
            building.mkdir(parents=True)
            manifest = _manifest(files, facts)
            for name, data in {**files, "manifest.json": manifest}.items():
                _write(building / name, data)
            _sync_folder(building)
            building.rename(self._generations / generation)
            _sync_folder(self._generations)
            manifest_hash = sha256(manifest).hexdigest()
            self.read(generation, manifest_hash)
            self._point(generation, manifest_hash)
        except OSError as error:
            raise GenerationError(f"the new index could not be written ({error.strerror or error})") from error
        finally:
            shutil.rmtree(building, ignore_errors=True)
        self.tidy()
        return generation

    def set_aside(self, generation: str) -> None:
        """Move a damaged generation out of the way, for whoever wants to know what happened."""
        broken = self._folder / "broken"
        if (self._generations / generation).is_dir():
            shutil.rmtree(broken, ignore_errors=True)  # the last one is enough
            broken.mkdir(parents=True)
            (self._generations / generation).rename(broken / generation)

    def tidy(self) -> None:
        """Remove what no pointer names: older generations and builds that were killed."""
        with contextlib.suppress(GenerationError, FileNotFoundError):
            kept = {generation for generation, _ in self.pointed()}
            for path in self._generations.iterdir():
                if path.name not in kept:
                    shutil.rmtree(path, ignore_errors=True)
            for path in self._folder.glob(f".{self._live.name}-*"):
                path.unlink(missing_ok=True)

    def _point(self, generation: str, manifest_hash: str) -> None:
        before = list(islice(filter(self._whole, self._pointed()), 1))
        lines = "".join(f"{name} {digest}\n" for name, digest in [(generation, manifest_hash), *before])
        replace_file(self._live, lines.encode("ascii"))

    def _pointed(self) -> list[tuple[str, str]]:
        with contextlib.suppress(GenerationError):
            return self.pointed()
        return []

    def _whole(self, pair: tuple[str, str]) -> bool:
        """Whether a generation can be fallen back to; the live one may be damaged, and the one before it good."""
        with contextlib.suppress(GenerationError):
            return bool(self.read(*pair))
        return False


def replace_file(path: Path, data: bytes) -> None:
    """Make `path` hold `data`, wholly or not at all, also when the power fails."""
    beside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        _write(beside, data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _manifest(files: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    entries = {name: {"bytes": len(data), "sha256": sha256(data).hexdigest()} for name, data in files.items()}
    return json.dumps({"format": FORMAT, **facts, "files": entries}, indent=2).encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GenerationError(f"{path.name} of the index cannot be read ({error.strerror})") from error


def _read_or_map(path: Path) -> "bytes | memoryview":
    try:
        if path.stat().st_size < MAPPED:
            return path.read_bytes()
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise GenerationError(f"{path.name} of the index cannot be read ({error.strerror})") from error


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != data:
        raise OSError(f"{path.name} is not what was written")


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
