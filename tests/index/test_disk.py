"""Generations on disk survive kills, faults and flipped bits."""

import contextlib
import errno
import io
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from corpus.errors import PullquoteError
from index import disk
from index.disk import MAPPED, Lock, LockedError, Shelf, replace_file
from index.generation import GenerationError, OutdatedError
from tests.conftest import ROOT

OLD = {"one.jsonl": b"old " * 50, "two.faiss": b"\0\1\2", "empty.npz": b""}
NEW = {"one.jsonl": b"new " * 70, "two.faiss": b"\3\4\5", "empty.npz": b""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "shared"


@pytest.fixture
def shelf(folder: Path) -> Shelf:
    """With one generation on it."""
    shelf = Shelf(folder)
    shelf.publish(OLD, {"number": 1})
    return shelf


Files = Mapping[str, bytes | memoryview]


def live(shelf: Shelf) -> Files:
    """What a reader gets: the first that is whole of those that the pointer names."""
    return next(readable(shelf))[1]


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def ids(folder: Path) -> set[str]:
    return {path.name for path in (folder / "generations").iterdir()}


# Publishing and reading -----------------------------------------------------------------------------------------------


def test_what_is_published_is_read(folder: Path, shelf: Shelf) -> None:
    """With its facts, under the id that was given."""
    generation = shelf.publish(NEW, {"number": 2, "corpus": "ü"})
    stored = Shelf(folder).read(*shelf.pointed()[0])
    assert (stored.id, stored.files) == (generation, NEW)
    assert (stored.manifest["number"], stored.manifest["corpus"]) == (2, "ü")
    assert stored.manifest["files"]["one.jsonl"]["bytes"] == 280


def test_nothing_is_there_before_the_first(tmp_path: Path) -> None:
    """That is no damage."""
    assert Shelf(tmp_path / "nowhere").pointed() == []
    Shelf(tmp_path / "nowhere").tidy()
    assert not (tmp_path / "nowhere").exists()


def test_the_last_good_one_is_kept_and_all_else_tidied_away(folder: Path, shelf: Shelf) -> None:
    """Older ones, builds that were killed, and a pointer that was never put in place."""
    for number in range(2, 5):
        shelf.publish({**NEW, "number": b"%d" % number}, {})
    (folder / "generations" / ".building-x").mkdir()
    (folder / "generations" / ".building-x" / "half").write_bytes(b"ha")
    (folder / ".live-1234").write_bytes(b"20")
    last = shelf.publish(NEW, {})
    assert shelf.pointed()[0][0] == last
    assert ids(folder) == {pair[0] for pair in shelf.pointed()}
    assert [shelf.read(*pair).files.get("number") for pair in shelf.pointed()] == [None, b"4"]
    assert {path.name for path in folder.iterdir()} == {"live", "generations"}


def test_what_stands_beside_is_left_alone(folder: Path, shelf: Shelf) -> None:
    """A stray file does not keep anything from working."""
    (folder / "notes.txt").write_text("mine")
    (folder / "generations" / "stray").write_text("?")
    (folder / "generations" / shelf.pointed()[0][0] / "stray").write_text("?")
    assert live(shelf) == OLD
    shelf.publish(NEW, {})
    assert live(shelf) == NEW
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_large_file_is_mapped_and_not_copied(folder: Path, shelf: Shelf) -> None:
    """And checked like the others."""
    large = bytes(range(256)) * (MAPPED // 256)
    generation = shelf.publish({**NEW, "large": large}, {})
    assert live(shelf) == {**NEW, "large": large}
    assert {name for name, data in live(shelf).items() if isinstance(data, memoryview)} == {"large"}
    (folder / "generations" / generation / "large").write_bytes(large[:-1] + b"\0")
    with pytest.raises(GenerationError, match=r"large of index .* has changed"):
        shelf.read(*shelf.pointed()[0])


@pytest.mark.skipif(os.name == "nt", reason="a mapped file cannot be removed")
def test_what_is_mapped_outlives_its_file(folder: Path, shelf: Shelf) -> None:
    """A reader goes on with its generation when the writer has tidied it away."""
    large = b"old!" * (MAPPED // 4)
    shelf.publish({"large": large}, {})
    held = live(shelf)
    for _ in range(2):
        shelf.publish(NEW, {})
    assert not list(folder.rglob("large"))
    assert held == {"large": large}


def test_another_format_is_outdated_and_not_damaged(
    folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has to be built anew, but nobody need worry."""
    monkeypatch.setattr(disk, "FORMAT", 99)
    with pytest.raises(OutdatedError, match=r"the index has format \d+, and this version reads 99"):
        Shelf(folder).read(*shelf.pointed()[0])


# Damage ---------------------------------------------------------------------------------------------------------------


def test_every_flipped_byte_is_found(folder: Path, shelf: Shelf) -> None:
    """In each file, the manifests and the pointer; the other generation can be read then."""
    old = shelf.pointed()[0][0]
    written = {old: OLD, shelf.publish(NEW, {}): NEW}
    chance = random.Random(11)  # noqa: S311  # the same bytes each time
    paths = [path for path in files_of(folder) if path.stat().st_size]
    for number in range(210):
        path = paths[number % len(paths)]
        data = path.read_bytes()
        spoiled = bytearray(data)
        spoiled[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        path.write_bytes(spoiled)
        read = dict(readable(shelf))
        path.write_bytes(data)
        assert read.items() <= written.items()
        if path.name == "live":
            assert len(read) < 2 or bytes(spoiled).splitlines() == data.splitlines()
        else:
            assert read.keys() == written.keys() - {path.parent.name}
    assert dict(readable(shelf)) == written


def readable(shelf: Shelf) -> Iterator[tuple[str, Files]]:
    """The generations that the pointer names and that are whole."""
    with contextlib.suppress(GenerationError):
        for pair in shelf.pointed():
            with contextlib.suppress(GenerationError):
                yield pair[0], shelf.read(*pair).files


@pytest.mark.parametrize("spoil", ["missing", "empty", "cut", "longer", "a folder"])
def test_each_damaged_file_is_found_and_the_one_before_is_read(folder: Path, shelf: Shelf, spoil: str) -> None:
    """And the next publishing mends all."""
    for name in (*NEW, "manifest.json"):
        shelf.publish(OLD, {})
        generation = shelf.publish(NEW, {})
        path = folder / "generations" / generation / name
        data = path.read_bytes()
        if spoil == "missing" or (spoil in ("empty", "cut") and not data):
            path.unlink()
        elif spoil == "a folder":
            path.unlink()
            path.mkdir()
        else:
            path.write_bytes({"empty": b"", "cut": data[:-1], "longer": data + b"\0"}[spoil])
        with pytest.raises(GenerationError, match=name.replace("manifest.json", "manifest")):
            shelf.read(*shelf.pointed()[0])
        assert live(shelf) == OLD


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"x", b"../../etc 00\n", b".x " + b"0" * 64, b"\xff\xfe", b"a\0b " + b"0" * 64]
)
def test_a_damaged_pointer_is_told_and_replaced(folder: Path, shelf: Shelf, data: bytes) -> None:
    """No byte of it reaches the file system."""
    (folder / "live").write_bytes(data)
    with pytest.raises(GenerationError, match="the pointer to the live index"):
        shelf.pointed()
    shelf.publish(NEW, {})
    assert live(shelf) == NEW


def test_a_damaged_generation_is_set_aside_and_the_good_one_kept(folder: Path, shelf: Shelf) -> None:
    """The good one before it is what can be fallen back to."""
    bad = shelf.publish(NEW, {})
    (folder / "generations" / bad / "one.jsonl").write_bytes(b"spoiled")
    shelf.set_aside(bad)
    assert (folder / "broken" / bad / "one.jsonl").read_bytes() == b"spoiled"
    assert live(shelf) == OLD
    shelf.set_aside(bad)  # it is gone: what was set aside stays for whoever wants to know
    assert (folder / "broken" / bad).is_dir()
    shelf.publish(NEW, {})
    assert [shelf.read(*pair).files for pair in shelf.pointed()] == [NEW, OLD]


def test_a_damaged_live_one_is_not_kept_in_place_of_a_good_one(folder: Path, shelf: Shelf) -> None:
    """Even where nobody has noticed it yet."""
    bad = shelf.publish(NEW, {})
    (folder / "generations" / bad / "one.jsonl").unlink()
    shelf.publish({"three": b"3"}, {})
    assert [shelf.read(*pair).files for pair in shelf.pointed()] == [{"three": b"3"}, OLD]


# Faults ---------------------------------------------------------------------------------------------------------------


class Faults:
    """Lets the k-th call that writes fail."""

    def __init__(self, at: int) -> None:
        self.left = at

    def due(self) -> bool:
        self.left -= 1
        return self.left == 0

    def failing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if self.due():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*args, **kwargs)

        return call


class BadFile(io.FileIO):
    """Writes half and says so, writes half and says nothing, or writes something else."""

    faults: Faults
    kind: str

    def write(self, data: Any) -> int:
        if not self.faults.due():
            return super().write(data)
        super().write(data[: len(data) // 2] if self.kind != "garbled" else bytes(len(data)))
        if self.kind == "told":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return len(data)


@contextlib.contextmanager
def failing(faults: Faults, kind: str = "told") -> Iterator[None]:
    """Every write, sync, rename, mkdir and opening of a file below `index.disk` counts."""
    bad = type("File", (BadFile,), {"faults": faults, "kind": kind})
    real_open = Path.open

    def opened(path: Path, mode: str = "r", **kwargs: Any) -> Any:
        if "w" not in mode:
            return real_open(path, mode, **kwargs)
        if faults.due():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return bad(path, "wb")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", faults.failing(os.fsync))
        patch.setattr(Path, "open", opened)
        for name in ("rename", "replace", "mkdir"):
            patch.setattr(Path, name, faults.failing(getattr(Path, name)))
        yield


@pytest.mark.parametrize("kind", ["told", "short", "garbled"])
def test_whatever_fails_old_or_new_is_there_whole(folder: Path, shelf: Shelf, kind: str) -> None:
    """The k-th write, sync, rename or opening, for every k, with a clear error; a write of half or of nonsense too."""
    failed = 0
    for k in range(1, 100):
        faults = Faults(k)
        with failing(faults, kind), contextlib.suppress(GenerationError):
            shelf.publish(NEW, {})
            if faults.left > 0:
                break
            assert live(shelf) == NEW
            continue
        failed += 1
        assert live(Shelf(folder)) in (OLD, NEW)
        if live(shelf) == NEW:  # the pointer was in place; what failed came after
            shelf.publish(OLD, {})
        assert not list((folder / "generations").glob(".building*"))
        assert not list(folder.glob(".live*"))
    assert failed >= 15
    assert live(shelf) == NEW
    assert ids(folder) == {pair[0] for pair in shelf.pointed()}


def test_an_error_says_what_the_disk_said(shelf: Shelf) -> None:
    """So that it can be mended."""
    with failing(Faults(3)), pytest.raises(GenerationError, match=r"could not be written \(No space left"):
        shelf.publish(NEW, {})
    assert live(shelf) == OLD


@pytest.mark.parametrize("kind", ["told", "short", "garbled"])
def test_a_file_is_replaced_wholly_or_not_at_all(tmp_path: Path, kind: str) -> None:
    """Nothing is left beside it."""
    path = tmp_path / "state"
    replace_file(path, b"old")
    for k in range(1, 10):
        faults = Faults(k)
        with failing(faults, kind), contextlib.suppress(OSError):
            replace_file(path, b"new")
        assert path.read_bytes() in (b"old", b"new")
        assert [each.name for each in tmp_path.iterdir()] == ["state"]
        if faults.left > 0:
            break
        path.write_bytes(b"old")
    assert path.read_bytes() == b"new"


def test_all_is_on_the_disk_before_it_is_named(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file and its folder before the pointer is put in place, and that afterwards: the power may fail."""
    synced: list[int] = []
    before: list[int] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        real_sync(descriptor)

    def replace(path: Path, target: Path) -> Path:
        before[:] = [*synced, -1]
        assert path.stat().st_ino in synced
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    generation = folder / "generations" / shelf.publish(NEW, {})
    for path in (*files_of(generation), generation, generation.parent):
        assert path.stat().st_ino in before
    assert synced[len(before) - 1 :] == [folder.stat().st_ino]


# Kills ----------------------------------------------------------------------------------------------------------------

BUILDER = """
import itertools, sys
from pathlib import Path
from index.disk import Shelf
shelf = Shelf(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in itertools.count():
    shelf.publish({name: b"%d " % number * 40_000 for name in ("one", "two", "three")}, {"number": number})
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_kill_at_any_moment_leaves_an_index_whole(folder: Path, shelf: Shelf) -> None:
    """What the pointer names can be read, and the next build tidies up."""
    chance = random.Random(3)  # noqa: S311  # the same moments each time, as far as a clock goes
    command = [sys.executable, "-c", BUILDER, str(folder)]
    for _ in range(10):
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as builder:
            assert builder.stdin
            assert builder.stdout
            builder.stdout.readline()
            builder.stdin.write(b"\n")
            builder.stdin.flush()
            sleep(chance.uniform(0, 0.03))
            builder.kill()
        newest = shelf.pointed()[0]
        stored = shelf.read(*newest)
        number = stored.manifest["number"]
        assert stored.files == OLD or set(stored.files.values()) == {b"%d " % number * 40_000}
    shelf.publish(NEW, {})
    assert ids(folder) == {pair[0] for pair in shelf.pointed()}
    assert {path.name for path in folder.iterdir()} == {"live", "generations"}


# Readers and writers --------------------------------------------------------------------------------------------------


def test_a_reader_never_sees_half_a_change(folder: Path, shelf: Shelf) -> None:
    """While another thread publishes as fast as it can: each file is of the same generation."""
    stop = threading.Event()
    shelf.publish(dict.fromkeys("abc", b"0" * 5_000), {"number": 0})

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            shelf.publish(dict.fromkeys("abc", b"%d" % (number % 10) * 5_000), {"number": number % 10})

    writer = threading.Thread(target=write)
    writer.start()
    seen: set[int] = set()
    reads = 0
    until = monotonic() + 1.0
    reader = Shelf(folder)
    while monotonic() < until:
        newest = reader.pointed()[0]
        with contextlib.suppress(GenerationError):  # it was tidied away meanwhile, and that is said
            stored = reader.read(*newest)
            seen.add(stored.manifest["number"])
            assert {data[:1] for data in stored.files.values()} == {b"%d" % stored.manifest["number"]}
            reads += 1
    stop.set()
    writer.join()
    assert reads > 10
    assert len(seen) > 3


HOLDER = """
import sys
from pathlib import Path
from index.disk import Lock
with Lock(Path(sys.argv[1])).held():
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writer_is_told_within_two_seconds(tmp_path: Path) -> None:
    """It gets the lock when the first has let it go, and also when that was killed."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        started = monotonic()
        with pytest.raises(LockedError, match="another Pullquote is writing to"), Lock(tmp_path).held():
            pass
        assert monotonic() - started < 2
        holder.kill()
    with Lock(tmp_path).held():
        pass


def test_the_one_writer_may_take_the_lock_again(tmp_path: Path) -> None:
    """It is free when the last has let it go."""
    lock = Lock(tmp_path / "new" / "folder")
    with lock.held():
        with lock.held():
            pass
        with pytest.raises(LockedError), Lock(tmp_path / "new" / "folder").held():
            pass
    with Lock(tmp_path / "new" / "folder").held():
        pass


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """With the system's reason."""
    (tmp_path / "file").write_text("")
    with pytest.raises(PullquoteError, match=r"cannot be written \(File exists\)"), Lock(tmp_path / "file").held():
        pass
