"""All collections of a data folder, from articles to answers."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest

from corpus.citation import cite
from corpus.excerpt import checked_text
from corpus.readers import read_article
from index.collections import SHARED, Collections, of_guild
from index.disk import LockedError
from index.encoder import Encoder
from index.generation import GenerationError
from index.question import QuestionError
from index.report import Report
from index.view import EmptyCorpusError, View
from tests.conftest import ROOT, SHIPPED
from tests.fake_encoder import FakeEncoder
from tests.index.conftest import SECOND

QUESTION = "What did Mattis say about the sanctions?"
HERE, THERE = of_guild(1), of_guild(2)
MILL = "“The mill turns again,” said Lena Vogt, the miller.\n\nIt stood still for a year."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with the article that ships."""
    folder = tmp_path / "articles"
    folder.mkdir()
    shutil.copy(SHIPPED, folder)
    return folder


@pytest.fixture
def fake() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def collections(articles: Path, fake: FakeEncoder) -> Collections:
    """The shared one indexed, with the fake encoder."""
    collections = opened(articles.parent, fake)
    with collections.writing():
        collections.load()
    collections.reindex(SHARED, "operator")
    fake.encoded.clear()
    return collections


def opened(folder: Path, encoder: Encoder | None = None, **options: object) -> Collections:
    """As another process sees it."""
    return Collections(folder / "articles", folder / "data", encoder or FakeEncoder(), **options)  # type: ignore[arg-type]


def another(collections: Collections, encoder: Encoder | None = None) -> Collections:
    return opened(collections.articles.parent, encoder)


def names(collections: Collections, *of: str) -> list[str]:
    return [document.name for document in collections.view(of or (SHARED,)).documents]


def reindex(collections: Collections, progress: Callable[[int, int], None] | None = None) -> Report:
    return collections.reindex(SHARED, "operator", progress)


def fresh(collections: Collections) -> bool:
    return collections.status(SHARED).fault is None


def add(collections: Collections, text: str, name: str = "mill.txt", to: str = HERE, article: int | None = None) -> int:
    """The article's number."""
    draft = collections.draft(to, name, text.encode(), "7").draft
    return collections.add(to, draft.id, "7", article)[0].article


# From the article that ships to an answer -----------------------------------------------------------------------------


def test_a_question_is_answered_with_the_articles_own_words(real: View) -> None:
    """With whose they are, and where they stand."""
    answer = real.answer(QUESTION)
    best = answer.excerpts[0]
    assert checked_text(best) == "“These are the most severe sanctions yet laid on North Korea,”"
    assert best.kind == "direct"
    assert best.speaker
    assert (best.speaker.name, best.speaker.role) == ("Mattis", "Secretary of Defense")
    assert (cite(best).paragraph, cite(best).sentences) == (9, (1, 1))
    assert 0 <= answer.confidence <= 1
    assert best.document == read_article(SHIPPED)


def test_the_answer_comes_from_the_right_article(real: View) -> None:
    """Of several."""
    best = real.answer("What did Ann Jones say about the harbour?").excerpts[0]
    assert best.text == "“We will rebuild the harbour,”"
    assert best.document.name == "harbour.txt"


def test_what_nobody_says_here_is_not_answered(real: View) -> None:
    """However near the topic is; the nearest passages are no answer."""
    answer = real.answer("What did Angela Merkel say about the sanctions?")
    assert answer.excerpts == ()
    assert answer.nearest


@pytest.mark.parametrize(
    "question",
    ["a", "'; DROP TABLE documents; --", "\0", "what did \\ say", "\ud800 sanctions", "word " * 1_000, "北朝鮮"],
)
def test_a_strange_question_is_answered_or_refused(real: View, question: str) -> None:
    """Nothing else happens."""
    try:
        answer = real.answer(question)
    except QuestionError:
        return
    assert 0 <= answer.confidence <= 1
    assert all(checked_text(excerpt) for excerpt in (*answer.excerpts, *answer.nearest))


# Reindexing -----------------------------------------------------------------------------------------------------------


