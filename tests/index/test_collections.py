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
from corpus.errors import ArticleError
from corpus.excerpt import Excerpt, checked_text
from corpus.library import LibraryError
from corpus.policy import Openness, Policy
from corpus.readers import read_article
from corpus.revisions import Add
from corpus.span import Span
from index.collections import SHARED, Collections, of_guild, restore_backup
from index.disk import LockedError
from index.encoder import Encoder
from index.generation import GenerationError
from index.local import LocalBuild
from index.question import QuestionError
from index.recall import CitationError
from index.report import Quota, Report
from index.tended import ArticleUnknownError, DraftError, DuplicateError, QuotaError
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
    collections = begun(articles, fake)
    collections.reindex(SHARED, "operator")
    fake.encoded.clear()
    return collections


def begun(articles: Path, fake: FakeEncoder, **options: object) -> Collections:
    """As one process begins with it."""
    collections = opened(articles.parent, fake, **options)
    with collections.writing():
        collections.load()
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
    assert report.failed == ("bad.txt: is empty: there is no text in it",)
    assert report.skipped == ("twin.txt: has the same text as second.txt, which is indexed",)
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
    told: list[bool] = []
    for change in changes:
        told += [fresh(collections), fresh(reader)]
        change()
        told += [fresh(collections), fresh(reader)]
        reindex(collections)
        assert reader.load() == ()
    assert told == [True, True, False, False] * 3


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
    assert len(names(collections)) == 2


def test_there_is_one_writer(collections: Collections) -> None:
    """In another process; the same may take it again."""
    with another(collections).writing(), pytest.raises(LockedError, match="another Pullquote is writing"):
        reindex(collections)
    with collections.writing():
        reindex(collections)


# Nothing there --------------------------------------------------------------------------------------------------------


def test_without_articles_it_is_said_what_to_do(tmp_path: Path, fake: FakeEncoder) -> None:
    """A missing folder, an empty one, and one with nothing that can be read."""
    collections = opened(tmp_path, fake)
    assert (collections.load(), collections.names()) == ((), (SHARED,))
    assert (collections.view([SHARED]).documents, collections.view([SHARED]).people) == ((), ())
    with collections.writing():
        assert collections.load() == ()
    assert collections.status(SHARED).built is None
    with pytest.raises(EmptyCorpusError, match="there are no articles to answer from yet"):
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


def files(collections: Collections, pattern: str) -> list[Path]:
    return sorted((collections.articles.parent / "data" / "shared").glob(pattern))


@pytest.mark.parametrize("spoiled", ["part", "manifest", "pointer", "all gone", "parts gone", "empty", "cut"])
def test_a_damaged_index_is_made_anew(collections: Collections, spoiled: str) -> None:
    """What is wrong is said, no wrong word is answered meanwhile, and the next reindex mends it."""
    reindex(collections)
    if spoiled == "pointer":
        (path,) = files(collections, "live")
        path.write_text("nonsense")
    for path in files(collections, "generations/*" if spoiled in ("manifest", "all gone") else "parts/*"):
        if spoiled in ("part", "manifest"):
            spoil(path)
        elif spoiled in ("all gone", "parts gone"):
            path.unlink()
        elif spoiled in ("empty", "cut"):
            path.write_bytes(path.read_bytes()[:-100] if spoiled == "cut" else b"")
    reader = another(collections)
    assert reader.load()
    assert not fresh(reader)
    assert {document.text for document in reader.view([SHARED]).documents} <= {read_article(SHIPPED).text}
    reindex(reader)
    again = another(collections)
    assert again.load() == ()
    assert names(again) == ["north-korea-missile.txt"]
    assert fresh(again)


def test_another_encoder_makes_an_index_outdated_and_not_broken(collections: Collections) -> None:
    """It is built anew; nothing is set aside."""
    other = FakeEncoder("other")
    reader = another(collections, other)
    assert reader.load()
    assert not fresh(reader)
    assert reindex(reader).indexed == 1
    assert other.encoded
    assert not files(reader, "broken/*")
    assert another(reader, other).load() == ()


