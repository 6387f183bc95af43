"""Generations on disk survive kills, faults and flipped bits."""

import contextlib
import errno
import io
import itertools
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from corpus.errors import PullquoteError
from corpus.readers.files import parse_article
from index.engine import generation_files as disk
from index.engine.durable_files import MAPPED, replace_file
from index.engine.generation_files import BEFORE, LIVE, GenerationFiles, Manifest
from index.engine.lock import Lock, LockedError
from index.engine.segment import SUFFIX, GenerationError, Segment
from tests.conftest import ROOT
from tests.support.child import killed
from tests.support.fake_encoder import FakeEncoder
from tests.support.generations import build


def segments_of(*texts: str) -> tuple[Segment, ...]:
    """The segments of articles with these texts."""
    documents = [parse_article(f"{text[:8]}.txt", text.encode()) for text in texts]
    return build(documents, FakeEncoder().embed).segments


SHARED = "The harbour was closed. " * 3
OLD, NEW = segments_of(SHARED, "It was old. So old."), segments_of(SHARED, "It is new.\n\nVery new.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "shared"


@pytest.fixture
def files(folder: Path) -> GenerationFiles:
    """With one generation on it."""
    files = GenerationFiles(folder)
    publish(files, OLD)
    return files


def publish(files: GenerationFiles, segments: Sequence[Segment], **facts: object) -> Manifest:
    """As an index does it."""
    before = files.manifest(LIVE)
    for segment in segments:
        if not files.holds(segment.name):
            files.keep(segment.name, segment.data)
    return files.publish(segments, facts, before)


Files = list[bytes]


def readable(files: GenerationFiles) -> Iterator[tuple[str, Files]]:
    """The generations that are whole, by their ids."""
    for name in (LIVE, BEFORE):
        with contextlib.suppress(GenerationError):
            manifest = files.manifest(name)
            if manifest:
                yield manifest["id"], [bytes(files.segment(entry["file"])) for entry in manifest["segments"]]


def live(files: GenerationFiles) -> Files:
    """What a reader gets: the first that is whole."""
    return next(readable(files))[1]


def data_of(segments: Sequence[Segment]) -> Files:
    return [bytes(segment.data) for segment in segments]


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def named(files: GenerationFiles) -> set[str]:
    """The manifests, and all that they name."""
    manifests = {name: manifest for name in (LIVE, BEFORE) if (manifest := files.manifest(name))}
    return {*manifests, *(entry["file"] for manifest in manifests.values() for entry in manifest["segments"])}


# Publishing and reading -----------------------------------------------------------------------------------------------


def test_what_is_published_is_read(folder: Path, files: GenerationFiles) -> None:
    """A generation is read with its facts from files that people can read."""
    published = publish(files, NEW, number=2, corpus="ü")
    manifest = GenerationFiles(folder).manifest(LIVE)
    assert manifest == published
    assert (manifest["number"], manifest["corpus"]) == (2, "ü")
    assert live(GenerationFiles(folder)) == data_of(NEW)
    assert [entry["document"] for entry in manifest["segments"]] == [segment.document.id for segment in NEW]


def test_nothing_is_there_before_the_first(tmp_path: Path) -> None:
    """A folder where nothing was built is empty, and not damaged."""
    files = GenerationFiles(tmp_path / "nowhere")
    assert (files.manifest(LIVE), files.manifest(BEFORE)) == (None, None)
    assert (files.of_key("0"), files.of_document("0")) == ([], set())
    files.erase()
    assert not (tmp_path / "nowhere").exists()


def test_one_more_article_writes_its_segment_and_the_manifests(folder: Path, files: GenerationFiles) -> None:
    """The other segments are left as they are."""
    before = {path: path.stat().st_mtime_ns for path in files_of(folder / "segments")}
    publish(files, [*OLD, *NEW[1:]])
    after = {path: path.stat().st_mtime_ns for path in files_of(folder / "segments")}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_the_last_good_one_is_kept_and_all_else_tidied_away(folder: Path, files: GenerationFiles) -> None:
    """Older generations, segments of builds that were given up and temporary files are removed."""
    for text in ("One.", "Two.", "Three."):
        publish(files, segments_of(text))
    (given_up,) = segments_of("Never published.")
    files.keep(given_up.name, given_up.data)
    (folder / "segments" / ".half").write_bytes(b"ha")
    (folder / "segments" / "folder").mkdir()
    (folder / ".live-1234").write_bytes(b"20")
    publish(files, segments_of("Four."))
    assert {path.name for path in files_of(folder)} == named(files)
    assert [data for _, data in readable(files)] == [data_of(segments_of("Four.")), data_of(segments_of("Three."))]
    assert {path.name for path in folder.iterdir()} == {"live", "before", "segments"}


def test_what_stands_beside_is_left_alone(folder: Path, files: GenerationFiles) -> None:
    """A stray file does not keep anything from working."""
    (folder / "notes.txt").write_text("mine")
    (folder / "segments" / "stray.safetensors").write_text("?")
    assert live(files) == data_of(OLD)
    publish(files, NEW)
    assert live(files) == data_of(NEW)
    assert (folder / "notes.txt").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="a mapped file cannot be removed")
