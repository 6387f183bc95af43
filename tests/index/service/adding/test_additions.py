"""Articles on their way into a collection."""

from collections import Counter
from collections.abc import Sequence

import pytest

from corpus.errors import ArticleError
from corpus.library.owners import SHARED
from corpus.quotes.direct import resolve_speakers
from corpus.speakers.resolver import Resolution
from corpus.text.document import Document
from corpus.text.span import Span
from index.service.errors import DraftError, DuplicateError
from tests.index.conftest import SECOND
from tests.index.service.conftest import HERE, MILL, THERE, Cancelled, add, names
from tests.support.kept_service import KeptService


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
    for wrong in ({"title": ""}, {"published": "tomorrow"}, {"url": "javascript:alert(1)"}):
        with pytest.raises(ArticleError):
            kept.additions.correct(HERE, draft, "7", wrong)
    kept.additions.correct(
        HERE, draft, "7", {"title": "The mill", "publisher": "The Echo", "authors": "Ana Lee, Bo Ray"}
    )
    kept.additions.correct(HERE, draft, "7", {"published": "2024-05-01", "url": "https://echo.example/mill"})
    entry, _ = kept.additions.add(HERE, draft, "7")
    assert (entry.title, entry.publisher, entry.published) == ("The mill", "The Echo", "2024-05-01")
    (document,) = kept.views.view([HERE]).documents
    assert (document.url, document.authors) == ("https://echo.example/mill", ("Ana Lee", "Bo Ray"))
    assert document.text == MILL


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


def test_quotes_of_an_article_are_found_once_on_its_way_in(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is shown, corrected and checked; and those of the version that it revises once as well."""
    found: Counter[str] = Counter()

    def counted(document: Document, blocks: Sequence[tuple[Span, Sequence[Span]]]) -> dict[Span, Resolution]:
        found[document.text] += 1
        return resolve_speakers(document, blocks)

    monkeypatch.setattr("corpus.quotes.direct.resolve_speakers", counted)
    first, newer = (MILL.replace("a year", f"{number} years") for number in ("forty", "fifty"))  # of no other test
    for text, article in ((first, None), (newer, 1)):
        draft = kept.additions.draft(HERE, "mill.txt", text.encode(), "7").draft.id
        kept.additions.correct(HERE, draft, "7", {"title": "The mill, at last"})
        kept.additions.preview(HERE, draft, "7")
        kept.additions.add(HERE, draft, "7", kept.curation.entries(HERE)[0].article if article else None)
    assert found == {first: 1, newer: 1}
    (person,) = kept.views.view([HERE]).people
    assert [quote.document.title for quote in person.quotes] == ["The mill, at last"]