@pytest.mark.parametrize("spoiled", ["gone", "empty", "garbage"])
def test_a_lost_library_is_made_anew_from_what_there_is(collections: Collections, spoiled: str) -> None:
    """The folder's articles from the folder, those of guilds from their indexes; it is said."""
    add(collections, MILL)
    collections.close()
    library = collections.articles.parent / "data" / "library.sqlite"
    for path in library.parent.glob("library.sqlite*"):
        path.unlink()
    if spoiled != "gone":
        library.write_bytes(b"" if spoiled == "empty" else bytes(5_000))
    restarted = another(collections)
    with restarted.writing():
        assert "articles of guild:1 that were recovered from its index: 1" in restarted.load()
        reindex(restarted)
    assert names(restarted, HERE) == ["mill.txt"]
    assert names(restarted) == ["north-korea-missile.txt"]


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


BUILDER = """
import itertools, sys
from pathlib import Path
from index.collections import SHARED, Collections
from tests.fake_encoder import FakeEncoder
from tests.index.conftest import SECOND
folder = Path(sys.argv[1])
collections = Collections(folder / "articles", folder / "data", FakeEncoder())
with collections.writing():
    collections.load()
print("ready", flush=True)
sys.stdin.readline()
for number in itertools.count():
    (folder / "articles" / f"{number % 3}.txt").write_text(f"Number {number} was here. He left. " * 20)
    collections.reindex(SHARED, "operator")
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
    report = reindex(another(collections))
    assert report.notes == report.failed == ()


def test_who_said_quoted_words_is_answered_by_the_sentence_that_has_them(real: View) -> None:
    """However little the question shares with it otherwise."""
    answer = real.answer("Who said “spoke with one voice”?")
    assert answer.confidence > 0.8
    assert "spoke with one voice" in answer.excerpts[0].text


def test_what_somebody_said_is_answered_by_reported_speech(real: View) -> None:
    """Where no topic is asked for, and nothing is quoted."""
    answer = real.answer("What did the officials say?")
    assert answer.excerpts[0].kind == "reported"


# Guilds ---------------------------------------------------------------------------------------------------------------


def test_a_draft_is_shown_before_it_is_kept(collections: Collections) -> None:
    """Its quotes and speakers, and what is like it; nothing answers from it yet."""
    preview = collections.draft(HERE, "mill.txt", MILL.encode(), "7")
    assert (preview.quotes, preview.speakers, preview.passages) == (1, ("Lena Vogt",), 2)
    assert preview.sample.text == "“The mill turns again,”"
    assert preview.likenesses == ()
    assert (preview.revises, preview.changes) == (None, None)
    assert collections.view([HERE]).documents == ()
    assert collections.preview(HERE, preview.draft.id, "7") == preview
    entry, report = collections.add(HERE, preview.draft.id, "7")
    assert (report.indexed, report.embedded, report.passages, entry.title, entry.by) == (1, 2, 2, "mill", "7")
    assert names(collections, HERE, SHARED) == ["mill.txt", "north-korea-missile.txt"]


def test_a_draft_is_used_once_by_its_maker_in_its_guild(collections: Collections) -> None:
    """And is gone when it is dropped."""
    draft = collections.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id
    for collection, by in ((THERE, "7"), (HERE, "8"), (SHARED, "7")):
        with pytest.raises(DraftError):
            collections.add(collection, draft, by)
        with pytest.raises(DraftError):
            collections.preview(collection, draft, by)
        collections.drop(collection, draft, by)
    collections.add(HERE, draft, "7")
    with pytest.raises(DraftError):
        collections.add(HERE, draft, "7")
    other = collections.draft(HERE, "b.txt", SECOND.encode(), "7").draft.id
    collections.drop(HERE, other, "7")
    with pytest.raises(DraftError):
        collections.add(HERE, other, "7")
    assert names(collections, HERE) == ["mill.txt"]


def test_what_is_said_of_a_draft_can_be_corrected(collections: Collections) -> None:
    """With the same checks as an article's own front matter."""
    draft = collections.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id
    for wrong in (("", "", "", ""), ("a", "", "tomorrow", ""), ("a", "", "", "javascript:alert(1)")):
        with pytest.raises(ArticleError):
            collections.correct(HERE, draft, "7", *wrong)
    collections.correct(HERE, draft, "7", "The mill", "The Echo", "2024-05-01", "https://echo.example/mill")
    entry, _ = collections.add(HERE, draft, "7")
    assert (entry.title, entry.publisher, entry.published) == ("The mill", "The Echo", "2024-05-01")
    (document,) = collections.view([HERE]).documents
    assert document.url == "https://echo.example/mill"
    assert document.text == MILL