def test_a_large_segment_is_mapped_and_outlives_its_file(folder: Path, files: GenerationFiles) -> None:
    """A mapped segment is checked like others, and a reader keeps it when the writer has removed it."""
    (large,) = segments_of("A sentence of some words stands here. " * (MAPPED // 128))
    publish(files, [large])
    held = files.segment(large.name)
    assert not isinstance(held, bytes)
    for _ in range(2):
        publish(files, NEW)
    assert not (folder / "segments" / large.name).exists()
    assert bytes(held) == large.data
    assert Segment.read(large.name, held).document == large.document
    publish(files, [large])
    (folder / "segments" / large.name).write_bytes(bytes(large.data[:-1]) + b"\1")
    with pytest.raises(GenerationError, match=r"segment .* has changed"):
        files.segment(large.name)


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="Linux alone tells what of a file is in memory")
def test_a_large_segment_takes_no_memory_until_it_is_read(files: GenerationFiles) -> None:
    """To check it all of it is read, and given back then."""
    (large,) = segments_of("A sentence of some words stands here. " * (MAPPED // 128))
    publish(files, [large])
    held = files.segment(large.name)
    assert _kilobytes_of(large.name) == 0
    assert bytes(held) == large.data
    assert _kilobytes_of(large.name) * 1024 >= len(held)


def _kilobytes_of(name: str) -> int:
    """What of a mapped file is in the memory of this process."""
    maps = Path("/proc/self/smaps").read_text(encoding="utf-8").partition(name)[2]
    return int(maps.partition("Rss:")[2].split()[0])


def test_another_format_is_outdated_and_not_damaged(files: GenerationFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of another format has to be built anew, but nothing is called damaged."""
    monkeypatch.setattr(disk, "FORMAT", 99)
    with pytest.raises(GenerationError, match=r"the index has format \d+, and this version reads 99"):
        files.manifest(LIVE)


# Damage ---------------------------------------------------------------------------------------------------------------


def test_every_flipped_byte_is_found(folder: Path, files: GenerationFiles) -> None:
    """A flipped byte is found in each segment and manifest; what does not hold it can be read."""
    publish(files, NEW)
    written = dict(readable(files))
    chance = random.Random(11)  # noqa: S311  # the same bytes each time
    paths = files_of(folder)
    for number in range(120):
        path = paths[number % len(paths)]
        data = path.read_bytes()
        spoiled = bytearray(data)
        spoiled[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        path.write_bytes(spoiled)
        read = dict(readable(files))
        path.write_bytes(data)
        assert read.items() <= written.items()
        holding = [files for files in written.values() if data in files]
        assert len(read) == 2 - (len(holding) or 1)
    assert dict(readable(files)) == written


@pytest.mark.parametrize("spoil", ["missing", "empty", "cut", "longer", "a folder"])
def test_each_damaged_file_is_found_and_the_one_before_is_read(
    folder: Path, files: GenerationFiles, spoil: str
) -> None:
    """The generation before is read, and publishing again mends all."""
    publish(files, NEW)
    for path in (folder / "segments" / NEW[1].name, folder / LIVE):
        data = path.read_bytes()
        path.unlink()
        if spoil == "a folder":
            path.mkdir()
        elif spoil != "missing":
            path.write_bytes({"empty": b"", "cut": data[:-1], "longer": data + b"\0"}[spoil])
        with pytest.raises(GenerationError, match=r"changed|cannot be read"):
            files.segment(path.name) if path.suffix == SUFFIX else files.manifest(LIVE)
        assert live(files) == data_of(OLD)
        if path.is_dir():
            path.rmdir()
        path.write_bytes(data)
        assert live(files) == data_of(NEW)


@pytest.mark.parametrize("data", [b"", b"\n", b"x", b"{}", b"\xff\xfe", b"0" * 64 + b"\n{}"])
def test_a_damaged_manifest_is_told_and_replaced(folder: Path, files: GenerationFiles, data: bytes) -> None:
    """A manifest that has not the hash in its first line is an error, until the next is published."""
    (folder / LIVE).write_bytes(data)
    with pytest.raises(GenerationError, match="the manifest “live” of the index has changed"):
        files.manifest(LIVE)
    files.publish(OLD, {}, None)
    assert live(files) == data_of(OLD)


@pytest.mark.parametrize("name", ["../live", "/etc/passwd", "", "x.safetensors", "0" * 97])
def test_no_other_name_reaches_the_file_system(files: GenerationFiles, name: str) -> None:
    """A name that cannot be a segment's is refused, whatever a manifest says."""
    with pytest.raises(GenerationError, match="cannot be one"):
        files.segment(name)


def test_of_segments_with_one_key_the_newest_comes_first(folder: Path, files: GenerationFiles) -> None:
    """Two segments of the same article, made at different times, come newest first."""
    made = [f"{'0' * 32}-{digit * 64}{SUFFIX}" for digit in "132"]
    for moment, name in enumerate(made):
        (folder / "segments" / name).write_bytes(b"")
        os.utime(folder / "segments" / name, (moment, moment))
    assert files.of_key("0" * 32) == made[::-1]


def test_what_is_half_erased_is_never_read(
    folder: Path, files: GenerationFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifests are erased first."""

    def fails(_folder: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", fails)
        with pytest.raises(GenerationError, match="could not be written"):
            files.erase()
    assert list(readable(files)) == []
    files.erase()
    assert not folder.exists()


def test_what_is_erased_is_gone_when_the_power_fails(
    folder: Path, files: GenerationFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder that the index was in is synced."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    files.erase()
    assert synced == [folder.parent.stat().st_ino]


@pytest.mark.skipif(os.name == "nt", reason="no such limit")
def test_as_many_files_may_be_open_as_the_system_allows(tmp_path: Path) -> None:
    """Each mapped segment holds a file open, so the limit is raised."""
    code = """
import resource, sys
from pathlib import Path
from index.engine.durable_files import MAPPED, read_or_map
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (40, most))
path = Path(sys.argv[1])
path.write_bytes(bytes(MAPPED))
held = [read_or_map(path) for _ in range(60)]
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "segment")], cwd=ROOT, check=True)


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
def test_whatever_fails_old_or_new_is_there_whole(folder: Path, files: GenerationFiles, kind: str) -> None:
    """The old or the new generation can be read when the k-th operation fails, for every k."""
    failed = 0
    for k in range(1, 100):
        faults = Faults(k)
        with failing(faults, kind), contextlib.suppress(GenerationError):
            publish(files, NEW)
            if faults.left > 0:
                break
            assert live(files) == data_of(NEW)
            continue
        failed += 1
        assert live(GenerationFiles(folder)) in (data_of(OLD), data_of(NEW))
        if live(files) == data_of(NEW):  # the manifest was in place; what failed came after
            publish(files, OLD)
        assert not [path.name for path in files_of(folder) if path.name.startswith(".")]
        files.erase()
        publish(files, OLD)
    assert failed >= 12
    assert live(files) == data_of(NEW)
    assert {path.name for path in files_of(folder)} == named(files)


def test_an_error_says_what_the_disk_said(files: GenerationFiles) -> None:
    """The error has the system's reason, so that it can be mended."""
    with failing(Faults(3)), pytest.raises(GenerationError, match=r"could not be written \(No space left"):
        publish(files, NEW)
    assert live(files) == data_of(OLD)


@pytest.mark.parametrize("kind", ["told", "short", "garbled"])
def test_a_file_is_replaced_wholly_or_not_at_all(tmp_path: Path, kind: str) -> None:
    """A replacement that fails leaves the old file or the new one whole, and nothing beside it."""
    path = tmp_path / "state"
    replace_file(path, b"old")
    for k in range(1, 10):
        faults = Faults(k)
        with failing(faults, kind), contextlib.suppress(OSError):
            replace_file(path, b"new")
        assert path.read_bytes() in (b"old", b"new")
        assert [path.name for path in tmp_path.iterdir()] == ["state"]
        if faults.left > 0:
            break
        path.write_bytes(b"old")
    assert path.read_bytes() == b"new"


def test_all_is_on_the_disk_before_it_is_named(
    folder: Path, files: GenerationFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file and its folder is synced before the live manifest is replaced, and that afterwards."""
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
    publish(files, NEW)
    segment = folder / "segments" / NEW[1].name
    for path in (folder / BEFORE, folder, segment, segment.parent):
        assert path.stat().st_ino in before
    assert synced[len(before) - 1 :] == [folder.stat().st_ino]


# Kills ----------------------------------------------------------------------------------------------------------------


def publish_without_end(connection: Connection, folder: Path) -> None:
    files = GenerationFiles(folder)
    segments = [segments_of(f"Number {number}.", f"Also number {number}.") for number in range(4)]
    connection.send("ready")
    for number in itertools.count():
        publish(files, segments[number % 4], number=number)


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_kill_at_any_moment_leaves_an_index_whole(folder: Path, files: GenerationFiles) -> None:
    """What the manifests name can be read, and the next build tidies up."""
    chance = random.Random(3)  # noqa: S311  # the same moments each time, as far as a clock goes
    whole = [
        data_of(OLD),
        *(data_of(segments_of(f"Number {number}.", f"Also number {number}.")) for number in range(4)),
    ]
    for _ in range(4):
        killed(publish_without_end, folder, chance.uniform(0, 0.03))
        assert live(files) in whole
    publish(files, NEW)
    assert {path.name for path in files_of(folder)} == named(files)


# Readers and writers --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_reader_never_sees_half_a_change(folder: Path, files: GenerationFiles) -> None:
    """A reader sees segments of one generation while another thread publishes as fast as it can."""
    stop = threading.Event()

    def write() -> None:
        for segments in itertools.cycle((NEW, OLD)):
            publish(files, segments)
            if stop.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    seen: list[Files] = []
    until = monotonic() + 0.4
    reader = GenerationFiles(folder)
    while monotonic() < until:
        seen += [files for _, files in readable(reader)][:1]  # none where it was tidied away meanwhile
    stop.set()
    writer.join()
    assert len(seen) > 10
    assert all(files in (data_of(OLD), data_of(NEW)) for files in seen)
    assert data_of(OLD) in seen
    assert data_of(NEW) in seen


HOLDER = """
import sys
from pathlib import Path
from index.engine.lock import Lock
with Lock(Path(sys.argv[1])).held():
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writer_is_told_within_two_seconds(tmp_path: Path) -> None:
    """A second writer gets the lock when the first has let it go, and also when that was killed."""
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
    """The lock is free when the last that took it has let it go."""
    lock = Lock(tmp_path / "new" / "folder")
    with lock.held():
        with lock.held():
            pass
        with pytest.raises(LockedError), Lock(tmp_path / "new" / "folder").held():
            pass
    with Lock(tmp_path / "new" / "folder").held():
        pass


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """The error has the system's reason."""
    (tmp_path / "file").write_text("")
    with pytest.raises(PullquoteError, match=r"cannot be written \(File exists\)"), Lock(tmp_path / "file").held():
        pass


def test_a_folder_where_a_file_belongs_makes_room(tmp_path: Path) -> None:
    """A folder in the place of a file is removed."""
    (tmp_path / "live" / "inside").mkdir(parents=True)
    replace_file(tmp_path / "live", b"new")
    assert (tmp_path / "live").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["live"]
