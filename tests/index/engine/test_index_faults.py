"""The embedded index survives damage, kills and readers that are overtaken."""

import itertools
import os
import random
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from index.engine import build
from index.engine import generation_files as disk
from index.engine import segment as segments
from index.engine.build import build_segments
from index.engine.generation_files import BEFORE, LIVE, GenerationFiles, Manifest
from index.engine.local_index import LocalIndex
from index.engine.segment import GenerationError, Segment
from tests.index.engine.conftest import BRIDGE, HARBOUR, SCHOOL, document, names, opened, published
from tests.support.child import killed
from tests.support.fake_encoder import FakeEncoder

A, B, C = document("a", HARBOUR), document("b", SCHOOL), document("c", BRIDGE)


@pytest.fixture
def index(tmp_path: Path) -> LocalIndex:
    """Of one article; then of two."""
    index = opened(tmp_path)
    published(index, [A])
    published(index, [A, B])
    return index


def file_of(folder: Path, segment: Segment | None) -> Path:
    assert segment
    return folder / "one" / "segments" / segment.name


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


# Damage ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spoiled", ["segment", "missing segment", "manifest"])
def test_where_the_live_one_is_damaged_the_one_before_answers(index: LocalIndex, tmp_path: Path, spoiled: str) -> None:
    """What was wrong is told, and publishing again mends it."""
    if spoiled == "manifest":
        spoil(tmp_path / "one" / LIVE)
    elif spoiled == "segment":
        spoil(file_of(tmp_path, index.stored(B)))
    else:
        file_of(tmp_path, index.stored(B)).unlink()
    reader = opened(tmp_path)
    assert names(reader) == ["a.txt"]
    assert len(reader.notes()) == 1
    published(reader, [A, B])
    assert names(opened(tmp_path)) == ["a.txt", "b.txt"]
    assert opened(tmp_path).notes() == ()
    spoil(file_of(tmp_path, reader.stored(B)))
    assert names(opened(tmp_path)) == ["a.txt"], "there is one before it again"


def test_where_both_are_damaged_nothing_answers_and_the_rest_is_not_made_anew(
    index: LocalIndex, tmp_path: Path
) -> None:
    """Only the damaged segment, which both generations share, is made anew."""
    spoil(file_of(tmp_path, index.stored(A)))
    reader, fake = opened(tmp_path), FakeEncoder()
    assert reader.live() is None
    assert len(reader.notes()) == 1
    published(reader, [A, B], fake)
    assert all(text in HARBOUR for text in fake.encoded)
    assert reader.notes()[-1] == "the index of a.txt was damaged"
    assert names(opened(tmp_path)) == ["a.txt", "b.txt"]


def test_a_thorough_build_finds_what_was_damaged_since_it_was_loaded(index: LocalIndex, tmp_path: Path) -> None:
    """A thorough build makes a damaged segment anew; another one trusts what is in memory."""
    spoil(file_of(tmp_path, index.stored(A)))
    fake = FakeEncoder()
    assert build_segments([A, B], index, fake).embedded == 0
    built = build_segments([A, B], index, fake, thorough=True)
    assert built.embedded == 2
    index.publish(built.segments, {})
    assert names(opened(tmp_path)) == ["a.txt", "b.txt"]
    assert opened(tmp_path).notes() == ()


def test_what_is_removed_under_a_running_process_is_written_again(index: LocalIndex, tmp_path: Path) -> None:
    """A segment that is gone from the disk is written again from memory."""
    file_of(tmp_path, index.stored(A)).unlink()
    fake = FakeEncoder()
    published(index, [A, B, C], fake)
    assert all(text in BRIDGE for text in fake.encoded)
    assert names(opened(tmp_path)) == ["a.txt", "b.txt", "c.txt"]


# Older files ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("index")
def test_a_new_format_takes_over_the_embeddings_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is embedded, and nothing called damaged."""
    for module in (segments, disk):
        monkeypatch.setattr(module, "FORMAT", 99)
    reader, fake = opened(tmp_path), FakeEncoder()
    assert reader.live() is None
    assert all("this version reads 99" in note for note in reader.notes())
    published(reader, [A, B], fake)
    assert fake.encoded == []
    assert names(reader) == ["a.txt", "b.txt"]
    assert not any("damaged" in note for note in reader.notes())


# Several processes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("overtaken", "notes"), [(4, ()), (999, ("the index changes faster than it can be read",))])
def test_an_index_that_is_superseded_while_it_is_read_is_not_damaged(
    index: LocalIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overtaken: int, notes: tuple[str, ...]
) -> None:
    """The next generation is read; where each is gone in its turn, a note says so."""
    reader = opened(tmp_path)
    real = GenerationFiles.manifest
    reads: list[str] = []

    def manifest(files: GenerationFiles, name: str) -> Manifest | None:
        found = real(files, name)
        reads.append(found["id"] if found else "")
        if name == BEFORE and len(reads) <= 2 * overtaken:
            with monkeypatch.context() as patch:
                patch.setattr(GenerationFiles, "manifest", real)
                for text in (f"One {len(reads)}.", f"Two {len(reads)}."):  # the second tidies away what was named
                    published(index, [A, document("b", text)])
        return found

    with monkeypatch.context() as patch:
        patch.setattr(GenerationFiles, "manifest", manifest)
        assert (reader.live() is None) == bool(notes)
        assert reader.notes() == notes
    assert len(set(reads)) > 2


def publish_without_end(connection: Connection, folder: Path) -> None:
    build.GROUP = 1
    index = opened(folder)
    connection.send("ready")
    for number in itertools.count():
        published(index, [document(f"{n}", f"Number {n} was {number}. He left.") for n in range(4)])


@pytest.mark.usefixtures("index")
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_build_leaves_one_generation_or_the_other(tmp_path: Path) -> None:
    """One of the generations is whole, and the next one can be built."""
    chance = random.Random(5)  # noqa: S311  # the same moments each time, as far as a clock goes
    for _ in range(3):
        killed(publish_without_end, tmp_path, chance.uniform(0, 0.1))
        generation = opened(tmp_path).live()
        assert generation
        assert (
            len({document.text.split("was")[-1] for document in generation.documents}) == 1
            or len(generation.documents) == 2
        )
    published(opened(tmp_path), [A])
    assert opened(tmp_path).notes() == ()


@pytest.mark.parametrize("k", range(1, 12))
def test_whatever_fails_while_publishing_old_or_new_answers(
    index: LocalIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, k: int
) -> None:
    """The old or the new generation answers when the k-th sync fails, and publishing again mends it."""
    left = [k]
    real = os.fsync

    def sync(descriptor: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise OSError(28, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", sync)
        try:
            published(index, [A, C])
        except GenerationError as error:
            assert "No space left on device" in str(error)  # noqa: PT017
    assert names(opened(tmp_path)) in (["a.txt", "b.txt"], ["a.txt", "c.txt"])
    published(index, [A, C])
    assert names(index) == names(opened(tmp_path)) == ["a.txt", "c.txt"]
    assert all(map(GenerationFiles(tmp_path / "one").manifest, (LIVE, BEFORE)))