def cited(collections: Collections, words: str) -> str:
    """The id of a citation of these words, in the first guild's article that has them."""
    documents = collections.view([HERE]).documents
    document = next(each for each in documents if words in each.text)
    start = document.text.index(words)
    return cite(Excerpt(document, Span(start, start + len(words)), "direct")).id


def test_a_newer_version_answers_and_the_old_citation_opens_the_old_one(collections: Collections) -> None:
    """Which is told; what changed in the quotes is shown before."""
    number = add(collections, MILL)
    old = cited(collections, "“The mill turns again,”")
    newer = MILL.replace("turns again", "turns again today") + " It was loud."
    preview = collections.draft(HERE, "mill.txt", newer.encode(), "7")
    assert preview.revises
    assert preview.revises.article == number
    assert preview.changes
    assert [(before.text, after.text) for before, after in preview.changes.changed] == [
        ("“The mill turns again,”", "“The mill turns again today,”")
    ]
    entry, _ = collections.add(HERE, preview.draft.id, "7", number)
    assert (entry.article, entry.revision, entry.revisions) == (number, 2, 2)
    recalled = collections.view([HERE]).recall(old)
    assert (recalled.excerpt.text, recalled.state) == ("“The mill turns again,”", "superseded")
    (newest, changes), (oldest, none) = collections.history(HERE, number)
    assert (newest.number, oldest.number, none) == (2, 1, None)
    assert changes
    assert len(changes.changed) == 1
    assert collections.restore(HERE, number, 1, "8").revision == 1
    assert collections.view([HERE]).recall(old).state == "current"


def test_what_is_removed_answers_no_more_and_can_come_back(collections: Collections) -> None:
    """Its citations open for its own guild alone, and say so."""
    number = add(collections, MILL)
    old = cited(collections, "“The mill turns again,”")
    assert collections.remove(HERE, number, "8").removed_by == "8"
    assert names(collections, HERE) == []
    assert collections.view([HERE, SHARED]).recall(old).state == "removed"
    for scope in ([SHARED], [THERE, SHARED]):
        with pytest.raises(CitationError):
            collections.view(scope).recall(old)
    assert [entry.article for entry in collections.entries(HERE, removed=True)] == [number]
    collections.restore(HERE, number, None, "8")
    assert names(collections, HERE) == ["mill.txt"]
    assert len(collections.audit(HERE)) == 3


def test_another_guilds_article_is_unknown(collections: Collections) -> None:
    """Whatever is done with its number."""
    number = add(collections, MILL)
    acts: list[Callable[[], object]] = [
        lambda: collections.remove(THERE, number, "7"),
        lambda: collections.restore(THERE, number, None, "7"),
        lambda: collections.revision(THERE, number),
        lambda: collections.history(THERE, number),
        lambda: collections.export(THERE, number),
        lambda: add(collections, SECOND, to=THERE, article=number),
    ]
    for act in acts:
        with pytest.raises(ArticleUnknownError):
            act()
    assert names(collections, THERE) == []
    assert names(collections, HERE) == ["mill.txt"]


def test_the_same_text_is_here_once(collections: Collections) -> None:
    """In a collection; a guild may have what the shared one has too, which is then shown once."""
    add(collections, MILL)
    with pytest.raises(DuplicateError, match="the same text is here already, as “mill”"):
        add(collections, MILL, "again.txt")
    shipped = SHIPPED.read_text(encoding="utf-8")
    (likeness,) = collections.draft(HERE, "own.txt", shipped.encode(), "7").likenesses
    assert (likeness.collection, likeness.share) == (SHARED, 1.0)
    add(collections, shipped, "own.txt")
    assert len(names(collections, HERE, SHARED)) == 2


def test_a_change_is_rolled_back(collections: Collections, articles: Path) -> None:
    """One after the other, in a guild and of the folder's articles; after a restart too."""
    add(collections, MILL)
    number = add(collections, SECOND, "second.txt")
    collections.remove(HERE, number, "7")
    assert collections.roll_back(HERE, "7").indexed == 1
    assert len(names(collections, HERE)) == 2
    restarted = another(collections)
    restarted.roll_back(HERE, "7")
    assert names(restarted, HERE) == ["mill.txt"]
    restarted.roll_back(HERE, "7")
    with pytest.raises(GenerationError, match="nothing to roll back"):
        restarted.roll_back(HERE, "7")
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")
    reindex(restarted)
    restarted.roll_back(SHARED, "operator")
    assert names(restarted) == ["north-korea-missile.txt"]
    assert fresh(restarted)  # what was rolled back does not come back by itself


