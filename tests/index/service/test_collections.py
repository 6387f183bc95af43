"""The service over a data folder, from articles to answers."""

import os
import random
import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest

from corpus.errors import ArticleError
from corpus.library.database import LibraryError
from corpus.library.models import Add
from corpus.library.owners import SHARED, of_guild
from corpus.library.policy import Openness, Policy, Strictness
from corpus.quotes.citation import cite
from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import read_article
from corpus.text.span import Span
from index.answers.recall import CitationError
from index.encoding.encoder import Encoder
from index.engine.generation_files import GenerationFiles, Pair
from index.engine.local_index import LocalIndex
from index.engine.lock import LockedError
from index.engine.segment import GenerationError
from index.service.errors import ArticleUnknownError, DraftError, DuplicateError, EmptyCorpusError
from index.service.operations import restore_backup
from index.service.quota import Quota, QuotaError
from index.service.report import Report
from tests.conftest import SHIPPED
from tests.index.conftest import SECOND
from tests.support.fake_encoder import FakeEncoder
from tests.support.kept_service import KeptService
from tests.support.killed import killed

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
def kept(articles: Path, fake: FakeEncoder) -> KeptService:
    """The shared one indexed, with the fake encoder."""
    kept = begun(articles, fake)
    kept.indexing.reindex(SHARED, "operator")
    fake.encoded.clear()
    return kept


def begun(articles: Path, fake: FakeEncoder, **options: object) -> KeptService:
    """As one process begins with it."""
    kept = KeptService(articles.parent, fake, **options)
    with kept.operations.writing():
        kept.operations.load()
    return kept


def another(kept: KeptService, encoder: Encoder | None = None) -> KeptService:
    return KeptService(kept.folder, encoder)


def names(kept: KeptService, *of: str) -> list[str]:
    return [document.name for document in kept.views.view(of or (SHARED,)).documents]


def data_of(kept: KeptService) -> Path:
    return kept.folder / "data"


def reindex(kept: KeptService, progress: Callable[[int, int], None] | None = None) -> Report:
    return kept.indexing.reindex(SHARED, "operator", progress)


def fresh(kept: KeptService) -> bool:
    return kept.indexing.status(SHARED).fault is None


def add(kept: KeptService, text: str, name: str = "mill.txt", to: str = HERE, article: int | None = None) -> int:
    """The article's number."""
    draft = kept.additions.draft(to, name, text.encode(), "7").draft
    return kept.additions.add(to, draft.id, "7", article)[0].article


# Reindexing -----------------------------------------------------------------------------------------------------------


def test_a_report_says_what_changed(kept: KeptService, articles: Path) -> None:
    """New, unchanged, removed, failed, and how much there is now."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")
    (articles / "bad.txt").write_bytes(b"")
    (articles / "twin.txt").write_text(SECOND, encoding="utf-8")
    report = reindex(kept)
    assert (report.indexed, report.unchanged, report.removed, report.passages) == (1, 1, 0, 13)
    assert report.failed == ("bad.txt: is empty: there is no text in it",)
    assert report.skipped == ("twin.txt: has the same text as second.txt, which is indexed",)
    assert report.notes == ()
    assert report.seconds > 0
    (articles / "north-korea-missile.txt").unlink()
    report = reindex(kept)
    assert (report.indexed, report.unchanged, report.removed, report.passages) == (0, 1, 1, 2)
    assert names(kept) == ["second.txt"]


def test_an_unchanged_folder_is_indexed_without_the_encoder(kept: KeptService, fake: FakeEncoder) -> None:
    """And a new article encodes its own texts alone."""
    reindex(kept)
    assert fake.encoded == []
    (kept.articles / "second.txt").write_text(SECOND, encoding="utf-8")
    reindex(kept)
    assert fake.encoded
    assert all(text in SECOND for text in fake.encoded)


def test_an_index_is_fresh_until_the_articles_change(kept: KeptService, articles: Path) -> None:
    """An article added, changed or removed; also for a process that only reads."""
    reader = another(kept)
    assert reader.operations.load() == ()
    second = articles / "second.txt"
    changes: list[Callable[[], object]] = [
        lambda: second.write_text("One."),
        lambda: second.write_text("Two."),
        second.unlink,
    ]
    told: list[bool] = []
    for change in changes:
        told += [fresh(kept), fresh(reader)]
        change()
        told += [fresh(kept), fresh(reader)]
        reindex(kept)
        assert reader.operations.load() == ()
    assert told == [True, True, False, False] * 3


def test_what_changes_during_a_reindex_makes_it_stale(kept: KeptService, articles: Path) -> None:
    """The next one finds it."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")

    def progress(_done: int, _total: int) -> None:
        (articles / "third.txt").write_text("Third.")

    reindex(kept, progress)
    assert names(kept) == ["north-korea-missile.txt", "second.txt"]
    assert not fresh(kept)


