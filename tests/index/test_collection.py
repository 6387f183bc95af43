"""The collection, from a folder of articles to an answer."""

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
from index.collection import Collection, EmptyCorpusError
from index.disk import LockedError
from index.encoder import Encoder
from index.generation import GenerationError
from index.question import QuestionError
from tests.conftest import ROOT, SHIPPED
from tests.fake_encoder import FakeEncoder
from tests.index.conftest import SECOND

QUESTION = "What did Mattis say about the sanctions?"


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
def collection(articles: Path, fake: FakeEncoder) -> Collection:
    """Indexed, with the fake encoder."""
    collection = Collection(articles, articles.parent / "data", fake)
    collection.reindex()
    fake.encoded.clear()
    return collection


def another(collection: Collection, encoder: Encoder | None = None) -> Collection:
    """As another process sees it."""
    return Collection(collection.articles, collection.articles.parent / "data", encoder or FakeEncoder())


def names(collection: Collection) -> list[str]:
    return [document.name for document in collection.documents]


def stored(collection: Collection) -> Path:
    """The folder of the index."""
    return collection.articles.parent / "data" / "shared"


# From the article that ships to an answer -----------------------------------------------------------------------------


def test_a_question_is_answered_with_the_articles_own_words(real: Collection) -> None:
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


def test_the_answer_comes_from_the_right_article(real: Collection) -> None:
    """Of several."""
    best = real.answer("What did Ann Jones say about the harbour?").excerpts[0]
    assert best.text == "“We will rebuild the harbour,”"
    assert best.document.name == "harbour.txt"


def test_what_nobody_says_here_is_not_answered(real: Collection) -> None:
    """However near the topic is; the nearest passages are no answer."""
    answer = real.answer("What did Angela Merkel say about the sanctions?")
    assert answer.excerpts == ()
    assert answer.nearest


@pytest.mark.parametrize(
    "question",
    ["a", "'; DROP TABLE documents; --", "\0", "what did \\ say", "\ud800 sanctions", "word " * 1_000, "北朝鮮"],
)
def test_a_strange_question_is_answered_or_refused(real: Collection, question: str) -> None:
    """Nothing else happens."""
    try:
        answer = real.answer(question)
    except QuestionError:
        return
    assert 0 <= answer.confidence <= 1
    assert all(checked_text(excerpt) for excerpt in (*answer.excerpts, *answer.nearest))


# Reindexing -----------------------------------------------------------------------------------------------------------


def test_a_report_says_what_changed(collection: Collection, articles: Path) -> None:
    """New, unchanged, removed, failed, and how much there is now."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")
    (articles / "bad.txt").write_bytes(b"")
    (articles / "twin.txt").write_text(SECOND, encoding="utf-8")
    report = collection.reindex()
    assert (report.indexed, report.unchanged, report.removed, report.passages) == (1, 1, 0, 13)
    assert report.failed == (
        "bad.txt: is empty: there is no text in it",
        "twin.txt: has the same text as second.txt, which is indexed",
    )
    assert report.notes == ()
    assert report.seconds > 0
    (articles / "north-korea-missile.txt").unlink()
    report = collection.reindex()
    assert (report.indexed, report.unchanged, report.removed, report.passages) == (0, 1, 1, 2)
    assert names(collection) == ["second.txt"]


def test_an_unchanged_folder_is_indexed_without_the_encoder(collection: Collection, fake: FakeEncoder) -> None:
    """And a new article encodes its own texts alone."""
    collection.reindex()
    assert fake.encoded == []
    (collection.articles / "second.txt").write_text(SECOND, encoding="utf-8")
    collection.reindex()
    assert fake.encoded
    assert all(text in SECOND for text in fake.encoded)


def test_an_index_is_fresh_until_the_articles_change(collection: Collection, articles: Path) -> None:
    """An article added, changed or removed; also for a process that only reads."""
    reader = another(collection)
    assert reader.load() == ()
    second = articles / "second.txt"
    changes: list[Callable[[], object]] = [
        lambda: second.write_text("One."),
        lambda: second.write_text("Two."),
        second.unlink,
    ]
    fresh: list[bool] = []
    for change in changes:
        fresh += [collection.fresh, reader.fresh]
        change()
        fresh += [collection.fresh, reader.fresh]
        collection.reindex()
        assert reader.load() == ()
    assert fresh == [True, True, False, False] * 3


def test_what_changes_during_a_reindex_makes_it_stale(collection: Collection, articles: Path) -> None:
    """The next one finds it."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")

    def progress(_done: int, _total: int) -> None:
        (articles / "third.txt").write_text("Third.")

    collection.reindex(progress)
    assert names(collection) == ["north-korea-missile.txt", "second.txt"]
    assert not collection.fresh