@pytest.mark.parametrize(
    ("quota", "what"),
    [(Quota(documents=1), "1 articles"), (Quota(bytes=150), "150 bytes of text"), (Quota(passages=3), "3 passages")],
)
def test_a_quota_is_told_and_keeps_what_is_there(tmp_path: Path, fake: FakeEncoder, quota: Quota, what: str) -> None:
    """A newer version counts in place of the older one."""
    (tmp_path / "articles").mkdir()
    collections = begun(tmp_path / "articles", fake, quota=quota)
    number = add(collections, MILL)
    with pytest.raises(QuotaError, match=f"this server may hold {what}"):
        add(collections, SECOND, "second.txt")
    assert names(collections, HERE) == ["mill.txt"]
    add(collections, SECOND, article=number)
    assert names(collections, HERE) == ["mill.txt"]
    assert collections.view([HERE]).documents[0].text == SECOND


def test_a_cancelled_addition_has_changed_nothing(collections: Collections) -> None:
    """The draft is there still."""
    draft = collections.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id

    def progress(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        collections.add(HERE, draft, "7", progress=progress)
    assert collections.entries(HERE) == ()
    assert collections.status(HERE).running is None
    collections.add(HERE, draft, "7")


def test_what_the_folder_feeds_is_taken_away_in_the_folder(collections: Collections, articles: Path) -> None:
    """And what was added beside it stays when the folder is read anew."""
    (entry,) = collections.entries(SHARED)
    with pytest.raises(ArticleUnknownError, match="comes from the articles folder: take north-korea-missile"):
        collections.remove(SHARED, entry.article, "operator")
    add(collections, MILL, to=SHARED)
    (articles / "north-korea-missile.txt").rename(articles / "renamed.txt")
    reindex(collections)
    assert sorted(names(collections)) == ["mill.txt", "renamed.txt"]
    assert {each.article for each in collections.entries(SHARED)} >= {entry.article}


def test_an_article_that_cannot_be_read_any_more_keeps_its_last_version(collections: Collections) -> None:
    """A slip in a file takes nothing away; the report says it."""
    (collections.articles / "north-korea-missile.txt").write_bytes(b"%PDF")
    (collections.articles / "second.txt").write_text(SECOND, encoding="utf-8")
    report = reindex(collections)
    assert (report.indexed, report.unchanged, len(report.failed)) == (1, 1, 1)
    assert names(collections) == ["north-korea-missile.txt", "second.txt"]


def test_policies_and_choices_are_kept(collections: Collections) -> None:
    """For other processes too."""
    assert collections.policy(1) == Policy()
    policy = Policy(frozenset({3}), frozenset({4}), {5: Openness.OFF}, Openness.PRIVATE, "strict", shared=False)
    collections.settle(1, policy, "7", "closed it all")
    collections.choose(9, 1)
    assert another(collections).policy(1) == collections.policy(1) == policy
    assert (another(collections).chosen(9), collections.chosen(8)) == (1, None)
    assert collections.audit(HERE)[0].what == "closed it all"


def test_a_guild_is_erased_for_good(collections: Collections) -> None:
    """With every word of its articles, and nothing of others'."""
    add(collections, MILL)
    add(collections, SECOND, "second.txt", to=THERE)
    collections.erase(HERE)
    collections.close()
    data = collections.articles.parent / "data"
    held = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert b"mill turns" not in held
    assert b"rebuild the harbour" in held
    assert another(collections).names() == (SHARED, THERE)
    with pytest.raises(LibraryError):
        collections.erase(SHARED)


def test_a_guild_that_the_bot_left_is_erased_after_its_time(articles: Path, fake: FakeEncoder) -> None:
    """Not while it is back."""
    collections = begun(articles, fake, grace=0.0)
    reindex(collections)
    for text, to in ((MILL, HERE), (SECOND, THERE)):
        add(collections, text, to=to)
    collections.present([1])
    assert collections.status(THERE).leaves
    collections.present([1, 2])
    assert collections.sweep() == ()
    collections.present([1])
    assert collections.sweep() == ("guild:2 is erased: the bot left it, and its time of grace is over",)
    assert collections.names() == (SHARED, HERE)


def test_memory_that_nobody_asks_for_is_given_back(articles: Path, fake: FakeEncoder) -> None:
    """And the next question loads it again."""
    collections = begun(articles, fake, idle=0.0)
    reindex(collections)
    add(collections, MILL)
    view = collections.view([HERE, SHARED])
    assert len(view.documents) == 2
    collections.sweep()
    assert not collections.collection(HERE).in_memory
    assert collections.collection(SHARED).in_memory
    assert len(view.documents) == len(collections.view([HERE, SHARED]).documents) == 2


def test_an_interrupted_job_is_made_up_for(collections: Collections) -> None:
    """And it is said which way it went."""
    collections.library.begin_job(HERE, "add", "7")
    restarted = another(collections)
    with restarted.writing():
        assert restarted.load() == ("add of guild:1 was interrupted; nothing had changed",)
        assert restarted.load() == ()
    draft = collections.draft(HERE, "mill.txt", MILL.encode(), "7").draft
    collections.library.begin_job(HERE, "add", "7")
    collections.library.apply(HERE, [Add(draft.document, "file")], "7", "added “mill”")
    restarted = another(collections)
    assert names(restarted, HERE) == []
    with restarted.writing():
        assert restarted.load() == ("add of guild:1 was interrupted; what it had kept is indexed now",)
    assert names(restarted, HERE) == ["mill.txt"]


def test_a_backup_is_put_back(collections: Collections, tmp_path: Path) -> None:
    """The library before it is kept; the index is made of what the backup holds."""
    add(collections, MILL)
    held = collections.backup(tmp_path / "backup.sqlite")
    assert held["articles"] == {SHARED: 1, HERE: 1}
    with pytest.raises(LibraryError):
        collections.backup(tmp_path / "backup.sqlite")
    add(collections, SECOND, "second.txt")
    data = collections.articles.parent / "data"
    collections.close()
    (told,) = restore_backup(tmp_path / "backup.sqlite", data)
    assert told.startswith("the library is that of ")
    assert names(another(collections), HERE) == ["mill.txt"]
    spoil(tmp_path / "backup.sqlite")
    with pytest.raises(LibraryError):
        restore_backup(tmp_path / "backup.sqlite", data)
    assert names(another(collections), HERE) == ["mill.txt"]


def test_data_that_is_sound_is_found_sound_and_damage_is_told(collections: Collections) -> None:
    """In the library and in an index."""
    add(collections, MILL)
    assert another(collections).verify_data() == ()
    (part,) = (collections.articles.parent / "data" / "guild-1").glob("parts/*")
    spoil(part)
    assert any(fault.startswith("guild:1: ") for fault in another(collections).verify_data())


def test_an_erasure_that_fails_leaves_what_was_there(collections: Collections, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers, and can be erased again."""
    add(collections, MILL)

    def fails(_collection: str) -> None:
        raise LibraryError("the disk fails")

    with monkeypatch.context() as patch:
        patch.setattr(collections.library, "erase", fails)
        with pytest.raises(LibraryError, match="the disk fails"):
            collections.erase(HERE)
    assert names(collections, HERE) == ["mill.txt"]
    assert collections.verify_data() == ()
    collections.erase(HERE)
    assert names(collections, HERE) == []
    assert HERE not in collections.names()


def test_what_was_kept_while_the_disk_failed_is_indexed_at_the_next_start(
    collections: Collections, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says so; this process answers from it at once."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    draft = collections.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id
    with monkeypatch.context() as patch:
        patch.setattr(LocalBuild, "publish", full)
        with pytest.raises(GenerationError, match="the change is kept, but the index could not be written"):
            collections.add(HERE, draft, "7")
    assert names(collections, HERE) == ["mill.txt"]
    restarted = another(collections)
    with restarted.writing():
        assert restarted.load() == ("what was kept of guild:1 when the disk failed is indexed now",)
    assert another(collections).status(HERE).fault is None


def test_what_cannot_be_made_ready_answers_all_the_same(
    collections: Collections, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it can be read; else the start fails."""
    add(collections, MILL)

    def full() -> tuple[str, ...]:
        raise LibraryError("the library cannot be written (database or disk is full)")

    restarted = another(collections)
    monkeypatch.setattr(restarted.library, "prepare", full)
    with restarted.writing():
        (note,) = restarted.load()
    assert "disk is full" in note
    assert "what is there answers" in note
    assert names(restarted, HERE) == ["mill.txt"]
    (restarted._data / "library.sqlite").write_bytes(b"nonsense")
    with restarted.writing(), pytest.raises(LibraryError, match="disk is full"):
        restarted.load()
