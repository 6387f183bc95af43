"""One collection: its index beside its library, damaged, killed, and read by others meanwhile."""

import itertools
import os
import random
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from corpus.library.owners import SHARED
from tests.conftest import SHIPPED
from tests.index.conftest import SECOND
from tests.index.service.conftest import HERE, MILL, QUESTION, add, another, files, fresh, names, reindex, spoil
from tests.support.child import killed
from tests.support.fake_encoder import FakeEncoder
from tests.support.kept_service import KeptService
from tests.support.reading import read_article


@pytest.mark.parametrize("spoiled", ["segment", "manifests", "segments gone", "empty", "cut"])
def test_a_damaged_index_is_made_anew(kept: KeptService, spoiled: str) -> None:
    """What is wrong is said, no wrong word is answered meanwhile, and the next reindex mends it."""
    reindex(kept)
    manifests = [*files(kept, "live"), *files(kept, "before")]
    for path in manifests if spoiled == "manifests" else files(kept, "segments/*"):
        if spoiled in ("segment", "manifests"):
            spoil(path)
        elif spoiled == "segments gone":
            path.unlink()
        elif spoiled in ("empty", "cut"):
            path.write_bytes(path.read_bytes()[:-100] if spoiled == "cut" else b"")
    reader = another(kept)
    assert reader.operations.load()
    assert not fresh(reader)
    assert {document.text for document in reader.views.view([SHARED]).documents} <= {read_article(SHIPPED).text}
    reindex(reader)
    again = another(kept)
    assert again.operations.load() == ()
    assert names(again) == ["north-korea-missile.txt"]
    assert fresh(again)


@pytest.mark.parametrize("collection", [SHARED, HERE])
def test_a_reindex_looks_at_every_file_anew(kept: KeptService, collection: str) -> None:
    """What was damaged since it was read is told and mended, also of what was added beside the folder's articles."""
    add(kept, MILL, to=collection)
    parts = (kept.folder / "data").glob("*/segments/*")
    spoil(next(path for path in parts if b"mill turns" in path.read_bytes()))
    report = kept.indexing.reindex(collection, "operator")
    assert report.notes == ("the index of mill.txt was damaged",)
    assert report.embedded == 2
    assert another(kept).operations.verify_data() == ()


def test_who_may_not_write_answers_from_what_is_whole(
    kept: KeptService, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is damaged does not answer."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")
    reindex(kept)
    damaged = next(path for path in files(kept, "segments/*") if b"harbour" in path.read_bytes())
    spoil(damaged)

    def refused(_path: Path, *_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    for name in ("mkdir", "replace"):
        monkeypatch.setattr(Path, name, refused)
    reader = another(kept)
    assert reader.operations.load()
    assert names(reader) == ["north-korea-missile.txt"]
    assert reader.indexing.status(SHARED).fault == "1 of the articles are not indexed"


def test_another_encoder_makes_an_index_outdated_and_not_broken(kept: KeptService) -> None:
    """It is built anew; nothing is called damaged."""
    other = FakeEncoder("other")
    reader = another(kept, other)
    assert not any("damaged" in note for note in reader.operations.load())
    assert not fresh(reader)
    assert reindex(reader).indexed == 1
    assert other.encoded
    assert another(reader, other).operations.load() == ()


def test_a_reader_sees_whole_changes_only(kept: KeptService, articles: Path) -> None:
    """While another reindexes again and again: the one set of articles or the other."""
    stop = threading.Event()
    writer = another(kept)

    def write() -> None:
        second = articles / "second.txt"
        while not stop.is_set():
            second.write_text(SECOND, encoding="utf-8")
            reindex(writer)
            second.unlink()
            reindex(writer)

    thread = threading.Thread(target=write)
    thread.start()
    loads: list[tuple[str, ...]] = []
    reader = another(kept)
    try:
        while len(loads) < 15 or len(set(loads)) < 2:
            assert reader.operations.load() in ((), ("the index changes faster than it can be read",))
            loads.append(tuple(names(reader)))
            answer = reader.views.view([SHARED]).answer("What did Ann Jones say about the harbour?")
            assert {excerpt.document.name for excerpt in answer.excerpts} <= set(names(reader))
    finally:
        stop.set()
        thread.join()
    assert set(loads) == {("north-korea-missile.txt",), ("north-korea-missile.txt", "second.txt")}


def reindex_without_end(connection: Connection, folder: Path) -> None:
    kept = KeptService(folder)
    with kept.operations.writing():
        kept.operations.load()
    connection.send("ready")
    for number in itertools.count():
        written = folder / "written"  # whole, so that no half written article is what fails
        written.write_text(f"Number {number} was here. He left. " * 20)
        written.replace(folder / "articles" / f"{number % 3}.txt")
        kept.indexing.reindex(SHARED, "operator")


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_reindex_loses_nothing(kept: KeptService, articles: Path) -> None:
    """The old index or the new one is there at once, and the next reindex works."""
    chance = random.Random(5)  # noqa: S311  # the same moments each time, as far as a clock goes
    for _ in range(3):
        killed(reindex_without_end, articles.parent, chance.uniform(0, 0.15))
        reader = another(kept)
        assert reader.operations.load() == ()
        assert "north-korea-missile.txt" in names(reader)
        assert reader.views.view([SHARED]).answer(QUESTION)
    report = reindex(another(kept))
    assert report.notes == report.failed == ()


def test_what_was_made_is_not_made_again_after_another_change(kept: KeptService, fake: FakeEncoder) -> None:
    """Which tidied away the files that no generation named."""
    draft = kept.additions.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id

    def progress(done: int, total: int) -> None:
        if done == total and not kept.curation.entries(HERE):
            add(kept, SECOND, "second.txt")

    kept.additions.add(HERE, draft, "7", progress=progress)
    assert sorted(names(kept, HERE)) == ["mill.txt", "second.txt"]
    assert fake.encoded.count("It stood still for a year.") == 2  # a passage, and its sentence
