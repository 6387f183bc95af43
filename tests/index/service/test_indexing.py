"""Bringing an index up to date, and how a collection is."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.library.models import Add, Origin, Remove, Restore, Revision
from corpus.library.owners import SHARED
from corpus.readers.files import parse_article
from corpus.readers.folder import Reading
from corpus.text.document import Document
from index.engine.segment import GenerationError
from index.service.errors import EmptyCorpusError
from index.service.indexing import folder_changes
from tests.index.conftest import SECOND
from tests.index.service.conftest import MILL, QUESTION, Cancelled, add, another, fresh, names, reindex
from tests.support.fake_encoder import FakeEncoder
from tests.support.kept_service import KeptService


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
        during.append({excerpt.document.name for excerpt in answer.excerpts})

    reindex(kept, progress)
    assert during
    assert all(found == {"north-korea-missile.txt"} for found in during)
    answer = kept.views.view([SHARED]).answer(QUESTION)
    assert {excerpt.document.name for excerpt in answer.excerpts} == {"second.txt"}


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
    with pytest.raises(EmptyCorpusError, match=r"no article to read in .*; put articles there \(\.txt, "):
        reindex(kept)
    (tmp_path / "articles" / "a.txt").write_bytes(b"%PDF")
    with pytest.raises(EmptyCorpusError, match=r"articles there .*\n  a\.txt: is a PDF"):
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


def test_a_text_that_is_added_and_in_the_folder_too_answers_once(kept: KeptService, articles: Path) -> None:
    """Both articles are kept: who takes one away still has the other."""
    number = add(kept, MILL, to=SHARED)
    (articles / "our-mill.txt").write_text(MILL, encoding="utf-8")
    reindex(kept)
    assert len(kept.curation.entries(SHARED)) == 3
    assert [document.text for document in kept.views.view([SHARED]).documents].count(MILL) == 1
    kept.curation.remove(SHARED, number, "operator")
    assert MILL in [document.text for document in kept.views.view([SHARED]).documents]


def test_an_article_that_cannot_be_read_any_more_keeps_its_last_version(kept: KeptService) -> None:
    """A slip in a file takes nothing away; the report says it."""
    (kept.articles / "north-korea-missile.txt").write_bytes(b"%PDF")
    (kept.articles / "second.txt").write_text(SECOND, encoding="utf-8")
    report = reindex(kept)
    assert (report.indexed, report.unchanged, len(report.failed)) == (1, 1, 1)
    assert names(kept) == ["north-korea-missile.txt", "second.txt"]


# The articles folder --------------------------------------------------------------------------------------------------


def document(name: str, text: str) -> Document:
    return parse_article(name, text.encode())


def revision(number: int, document: Document, origin: Origin = "folder") -> Revision:
    return Revision(number, 1, document, origin, "operator", datetime.now(UTC))


def test_changes_make_the_collection_what_the_folder_holds() -> None:
    """A new text is a new version of the file's article; what was added otherwise is left alone."""
    one, two, other = document("1.txt", "One."), document("2.txt", "Two."), document("3.txt", "Three.")
    current = [revision(1, one), revision(2, two), revision(3, other, "file")]
    newer = document("1.txt", "One, corrected.")
    assert folder_changes(Reading((one, two), (), ()), current, []) == ()
    assert folder_changes(Reading((newer,), (), ()), current, []) == (Remove(2), Add(newer, "folder", 1))
    assert folder_changes(Reading((newer,), (), (), frozenset({"2.txt"})), current, []) == (Add(newer, "folder", 1),)


def test_what_is_in_a_folder_that_cannot_be_looked_into_stays() -> None:
    """Nobody knows whether it is gone; what lies beside the folder may be."""
    current = [revision(1, document("news/may/1.txt", "One.")), revision(2, document("newspaper.txt", "Two."))]
    assert folder_changes(Reading((), (), (), frozenset({"news"})), current, []) == (Remove(2),)


def test_a_renamed_file_is_the_same_article() -> None:
    """And one that comes back is restored."""
    one, renamed = document("1.txt", "One."), document("uno.txt", "One.")
    assert folder_changes(Reading((renamed,), (), ()), [revision(1, one)], []) == (Add(renamed, "folder", 1),)
    assert folder_changes(Reading((one,), (), ()), [], [revision(1, one)]) == (Restore(1, 1),)
    again = document("1.txt", "Uno.")
    assert folder_changes(Reading((again,), (), ()), [], [revision(1, one)]) == (Add(again, "folder", 1),)