def test_a_report_says_what_changed(collections: Collections, articles: Path) -> None:
    """New, unchanged, removed, failed, and how much there is now."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")
    (articles / "bad.txt").write_bytes(b"")
    (articles / "twin.txt").write_text(SECOND, encoding="utf-8")
    report = reindex(collections)
    assert (report.indexed, report.unchanged, report.removed, report.passages) == (1, 1, 0, 13)
    assert report.failed == (
        "bad.txt: is empty: there is no text in it",
        "twin.txt: has the same text as second.txt, which is indexed",
    )
    assert report.notes == ()
    assert report.seconds > 0
    (articles / "north-korea-missile.txt").unlink()
    report = reindex(collections)
    assert (report.indexed, report.unchanged, report.removed, report.passages) == (0, 1, 1, 2)
    assert names(collections) == ["second.txt"]


def test_an_unchanged_folder_is_indexed_without_the_encoder(collections: Collections, fake: FakeEncoder) -> None:
    """And a new article encodes its own texts alone."""
    reindex(collections)
    assert fake.encoded == []
    (collections.articles / "second.txt").write_text(SECOND, encoding="utf-8")
    reindex(collections)
    assert fake.encoded
    assert all(text in SECOND for text in fake.encoded)


def test_an_index_is_fresh_until_the_articles_change(collections: Collections, articles: Path) -> None:
    """An article added, changed or removed; also for a process that only reads."""
    reader = another(collections)
    assert reader.load() == ()
    second = articles / "second.txt"
    changes: list[Callable[[], object]] = [
        lambda: second.write_text("One."),
        lambda: second.write_text("Two."),
        second.unlink,
    ]
    fresh: list[bool] = []
    for change in changes:
        fresh += [fresh(collections), fresh(reader)]
        change()
        fresh += [fresh(collections), fresh(reader)]
        reindex(collections)
        assert reader.load() == ()
    assert fresh == [True, True, False, False] * 3


def test_what_changes_during_a_reindex_makes_it_stale(collections: Collections, articles: Path) -> None:
    """The next one finds it."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")

    def progress(_done: int, _total: int) -> None:
        (articles / "third.txt").write_text("Third.")

    reindex(collections, progress)
    assert names(collections) == ["north-korea-missile.txt", "second.txt"]
    assert not fresh(collections)