def test_the_old_index_answers_while_the_new_one_is_built(kept: KeptService, articles: Path) -> None:
    """And the new one afterwards."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")
    (articles / "north-korea-missile.txt").unlink()
    during: list[object] = []

    def progress(_done: int, _total: int) -> None:
        answer = kept.views.view([SHARED]).answer(QUESTION)
        during.append({excerpt.document.name for excerpt in (*answer.excerpts, *answer.nearest)})

    reindex(kept, progress)
    assert during
    assert all(found == {"north-korea-missile.txt"} for found in during)
    answer = kept.views.view([SHARED]).answer(QUESTION)
    assert {excerpt.document.name for excerpt in (*answer.excerpts, *answer.nearest)} == {"second.txt"}


class Cancelled(Exception):  # noqa: N818  # it is no error
    """What a face raises to stop a reindex."""


def test_a_cancelled_reindex_leaves_the_old_index(kept: KeptService, articles: Path) -> None:
    """In memory and on disk; the next one can run."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")

    def progress(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        reindex(kept, progress)
    assert names(kept) == ["north-korea-missile.txt"]
    assert kept.views.view([SHARED]).answer(QUESTION)
    reader = another(kept)
    assert reader.operations.load() == ()
    assert names(reader) == names(kept)
    assert reindex(kept).indexed == 1


def test_a_failed_reindex_leaves_the_old_index(
    kept: KeptService, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says why it failed."""
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(GenerationError, match="No space left on device"):
            reindex(kept)
    assert names(kept) == ["north-korea-missile.txt"]
    reader = another(kept)
    assert reader.operations.load() == ()
    assert names(reader) == ["north-korea-missile.txt"]
    reindex(kept)
    assert len(names(kept)) == 2


def test_there_is_one_writer(kept: KeptService) -> None:
    """In another process; the same may take it again."""
    with another(kept).operations.writing(), pytest.raises(LockedError, match="another Pullquote is writing"):
        reindex(kept)
    with kept.operations.writing():
        reindex(kept)


# Nothing there --------------------------------------------------------------------------------------------------------


def test_without_articles_it_is_said_what_to_do(tmp_path: Path, fake: FakeEncoder) -> None:
    """A missing folder, an empty one, and one with nothing that can be read."""
    kept = KeptService(tmp_path, fake)
    assert (kept.operations.load(), kept.operations.names()) == ((), (SHARED,))
    assert (kept.views.view([SHARED]).documents, kept.views.view([SHARED]).people) == ((), ())
    with kept.operations.writing():
        assert kept.operations.load() == ()
    assert kept.indexing.status(SHARED).built is None
    with pytest.raises(EmptyCorpusError, match="there are no articles to answer from yet"):
        kept.views.view([SHARED]).answer(QUESTION)
    with pytest.raises(EmptyCorpusError, match=r"there is no articles folder .*; set PULLQUOTE_ARTICLES"):
        reindex(kept)
    (tmp_path / "articles").mkdir()
    with pytest.raises(EmptyCorpusError, match=r"no article to read in .*; put \.txt or \.md files there$"):
        reindex(kept)
    (tmp_path / "articles" / "a.txt").write_bytes(b"%PDF")
    with pytest.raises(EmptyCorpusError, match=r"files there\n  a\.txt: is a PDF"):
        reindex(kept)


def test_articles_that_vanish_leave_the_old_index(kept: KeptService) -> None:
    """An empty folder is more likely a mistake."""
    shutil.rmtree(kept.articles)
    with pytest.raises(EmptyCorpusError):
        reindex(kept)
    assert names(kept) == ["north-korea-missile.txt"]
    assert not fresh(kept)


def test_an_article_that_is_in_the_folder_again_is_the_same_article(kept: KeptService, articles: Path) -> None:
    """As it was, or as its next version."""
    second = articles / "second.txt"
    for text in (SECOND, None, SECOND, None, MILL):
        second.unlink(missing_ok=True)
        if text:
            second.write_text(text, encoding="utf-8")
        reindex(kept)
    (entry,) = (each for each in kept.curation.entries(SHARED) if each.name == "second.txt")
    assert (entry.revision, entry.revisions) == (2, 2)
    assert kept.curation.entries(SHARED, removed=True) == ()


def test_an_empty_folder_beside_what_was_added_is_read(kept: KeptService, articles: Path) -> None:
    """There is still something to answer from."""
    add(kept, MILL, to=SHARED)
    (articles / "north-korea-missile.txt").unlink()
    reindex(kept)
    assert names(kept) == ["mill.txt"]


# Damage ---------------------------------------------------------------------------------------------------------------


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def files(kept: KeptService, pattern: str) -> list[Path]:
    return sorted((kept.folder / "data" / "shared").glob(pattern))


@pytest.mark.parametrize("spoiled", ["segment", "manifest", "pointer", "all gone", "segments gone", "empty", "cut"])
def test_a_damaged_index_is_made_anew(kept: KeptService, spoiled: str) -> None:
    """What is wrong is said, no wrong word is answered meanwhile, and the next reindex mends it."""
    reindex(kept)
    if spoiled == "pointer":
        (path,) = files(kept, "live")
        path.write_text("nonsense")
    for path in files(kept, "generations/*" if spoiled in ("manifest", "all gone") else "segments/*"):
        if spoiled in ("segment", "manifest"):
            spoil(path)
        elif spoiled in ("all gone", "segments gone"):
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
    assert report.notes == ("the index of mill.txt was damaged and is set aside",)
    assert report.embedded == 2
    assert another(kept).operations.verify_data() == ()


def test_who_may_not_write_answers_from_what_is_whole(
    kept: KeptService, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged file stays where it is then."""
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
    """It is built anew; nothing is set aside."""
    other = FakeEncoder("other")
    reader = another(kept, other)
    assert reader.operations.load()
    assert not fresh(reader)
    assert reindex(reader).indexed == 1
    assert other.encoded
    assert not files(reader, "broken/*")
    assert another(reader, other).operations.load() == ()


@pytest.mark.parametrize("spoiled", ["gone", "empty", "garbage"])
def test_a_lost_library_is_made_anew_from_what_there_is(kept: KeptService, spoiled: str) -> None:
    """The folder's articles from the folder, those of guilds from their indexes; it is said."""
    add(kept, MILL)
    kept.operations.close()
    library = kept.folder / "data" / "library.sqlite"
    for path in library.parent.glob("library.sqlite*"):
        path.unlink()
    if spoiled != "gone":
        library.write_bytes(b"" if spoiled == "empty" else bytes(5_000))
    restarted = another(kept)
    with restarted.operations.writing():
        assert "articles of guild:1 that were recovered from its index: 1" in restarted.operations.load()
        reindex(restarted)
    assert names(restarted, HERE) == ["mill.txt"]
    assert names(restarted) == ["north-korea-missile.txt"]


# Several processes ----------------------------------------------------------------------------------------------------


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
    seen: set[tuple[str, ...]] = set()
    reader = another(kept)
    try:
        for _ in range(60):
            assert reader.operations.load() in ((), ("the index changes faster than it can be read",))
            seen.add(tuple(names(reader)))
            answer = reader.views.view([SHARED]).answer("What did Ann Jones say about the harbour?")
            assert {excerpt.document.name for excerpt in (*answer.excerpts, *answer.nearest)} <= set(names(reader))
    finally:
        stop.set()
        thread.join()
    assert seen == {("north-korea-missile.txt",), ("north-korea-missile.txt", "second.txt")}


BUILDER = """
import itertools, sys
from pathlib import Path
from corpus.library.owners import SHARED
from tests.support.kept_service import KeptService
from tests.support.fake_encoder import FakeEncoder
from tests.index.conftest import SECOND
folder = Path(sys.argv[1])
kept = KeptService(folder, FakeEncoder())
with kept.operations.writing():
    kept.operations.load()
print("ready", flush=True)
sys.stdin.readline()
for number in itertools.count():
    written = folder / "written"  # whole, so that no half written article is what fails
    written.write_text(f"Number {number} was here. He left. " * 20)
    written.replace(folder / "articles" / f"{number % 3}.txt")
    kept.indexing.reindex(SHARED, "operator")
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_reindex_loses_nothing(kept: KeptService, articles: Path) -> None:
    """The old index or the new one is there at once, and the next reindex works."""
    chance = random.Random(5)  # noqa: S311  # the same moments each time, as far as a clock goes
    for _ in range(5):
        killed(BUILDER, articles.parent, chance.uniform(0, 0.15))
        reader = another(kept)
        assert reader.operations.load() == ()
        assert "north-korea-missile.txt" in names(reader)
        assert reader.views.view([SHARED]).answer(QUESTION)
    report = reindex(another(kept))
    assert report.notes == report.failed == ()


# Guilds ---------------------------------------------------------------------------------------------------------------


def test_a_draft_is_shown_before_it_is_kept(kept: KeptService) -> None:
    """Its quotes and speakers, and what is like it; nothing answers from it yet."""
    preview = kept.additions.draft(HERE, "mill.txt", MILL.encode(), "7")
    assert (preview.quotes, preview.speakers, preview.passages) == (1, ("Lena Vogt",), 2)
    assert preview.sample.text == "“The mill turns again,”"
    assert preview.likenesses == ()
    assert (preview.revises, preview.changes) == (None, None)
    assert kept.views.view([HERE]).documents == ()
    assert kept.additions.preview(HERE, preview.draft.id, "7") == preview
    entry, report = kept.additions.add(HERE, preview.draft.id, "7")
    assert (report.indexed, report.embedded, report.passages, entry.title, entry.by) == (1, 2, 2, "mill", "7")
    assert names(kept, HERE, SHARED) == ["mill.txt", "north-korea-missile.txt"]


def test_a_draft_is_used_once_by_its_maker_in_its_guild(kept: KeptService) -> None:
    """And is gone when it is dropped."""
    draft = kept.additions.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id
    for collection, by in ((THERE, "7"), (HERE, "8"), (SHARED, "7")):
        with pytest.raises(DraftError):
            kept.additions.add(collection, draft, by)
        with pytest.raises(DraftError):
            kept.additions.preview(collection, draft, by)
        kept.additions.drop(collection, draft, by)
    kept.additions.add(HERE, draft, "7")
    with pytest.raises(DraftError):
        kept.additions.add(HERE, draft, "7")
    other = kept.additions.draft(HERE, "b.txt", SECOND.encode(), "7").draft.id
    kept.additions.drop(HERE, other, "7")
    with pytest.raises(DraftError):
        kept.additions.add(HERE, other, "7")
    assert names(kept, HERE) == ["mill.txt"]


def test_a_draft_that_is_used_meanwhile_is_not_kept_twice(kept: KeptService) -> None:
    """The second press of a button, while the first is at work."""
    number = add(kept, MILL)
    draft = kept.additions.draft(HERE, "mill.txt", SECOND.encode(), "7").draft.id

    def progress(done: int, total: int) -> None:
        if done == total and kept.curation.entries(HERE)[0].revisions == 1:
            kept.additions.add(HERE, draft, "7", number)

    with pytest.raises(DraftError):
        kept.additions.add(HERE, draft, "7", number, progress)
    assert [entry.revisions for entry in kept.curation.entries(HERE)] == [2]


def test_what_somebody_else_added_meanwhile_is_not_added_again(kept: KeptService) -> None:
    """Nor restored beside it."""
    one, other = (kept.additions.draft(HERE, name, MILL.encode(), "7").draft.id for name in ("a.txt", "b.txt"))

    def progress(_done: int, _total: int) -> None:
        if not kept.curation.entries(HERE):
            kept.additions.add(HERE, other, "7")

    with pytest.raises(DuplicateError):
        kept.additions.add(HERE, one, "7", progress=progress)
    (entry,) = kept.curation.entries(HERE)
    kept.curation.remove(HERE, entry.article, "7")
    other = one
    with pytest.raises(DuplicateError):
        kept.curation.restore(HERE, entry.article, None, "7", progress)
    assert names(kept, HERE) == ["a.txt"]


def test_what_is_said_of_a_draft_can_be_corrected(kept: KeptService) -> None:
    """With the same checks as an article's own front matter."""
    draft = kept.additions.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id
    for wrong in (("", "", "", ""), ("a", "", "tomorrow", ""), ("a", "", "", "javascript:alert(1)")):
        with pytest.raises(ArticleError):
            kept.additions.correct(HERE, draft, "7", *wrong)
    kept.additions.correct(HERE, draft, "7", "The mill", "The Echo", "2024-05-01", "https://echo.example/mill")
    entry, _ = kept.additions.add(HERE, draft, "7")
    assert (entry.title, entry.publisher, entry.published) == ("The mill", "The Echo", "2024-05-01")
    (document,) = kept.views.view([HERE]).documents
    assert document.url == "https://echo.example/mill"
    assert document.text == MILL


def cited(kept: KeptService, words: str) -> str:
    """The id of a citation of these words, in the first guild's article that has them."""
    documents = kept.views.view([HERE]).documents
    document = next(each for each in documents if words in each.text)
    start = document.text.index(words)
    return cite(Excerpt(document, Span(start, start + len(words)), "direct")).id


def test_a_newer_version_answers_and_the_old_citation_opens_the_old_one(kept: KeptService) -> None:
    """Which is told; what changed in the quotes is shown before."""
    number = add(kept, MILL)
    old = cited(kept, "“The mill turns again,”")
    newer = MILL.replace("turns again", "turns again today") + " It was loud."
    preview = kept.additions.draft(HERE, "mill.txt", newer.encode(), "7")
    assert preview.revises
    assert preview.revises.article == number
    assert preview.changes
    assert [(before.text, after.text) for before, after in preview.changes.changed] == [
        ("“The mill turns again,”", "“The mill turns again today,”")
    ]
    entry, _ = kept.additions.add(HERE, preview.draft.id, "7", number)
    assert (entry.article, entry.revision, entry.revisions) == (number, 2, 2)
    recalled = kept.views.view([HERE]).recall(old)
    assert (recalled.excerpt.text, recalled.state) == ("“The mill turns again,”", "superseded")
    (newest, changes), (oldest, none) = kept.curation.history(HERE, number)
    assert (newest.number, oldest.number, none) == (2, 1, None)
    assert changes
    assert len(changes.changed) == 1
    assert kept.curation.restore(HERE, number, 1, "8").revision == 1
    assert kept.views.view([HERE]).recall(old).state == "current"


def test_what_changed_is_told_of_the_last_versions(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each since the one before; the others are named."""
    number = add(kept, MILL)
    for word in ("still", "now", "again and"):
        add(kept, MILL.replace("turns", f"turns {word}"), article=number)
    monkeypatch.setattr("index.service.curation.COMPARED", 2)
    history = kept.curation.history(HERE, number)
    assert [revision.number for revision, _ in history] == [4, 3, 2, 1]
    assert [[new.text for _, new in changes.changed] if changes else None for _, changes in history] == [
        ["“The mill turns again and again,”"],
        ["“The mill turns now again,”"],
        None,
        None,
    ]


def test_what_is_removed_answers_no_more_and_can_come_back(kept: KeptService) -> None:
    """Its citations open for its own guild alone, and say so."""
    number = add(kept, MILL)
    old = cited(kept, "“The mill turns again,”")
    assert kept.curation.remove(HERE, number, "8").removed_by == "8"
    assert names(kept, HERE) == []
    with pytest.raises(ArticleUnknownError):
        kept.curation.remove(HERE, number, "8")
    assert kept.views.view([HERE, SHARED]).recall(old).state == "removed"
    for scope in ([SHARED], [THERE, SHARED]):
        with pytest.raises(CitationError):
            kept.views.view(scope).recall(old)
    assert [entry.article for entry in kept.curation.entries(HERE, removed=True)] == [number]
    kept.curation.restore(HERE, number, None, "8")
    assert names(kept, HERE) == ["mill.txt"]
    assert len(kept.policies.audit(HERE)) == 3


def test_another_guilds_article_is_unknown(kept: KeptService) -> None:
    """Whatever is done with its number."""
    number = add(kept, MILL)
    acts: list[Callable[[], object]] = [
        lambda: kept.curation.remove(THERE, number, "7"),
        lambda: kept.curation.restore(THERE, number, None, "7"),
        lambda: kept.curation.revision(THERE, number),
        lambda: kept.curation.revision(HERE, number, 0),
        lambda: kept.curation.history(THERE, number),
        lambda: kept.curation.export(THERE, number),
        lambda: add(kept, SECOND, to=THERE, article=number),
    ]
    for act in acts:
        with pytest.raises(ArticleUnknownError):
            act()
    assert names(kept, THERE) == []
    assert names(kept, HERE) == ["mill.txt"]


def test_the_same_text_is_here_once(kept: KeptService) -> None:
    """In a collection; a guild may have what the shared one has too, which is then shown once."""
    add(kept, MILL)
    with pytest.raises(DuplicateError, match="the same text is here already, as “mill”"):
        add(kept, MILL, "again.txt")
    assert len(kept.library.jobs.last(HERE)) == 1, "no work is begun for it"
    shipped = SHIPPED.read_text(encoding="utf-8")
    (likeness,) = kept.additions.draft(HERE, "own.txt", shipped.encode(), "7").likenesses
    assert (likeness.collection, likeness.share) == (SHARED, 1.0)
    add(kept, shipped, "own.txt")
    assert len(names(kept, HERE, SHARED)) == 2


def test_a_change_is_rolled_back(kept: KeptService, articles: Path) -> None:
    """One after the other, in a guild and of the folder's articles; after a restart too."""
    add(kept, MILL)
    number = add(kept, SECOND, "second.txt")
    kept.curation.remove(HERE, number, "7")
    assert kept.curation.roll_back(HERE, "7").indexed == 1
    assert len(names(kept, HERE)) == 2
    restarted = another(kept)
    restarted.curation.roll_back(HERE, "7")
    assert names(restarted, HERE) == ["mill.txt"]
    restarted.curation.roll_back(HERE, "7")
    with pytest.raises(GenerationError, match="nothing to roll back"):
        restarted.curation.roll_back(HERE, "7")
    (articles / "second.txt").write_text(SECOND, encoding="utf-8")
    reindex(restarted)
    restarted.curation.roll_back(SHARED, "operator")
    assert names(restarted) == ["north-korea-missile.txt"]
    assert fresh(restarted)  # what was rolled back does not come back by itself


@pytest.mark.parametrize(
    ("quota", "what"),
    [(Quota(documents=1), "1 articles"), (Quota(bytes=150), "150 bytes of text"), (Quota(passages=3), "3 passages")],
)
def test_a_quota_is_told_and_keeps_what_is_there(tmp_path: Path, fake: FakeEncoder, quota: Quota, what: str) -> None:
    """A newer version counts in place of the older one."""
    (tmp_path / "articles").mkdir()
    kept = begun(tmp_path / "articles", fake, quota=quota)
    number = add(kept, MILL)
    with pytest.raises(QuotaError, match=f"this server may hold {what}"):
        add(kept, SECOND, "second.txt")
    assert names(kept, HERE) == ["mill.txt"]
    add(kept, SECOND, article=number)
    assert names(kept, HERE) == ["mill.txt"]
    assert kept.views.view([HERE]).documents[0].text == SECOND


def test_all_versions_together_have_an_end_and_none_is_lost_by_it(articles: Path, fake: FakeEncoder) -> None:
    """Removing helps nothing there, and is not advised; to restore what is kept needs no more room."""
    newer = [MILL.replace("a year", f"{number} years") for number in range(2, 8)]
    kept = begun(articles, fake, quota=Quota(bytes=len(newer[0].encode())))
    number = add(kept, MILL)
    for text in newer[:4]:
        add(kept, text, article=number)
    with pytest.raises(QuotaError, match=r"bytes of text with earlier versions .*; ask whoever runs Pullquote"):
        add(kept, newer[4], article=number)
    assert kept.curation.restore(HERE, number, 1, "7").revision == 1
    kept.curation.remove(HERE, number, "7")
    assert kept.curation.restore(HERE, number, 5, "7").revision == 5
    assert kept.views.view([HERE]).documents[0].text == newer[3]


def test_a_cancelled_addition_has_changed_nothing(kept: KeptService) -> None:
    """The draft is there still."""
    draft = kept.additions.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id

    def progress(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        kept.additions.add(HERE, draft, "7", progress=progress)
    assert kept.curation.entries(HERE) == ()
    assert kept.indexing.status(HERE).running is None
    kept.additions.add(HERE, draft, "7")


def test_what_the_folder_feeds_is_taken_away_in_the_folder(kept: KeptService, articles: Path) -> None:
    """And what was added beside it stays when the folder is read anew."""
    (entry,) = kept.curation.entries(SHARED)
    with pytest.raises(ArticleUnknownError, match="comes from the articles folder: take north-korea-missile"):
        kept.curation.remove(SHARED, entry.article, "operator")
    add(kept, MILL, to=SHARED)
    (articles / "north-korea-missile.txt").rename(articles / "renamed.txt")
    reindex(kept)
    assert sorted(names(kept)) == ["mill.txt", "renamed.txt"]
    assert {each.article for each in kept.curation.entries(SHARED)} >= {entry.article}


def test_a_text_that_is_added_and_in_the_folder_too_answers_once(kept: KeptService, articles: Path) -> None:
    """Both articles are kept: who takes one away still has the other."""
    number = add(kept, MILL, to=SHARED)
    (articles / "our-mill.txt").write_text(MILL, encoding="utf-8")
    reindex(kept)
    assert len(kept.curation.entries(SHARED)) == 3
    assert [document.text for document in kept.views.view([SHARED]).documents].count(MILL) == 1
    kept.curation.remove(SHARED, number, "operator")
    assert MILL in [document.text for document in kept.views.view([SHARED]).documents]


def test_what_was_made_is_not_made_again_after_another_change(kept: KeptService, fake: FakeEncoder) -> None:
    """Which tidied away the files that no generation named."""
    draft = kept.additions.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id

    def progress(done: int, total: int) -> None:
        if done == total and not kept.curation.entries(HERE):
            add(kept, SECOND, "second.txt")

    kept.additions.add(HERE, draft, "7", progress=progress)
    assert sorted(names(kept, HERE)) == ["mill.txt", "second.txt"]
    assert fake.encoded.count("It stood still for a year.") == 2  # a passage, and its sentence


def test_an_article_that_cannot_be_read_any_more_keeps_its_last_version(kept: KeptService) -> None:
    """A slip in a file takes nothing away; the report says it."""
    (kept.articles / "north-korea-missile.txt").write_bytes(b"%PDF")
    (kept.articles / "second.txt").write_text(SECOND, encoding="utf-8")
    report = reindex(kept)
    assert (report.indexed, report.unchanged, len(report.failed)) == (1, 1, 1)
    assert names(kept) == ["north-korea-missile.txt", "second.txt"]


def test_policies_and_choices_are_kept(kept: KeptService) -> None:
    """For other processes too."""
    assert kept.policies.policy(1) == Policy()
    policy = Policy(frozenset({3}), frozenset({4}), {5: Openness.OFF}, Openness.PRIVATE, Strictness.OPEN, shared=False)
    kept.policies.settle(1, policy, "7", "closed it all")
    kept.guilds.choose(9, 1)
    assert another(kept).policies.policy(1) == kept.policies.policy(1) == policy
    assert (another(kept).guilds.chosen(9), kept.guilds.chosen(8)) == (1, None)
    assert kept.policies.audit(HERE)[0].what == "closed it all"


def test_what_is_settled_while_it_is_read_holds(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the next question on: what was read before is not remembered."""
    read = kept.library.guilds.policy

    def slowly(guild: int) -> Policy:
        found = read(guild)
        kept.policies.settle(guild, Policy(shared=False), "7", "on our own")
        return found

    monkeypatch.setattr(kept.library.guilds, "policy", slowly)
    assert kept.policies.policy(1).shared is False
    assert kept.policies.policy(1).shared is False


def test_a_guild_is_erased_for_good(kept: KeptService) -> None:
    """With every word of its articles, and nothing of others'."""
    add(kept, MILL)
    add(kept, SECOND, "second.txt", to=THERE)
    kept.guilds.erase(HERE)
    kept.operations.close()
    data = data_of(kept)
    held = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert b"mill turns" not in held
    assert b"rebuild the harbour" in held
    assert another(kept).operations.names() == (SHARED, THERE)
    with pytest.raises(LibraryError):
        kept.guilds.erase(SHARED)


def test_an_erased_guild_s_words_are_in_no_file_that_was_set_aside(kept: KeptService) -> None:
    """Nor in what was left of work that was killed, nor in what it had settled, changed or not kept."""
    add(kept, MILL)
    add(kept, SECOND, "second.txt", to=THERE)
    kept.operations.backup(kept.articles / "backup.sqlite")
    add(kept, MILL.replace("year", "decade"), article=kept.curation.entries(HERE)[0].article)
    kept.additions.draft(HERE, "draft.txt", b"The mill turns backwards.", "7")
    kept.policies.settle(1, Policy(), "7", "the mill turns out to be open to all")
    data = data_of(kept)
    kept.operations.close()
    restore_backup(kept.articles / "backup.sqlite", data)
    damaged = (data / "library.sqlite").read_bytes().replace(b"added", b"adder")
    for name in ("library.sqlite", "library.sqlite.building", "library.sqlite.salvaged"):
        (data / name).write_bytes(damaged)
    for part in (data / "guild-1").glob("segments/*"):
        spoil(part)
    later = begun(kept.articles, FakeEncoder())
    later.indexing.reindex(HERE, "7")
    (data / "library.sqlite.building").write_bytes(damaged)
    assert len(list(data.glob("library.sqlite.b*-*"))) >= 2
    assert list(data.glob("guild-1/broken/*"))
    later.guilds.erase(HERE)
    for path in filter(Path.is_file, data.rglob("*")):
        assert b"mill turns" not in path.read_bytes(), path
    assert names(later, THERE) == ["second.txt"]


def test_a_guild_that_the_bot_left_is_erased_after_its_time(articles: Path, fake: FakeEncoder) -> None:
    """Not while it is back."""
    kept = begun(articles, fake, grace=timedelta(0))
    reindex(kept)
    for text, to in ((MILL, HERE), (SECOND, THERE)):
        add(kept, text, to=to)
    kept.guilds.present([1])
    assert kept.indexing.status(THERE).leaves
    kept.guilds.present([1, 2])
    assert kept.guilds.erase_due() == ()
    kept.guilds.present([1])
    assert kept.guilds.erase_due() == ("guild:2 is erased: the bot left it, and its time of grace is over",)
    assert kept.operations.names() == (SHARED, HERE)


def test_the_time_of_grace_begins_when_the_bot_is_first_gone(kept: KeptService) -> None:
    """Not anew at each start."""
    add(kept, MILL)
    kept.guilds.present([])
    left = kept.library.guilds.left_at(HERE)
    kept.guilds.present([])
    assert left
    assert kept.library.guilds.left_at(HERE) == left


def test_the_system_gets_memory_back(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which the C library would keep; it is told to when collections are closed."""
    c_library = Mock()
    monkeypatch.setattr("ctypes.CDLL", Mock(return_value=c_library))
    kept.operations.close()
    c_library.malloc_trim.assert_called_once_with(0)


@pytest.mark.parametrize("c_library", [None, object(), OSError("there is none")])
def test_memory_that_nobody_asks_for_is_given_back(
    articles: Path, fake: FakeEncoder, c_library: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next question loads it again; also where the C library is another one."""
    if c_library:
        monkeypatch.setattr("ctypes.CDLL", Mock(side_effect=[c_library]))
    kept = begun(articles, fake, idle=0.0)
    reindex(kept)
    add(kept, MILL)
    view = kept.views.view([HERE, SHARED])
    assert len(view.documents) == 2
    kept.views.close_idle()
    assert not kept.registry.collection(HERE).in_memory
    assert kept.registry.collection(SHARED).in_memory
    assert len(view.documents) == len(kept.views.view([HERE, SHARED]).documents) == 2


def test_an_interrupted_job_is_made_up_for(kept: KeptService) -> None:
    """And it is said which way it went."""
    kept.library.jobs.begin(HERE, "add", "7")
    restarted = another(kept)
    with restarted.operations.writing():
        assert restarted.operations.load() == ("add of guild:1 was interrupted; nothing had changed",)
        assert restarted.operations.load() == ()
    draft = kept.additions.draft(HERE, "mill.txt", MILL.encode(), "7").draft
    kept.library.jobs.begin(HERE, "add", "7")
    kept.library.articles.apply(HERE, [Add(draft.document, "file")], "7", "added “mill”")
    restarted = another(kept)
    assert names(restarted, HERE) == []
    with restarted.operations.writing():
        assert restarted.operations.load() == ("add of guild:1 was interrupted; what it had kept is indexed now",)
    assert names(restarted, HERE) == ["mill.txt"]


def test_a_start_reads_no_guilds_index(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are."""
    add(kept, MILL)
    seen: list[Path] = []
    real = GenerationFiles.pointed

    def pointed(shelf: GenerationFiles) -> list[Pair]:
        seen.append(shelf._folder)
        return real(shelf)

    monkeypatch.setattr(GenerationFiles, "pointed", pointed)
    restarted = another(kept)
    with restarted.operations.writing():
        assert restarted.operations.load() == ()
    assert {folder.name for folder in seen} == {"shared"}


def test_a_backup_is_put_back(kept: KeptService, tmp_path: Path) -> None:
    """The library before it is kept; the index is made of what the backup holds."""
    add(kept, MILL)
    held = kept.operations.backup(tmp_path / "backup.sqlite")
    assert held["articles"] == {SHARED: 1, HERE: 1}
    with pytest.raises(LibraryError):
        kept.operations.backup(tmp_path / "backup.sqlite")
    add(kept, SECOND, "second.txt")
    data = data_of(kept)
    kept.operations.close()
    (told,) = restore_backup(tmp_path / "backup.sqlite", data)
    assert told.startswith("the library is that of ")
    assert names(another(kept), HERE) == ["mill.txt"]
    spoil(tmp_path / "backup.sqlite")
    with pytest.raises(LibraryError):
        restore_backup(tmp_path / "backup.sqlite", data)
    assert names(another(kept), HERE) == ["mill.txt"]


def test_data_that_is_sound_is_found_sound_and_damage_is_told(kept: KeptService) -> None:
    """In the library and in an index."""
    add(kept, MILL)
    told: list[tuple[int, int]] = []
    there = another(kept)
    assert there.operations.verify_data(lambda done, total: told.append((done, total))) == ()
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1][0] == told[-1][1] == sum(path.stat().st_size for path in data_of(kept).rglob("*.safetensors"))
    assert not there.registry.collection(HERE).in_memory
    (part,) = (data_of(kept) / "guild-1").glob("segments/*")
    spoil(part)
    assert any(fault.startswith("guild:1: ") for fault in another(kept).operations.verify_data())


def test_a_library_that_cannot_be_read_is_a_fault_among_others(kept: KeptService) -> None:
    """The rest is looked at all the same; and what a server has settled is looked at too."""
    add(kept, MILL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corpus.library.guilds.as_json", lambda _: {"strictness": "lenient"})
        kept.policies.settle(1, Policy(), "7", "settled by hand")
    assert another(kept).operations.verify_data() == ("guild:1: what this server has settled is lost: settle it anew",)
    (part,) = (data_of(kept) / "shared").glob("segments/*")
    spoil(part)
    kept.operations.close()
    os.truncate(data_of(kept) / "library.sqlite", 5000)
    found = "\n".join(another(kept).operations.verify_data())
    for each in ("the file is damaged", "the library cannot be read", "shared: segment"):
        assert each in found


@pytest.mark.parametrize(("part", "method"), [("library", "erase"), ("index", "forget")])
def test_an_erasure_that_fails_leaves_what_was_there(
    kept: KeptService, monkeypatch: pytest.MonkeyPatch, part: str, method: str
) -> None:
    """It answers, and can be erased again."""
    add(kept, MILL)

    def fails(*_: object) -> None:
        raise LibraryError("the disk fails")

    with monkeypatch.context() as patch:
        patch.setattr(kept.library if part == "library" else kept.registry.collection(HERE), method, fails)
        with pytest.raises(LibraryError, match="the disk fails"):
            kept.guilds.erase(HERE)
    assert names(kept, HERE) == ["mill.txt"]
    assert kept.operations.verify_data() == ()
    kept.guilds.erase(HERE)
    assert names(kept, HERE) == []
    assert HERE not in kept.operations.names()


def test_nothing_is_erased_while_there_is_work_on_it(kept: KeptService) -> None:
    """Which would bring it back."""
    add(kept, MILL)
    job = kept.library.jobs.begin(HERE, "add", "7")
    with pytest.raises(LockedError, match="there is work on this collection"):
        kept.guilds.erase(HERE)
    assert names(kept, HERE) == ["mill.txt"]
    kept.library.jobs.end(job, "done")
    kept.guilds.erase(HERE)


def test_what_was_kept_while_the_disk_failed_is_indexed_at_the_next_start(
    kept: KeptService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says so; this process answers from it at once."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    draft = kept.additions.draft(HERE, "mill.txt", MILL.encode(), "7").draft.id
    with monkeypatch.context() as patch:
        patch.setattr(LocalIndex, "publish", full)
        with pytest.raises(GenerationError, match="the change is kept, but the index could not be written"):
            kept.additions.add(HERE, draft, "7")
    assert names(kept, HERE) == ["mill.txt"]
    restarted = another(kept)
    with restarted.operations.writing():
        assert restarted.operations.load() == ("what was kept of guild:1 when the disk failed is indexed now",)
    assert another(kept).indexing.status(HERE).fault is None


def test_what_cannot_be_made_ready_answers_all_the_same(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it can be read; else the start fails."""
    add(kept, MILL)

    def full() -> tuple[str, ...]:
        raise LibraryError("the library cannot be written (database or disk is full)")

    restarted = another(kept)
    monkeypatch.setattr(restarted.library, "prepare", full)
    with restarted.operations.writing():
        (note,) = restarted.operations.load()
    assert "disk is full" in note
    assert "what is there answers" in note
    assert names(restarted, HERE) == ["mill.txt"]
    (restarted.data / "library.sqlite").write_bytes(b"nonsense")
    with restarted.operations.writing(), pytest.raises(LibraryError, match="disk is full"):
        restarted.operations.load()