def test_the_old_index_answers_while_the_new_one_is_built(collection: Collection, articles: Path) -> None:
    """And the new one afterwards."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")
    (articles / "north-korea-missile.txt").unlink()
    during: list[object] = []

    def progress(_done: int, _total: int) -> None:
        answer = collection.answer(QUESTION)
        during.append({excerpt.document.name for excerpt in (*answer.excerpts, *answer.nearest)})

    collection.reindex(progress)
    assert during
    assert all(found == {"north-korea-missile.txt"} for found in during)
    answer = collection.answer(QUESTION)
    assert {excerpt.document.name for excerpt in (*answer.excerpts, *answer.nearest)} == {"second.txt"}


class Cancelled(Exception):  # noqa: N818  # it is no error
    """What a face raises to stop a reindex."""


def test_a_cancelled_reindex_leaves_the_old_index(collection: Collection, articles: Path) -> None:
    """In memory and on disk; the next one can run."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")

    def progress(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        collection.reindex(progress)
    assert names(collection) == ["north-korea-missile.txt"]
    assert collection.answer(QUESTION)
    reader = another(collection)
    assert reader.load() == ()
    assert names(reader) == names(collection)
    assert collection.reindex().indexed == 1


def test_a_failed_reindex_leaves_the_old_index(
    collection: Collection, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says why it failed."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(GenerationError, match="No space left on device"):
            collection.reindex()
    assert names(collection) == ["north-korea-missile.txt"]
    reader = another(collection)
    assert reader.load() == ()
    assert names(reader) == ["north-korea-missile.txt"]
    collection.reindex()
    assert len(collection.documents) == 2


def test_two_reindexes_at_once_are_one_too_many(collection: Collection) -> None:
    """In this process, and from another that holds the data folder."""
    told: list[str] = []

    def progress(_done: int, _total: int) -> None:
        with pytest.raises(LockedError) as caught:
            collection.reindex()
        told.append(str(caught.value))

    collection.reindex(progress)
    assert told[0] == "a reindex is already running"
    with another(collection).writing(), pytest.raises(LockedError, match="another Pullquote is writing"):
        collection.reindex()
    with collection.writing():
        collection.reindex()


# Nothing there --------------------------------------------------------------------------------------------------------


def test_without_articles_it_is_said_what_to_do(tmp_path: Path, fake: FakeEncoder) -> None:
    """A missing folder, an empty one, and one with nothing that can be read."""
    collection = Collection(tmp_path / "articles", tmp_path / "data", fake)
    assert (collection.load(), collection.ready, collection.fresh, collection.documents) == ((), False, False, ())
    assert collection.generation is None
    with pytest.raises(EmptyCorpusError, match="nothing is indexed yet"):
        collection.answer(QUESTION)
    with pytest.raises(EmptyCorpusError, match=r"there is no articles folder .*; set PULLQUOTE_ARTICLES"):
        collection.reindex()
    (tmp_path / "articles").mkdir()
    with pytest.raises(EmptyCorpusError, match=r"no article to read in .*; put \.txt or \.md files there$"):
        collection.reindex()
    (tmp_path / "articles" / "a.txt").write_bytes(b"%PDF")
    with pytest.raises(EmptyCorpusError, match=r"files there\n  a\.txt: is a PDF"):
        collection.reindex()


def test_articles_that_vanish_leave_the_old_index(collection: Collection) -> None:
    """An empty folder is more likely a mistake."""
    shutil.rmtree(collection.articles)
    with pytest.raises(EmptyCorpusError):
        collection.reindex()
    assert names(collection) == ["north-korea-missile.txt"]
    assert not collection.fresh


# Damage ---------------------------------------------------------------------------------------------------------------


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def test_a_damaged_index_is_noticed_and_the_one_before_answers(collection: Collection) -> None:
    """The next reindex sets aside what is damaged, and says so."""
    before = set((stored(collection) / "parts").iterdir())
    (collection.articles / "second.txt").write_text(SECOND, encoding="utf-8")
    collection.reindex()
    (new,) = set((stored(collection) / "parts").iterdir()) - before
    spoil(new)
    reader = another(collection)
    assert reader.load() == (f"part {new.name[:8]} of the index has changed since it was written",)
    assert names(reader) == ["north-korea-missile.txt"]
    assert not reader.fresh
    report = reader.reindex()
    assert report.notes[-1] == "the index of second.txt was damaged and is set aside"
    assert report.indexed == 1
    assert (stored(collection) / "broken" / new.name).is_file()
    assert another(collection).load() == ()


@pytest.mark.parametrize("spoiled", ["parts", "pointer", "all gone"])
def test_without_any_good_index_a_reindex_makes_one(collection: Collection, spoiled: str) -> None:
    """What is wrong is said, and nothing is answered meanwhile."""
    collection.reindex()
    if spoiled == "all gone":
        shutil.rmtree(stored(collection) / "generations")
    elif spoiled == "parts":
        for path in (stored(collection) / "parts").iterdir():
            spoil(path)
    else:
        (stored(collection) / "live").write_text("nonsense")
    reader = another(collection)
    assert len(reader.load()) == (1 if spoiled == "pointer" else 2)
    assert not reader.ready
    with pytest.raises(EmptyCorpusError):
        reader.answer(QUESTION)
    reader.reindex()
    assert another(collection).load() == ()
    assert names(reader) == ["north-korea-missile.txt"]


def test_another_encoder_makes_an_index_outdated_and_not_broken(collection: Collection) -> None:
    """It is built anew; nothing is set aside."""
    other = FakeEncoder("other")
    reader = another(collection, other)
    assert reader.load() == ("the index was built with another encoder",)
    assert not reader.ready
    report = reader.reindex()
    assert report.indexed == 1
    assert other.encoded
    assert not (stored(collection) / "broken").exists()
    assert another(collection, other).load() == ()


# Several processes ----------------------------------------------------------------------------------------------------


def test_a_reader_sees_whole_changes_only(collection: Collection, articles: Path) -> None:
    """While another reindexes again and again: the one set of articles or the other."""
    stop = threading.Event()
    writer = another(collection)

    def write() -> None:
        second = articles / "second.txt"
        while not stop.is_set():
            second.write_text(SECOND, encoding="utf-8")
            writer.reindex()
            second.unlink()
            writer.reindex()

    thread = threading.Thread(target=write)
    thread.start()
    seen: set[tuple[str, ...]] = set()
    reader = another(collection)
    try:
        for _ in range(60):
            assert reader.load() in ((), ("the index changes faster than it can be read",))
            seen.add(tuple(names(reader)))
            answer = reader.answer("What did Ann Jones say about the harbour?")
            assert {excerpt.document.name for excerpt in (*answer.excerpts, *answer.nearest)} <= set(names(reader))
    finally:
        stop.set()
        thread.join()
    assert seen == {("north-korea-missile.txt",), ("north-korea-missile.txt", "second.txt")}


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
    collection.reindex()
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_reindex_loses_nothing(collection: Collection, articles: Path) -> None:
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
        reader = another(collection)
        assert reader.load() == ()
        assert "north-korea-missile.txt" in names(reader)
        assert reader.answer(QUESTION)
    report = another(collection).reindex()
    assert report.notes == report.failed == ()
    assert another(collection).load() == ()


def test_who_said_quoted_words_is_answered_by_the_sentence_that_has_them(real: Collection) -> None:
    """However little the question shares with it otherwise."""
    answer = real.answer("Who said “spoke with one voice”?")
    assert answer.confidence > 0.8
    assert "spoke with one voice" in answer.excerpts[0].text


def test_what_somebody_said_is_answered_by_reported_speech(real: Collection) -> None:
    """Where no topic is asked for, and nothing is quoted."""
    answer = real.answer("What did the officials say?")
    assert answer.excerpts[0].kind == "reported"