def test_the_old_index_answers_while_the_new_one_is_built(collections: Collections, articles: Path) -> None:
    """And the new one afterwards."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")
    (articles / "north-korea-missile.txt").unlink()
    during: list[object] = []

    def progress(_done: int, _total: int) -> None:
        answer = collections.view([SHARED]).answer(QUESTION)
        during.append({excerpt.document.name for excerpt in (*answer.excerpts, *answer.nearest)})

    reindex(collections, progress)
    assert during
    assert all(found == {"north-korea-missile.txt"} for found in during)
    answer = collections.view([SHARED]).answer(QUESTION)
    assert {excerpt.document.name for excerpt in (*answer.excerpts, *answer.nearest)} == {"second.txt"}


class Cancelled(Exception):  # noqa: N818  # it is no error
    """What a face raises to stop a reindex."""


def test_a_cancelled_reindex_leaves_the_old_index(collections: Collections, articles: Path) -> None:
    """In memory and on disk; the next one can run."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")

    def progress(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        reindex(collections, progress)
    assert names(collections) == ["north-korea-missile.txt"]
    assert collections.view([SHARED]).answer(QUESTION)
    reader = another(collections)
    assert reader.load() == ()
    assert names(reader) == names(collections)
    assert reindex(collections).indexed == 1


def test_a_failed_reindex_leaves_the_old_index(
    collections: Collections, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says why it failed."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(GenerationError, match="No space left on device"):
            reindex(collections)
    assert names(collections) == ["north-korea-missile.txt"]
    reader = another(collections)
    assert reader.load() == ()
    assert names(reader) == ["north-korea-missile.txt"]
    reindex(collections)
    assert len(collections.view([SHARED]).documents) == 2


def test_there_is_one_writer(collections: Collections) -> None:
    """In another process; the same may take it again."""
    with another(collections).writing(), pytest.raises(LockedError, match="another Pullquote is writing"):
        reindex(collections)
    with collections.writing():
        reindex(collections)


# Nothing there --------------------------------------------------------------------------------------------------------


def test_without_articles_it_is_said_what_to_do(tmp_path: Path, fake: FakeEncoder) -> None:
    """A missing folder, an empty one, and one with nothing that can be read."""
    collection = Collection(tmp_path / "articles", tmp_path / "data", fake)
    assert (collection.load(), collection.ready, fresh(collections), collections.view([SHARED]).documents) == (
        (),
        False,
        False,
        (),
    )
    assert collection.generation is None
    with pytest.raises(EmptyCorpusError, match="nothing is indexed yet"):
        collections.view([SHARED]).answer(QUESTION)
    with pytest.raises(EmptyCorpusError, match=r"there is no articles folder .*; set PULLQUOTE_ARTICLES"):
        reindex(collections)
    (tmp_path / "articles").mkdir()
    with pytest.raises(EmptyCorpusError, match=r"no article to read in .*; put \.txt or \.md files there$"):
        reindex(collections)
    (tmp_path / "articles" / "a.txt").write_bytes(b"%PDF")
    with pytest.raises(EmptyCorpusError, match=r"files there\n  a\.txt: is a PDF"):
        reindex(collections)


def test_articles_that_vanish_leave_the_old_index(collections: Collections) -> None:
    """An empty folder is more likely a mistake."""
    shutil.rmtree(collections.articles)
    with pytest.raises(EmptyCorpusError):
        reindex(collections)
    assert names(collections) == ["north-korea-missile.txt"]
    assert not fresh(collections)


# Damage ---------------------------------------------------------------------------------------------------------------


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def test_a_damaged_index_is_noticed_and_the_one_before_answers(collections: Collections) -> None:
    """The next reindex sets it aside and says so."""
    (collections.articles / "second.txt").write_text(SECOND, encoding="utf-8")
    reindex(collections)
    live = stored(collections)[0]
    spoil(live / "vectors.faiss")
    reader = another(collections)
    assert reader.load() == (f"vectors.faiss of index {live.name} has changed since it was written",)
    assert names(reader) == ["north-korea-missile.txt"]
    assert not fresh(reader)
    report = reindex(reader)
    assert report.notes == (f"index {live.name} was damaged and is set aside",)
    assert report.indexed == 1
    assert (live.parents[1] / "broken" / live.name / "vectors.faiss").is_file()
    assert len(stored(reader)) == 2
    assert reindex(reader).notes == ()
    assert another(collections).load() == ()


@pytest.mark.parametrize("spoiled", ["both", "pointer", "all gone"])
def test_without_any_good_index_a_reindex_makes_one(collections: Collections, spoiled: str) -> None:
    """What is wrong is said, and nothing is answered meanwhile."""
    reindex(collections)
    live = stored(collections)[0].parents[1] / "live"
    for folder in stored(collections):
        if spoiled == "all gone":
            shutil.rmtree(folder)
        elif spoiled == "both":
            spoil(folder / "documents.jsonl")
    if spoiled == "pointer":
        live.write_text("nonsense")
    reader = another(collections)
    assert len(reader.load()) == (1 if spoiled == "pointer" else 2)
    assert not reader.ready
    with pytest.raises(EmptyCorpusError):
        reader.view([SHARED]).answer(QUESTION)
    reindex(reader)
    assert another(collections).load() == ()
    assert names(reader) == ["north-korea-missile.txt"]


def test_another_encoder_makes_an_index_outdated_and_not_broken(collections: Collections) -> None:
    """It is built anew; nothing is set aside."""
    other = FakeEncoder("other")
    reader = another(collections, other)
    assert reader.load() == ("the index was built with another encoder (fake)",)
    assert not reader.ready
    report = reindex(reader)
    assert report.notes == ()
    assert report.indexed == 1
    assert other.encoded
    assert not (stored(collections)[0].parents[1] / "broken").exists()
    assert another(collections, other).load() == ()


def test_an_index_whose_parts_do_not_fit_is_damaged(collections: Collections) -> None:
    """Even where each file is as it was written."""
    generation = collection.generation
    assert generation
    shelf = Shelf(stored(collections)[0].parents[1])
    files = generation.to_files()
    files["passages.jsonl"] = files["passages.jsonl"].split(b"\n", 1)[1]
    facts = {"corpus": "x", "encoder_sha256": collection.encoder.fingerprint, "passages": 10}
    bad = shelf.publish(files, facts)
    reader = another(collections)
    assert reader.load() == ("the index holds another number of vectors than its passages need",)
    assert names(reader) == ["north-korea-missile.txt"]
    assert reindex(reader).notes == (f"index {bad} was damaged and is set aside",)


# Several processes ----------------------------------------------------------------------------------------------------


def test_a_reader_sees_whole_changes_only(collections: Collections, articles: Path) -> None:
    """While another reindexes again and again: the one set of articles or the other."""
    stop = threading.Event()
    writer = another(collections)

    def write() -> None:
        second = articles / "second.txt"
        while not stop.is_set():
            second.write_text(SECOND, encoding="utf-8")
            reindex(writer)
            second.unlink()
            reindex(writer)

    thread = threading.Thread(target=write)
    thread.start()
    seen: set[tuple[str, ...]] = set()
    reader = another(collections)
    try:
        for _ in range(60):
            assert reader.load() in ((), ("the index changes faster than it can be read",))
            seen.add(tuple(names(reader)))
            answer = reader.view([SHARED]).answer("What did Ann Jones say about the harbour?")
            assert {excerpt.document.name for excerpt in (*answer.excerpts, *answer.nearest)} <= set(names(reader))
    finally:
        stop.set()
        thread.join()
    assert seen == {("north-korea-missile.txt",), ("north-korea-missile.txt", "second.txt")}


@pytest.mark.parametrize(("overtaken", "notes"), [(4, ()), (999, ("the index changes faster than it can be read",))])
def test_an_index_that_is_superseded_while_it_is_read_is_not_damaged(
    collections: Collections, articles: Path, monkeypatch: pytest.MonkeyPatch, overtaken: int, notes: tuple[str, ...]
) -> None:
    """The next one is read, and where each is gone in its turn, that is said."""
    reader = another(collections)
    real_read = Shelf.read
    reads: list[str] = []

    def read(shelf: Shelf, generation: str, manifest_hash: str) -> Stored:
        reads.append(generation)
        if len(reads) <= overtaken:
            with monkeypatch.context() as patch:
                patch.setattr(Shelf, "read", real_read)
                (articles / "second.txt").write_text(f"{SECOND} {len(reads)}", encoding="utf-8")
                for _ in range(2):  # the second tidies away what the pointer named
                    reindex(collections)
        return real_read(shelf, generation, manifest_hash)

    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "read", read)
        assert reader.load() == notes
    assert reader.ready == (not notes)
    assert len(reads) == len(set(reads)) > 2
    assert reindex(reader).notes == ()


BUILDER = """
import itertools, sys
from pathlib import Path
from index.collection import Collection
from tests.fake_encoder import FakeEncoder
from tests.index.conftest import SECOND
folder = Path(sys.argv[1])
collection = Collection(folder / "articles", folder / "data", FakeEncoder())
collection.load()
print("ready", flush=True)
sys.stdin.readline()
for number in itertools.count():
    (folder / "articles" / f"{number % 3}.txt").write_text(f"Number {number} was here. He left. " * 20)
    reindex(collections)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_reindex_loses_nothing(collections: Collections, articles: Path) -> None:
    """The old index or the new one is there at once, and the next reindex works."""
    chance = random.Random(5)  # noqa: S311  # the same moments each time, as far as a clock goes
    command = [sys.executable, "-c", BUILDER, str(articles.parent)]
    for _ in range(5):
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as builder:
            assert builder.stdin
            assert builder.stdout
            builder.stdout.readline()
            builder.stdin.write(b"\n")
            builder.stdin.flush()
            sleep(chance.uniform(0, 0.15))
            builder.send_signal(signal.SIGKILL)
        reader = another(collections)
        assert reader.load() == ()
        assert "north-korea-missile.txt" in names(reader)
        assert reader.view([SHARED]).answer(QUESTION)
    report = another(collections).reindex()
    assert report.notes == report.failed == ()
    assert {folder.name for folder in stored(collections)} == {
        folder.name for folder in stored(collections)[0].parent.iterdir()
    }


def test_who_said_quoted_words_is_answered_by_the_sentence_that_has_them(real: View) -> None:
    """However little the question shares with it otherwise."""
    answer = real.answer("Who said “spoke with one voice”?")
    assert answer.confidence > 0.8
    assert "spoke with one voice" in answer.excerpts[0].text


def test_what_somebody_said_is_answered_by_reported_speech(real: View) -> None:
    """Where no topic is asked for, and nothing is quoted."""
    answer = real.answer("What did the officials say?")
    assert answer.excerpts[0].kind == "reported"
