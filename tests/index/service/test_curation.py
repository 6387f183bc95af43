"""What is done with the articles of a collection."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ArticleError
from corpus.library.owners import SHARED
from index.answers.recall import CitationError
from index.engine.segment import GenerationError
from index.service.errors import ArticleUnknownError
from tests.index.conftest import SECOND
from tests.index.service.conftest import HERE, MILL, THERE, add, another, cited, fresh, names, reindex
from tests.support.fake_encoder import FakeEncoder
from tests.support.kept_service import KeptService


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


def test_details_are_corrected_in_a_new_version_with_the_same_text(kept: KeptService, fake: FakeEncoder) -> None:
    """Nothing is embedded anew, citations open as before, and it can be taken back."""
    number = add(kept, MILL)
    citation = cited(kept, "“The mill turns again,”")
    fake.encoded.clear()
    entry = kept.curation.edit(
        HERE, number, {"title": "The mill", "authors": "Ana Lee", "published": "2 Oct 2024"}, "8"
    )
    assert (entry.title, entry.published, entry.revision, entry.by) == ("The mill", "2024-10-02", 2, "8")
    assert fake.encoded == []
    (document,) = kept.views.view([HERE]).documents
    assert (document.text, document.authors) == (MILL, ("Ana Lee",))
    recalled = kept.views.view([HERE]).recall(citation)
    assert (recalled.excerpt.document.title, recalled.state) == ("The mill", "current")
    assert kept.curation.edit(HERE, number, {"title": "The mill", "publisher": ""}, "8").revision == 2
    kept.curation.roll_back(HERE, "8")
    assert kept.views.view([HERE]).documents[0].title == "mill"
    assert kept.library.faults() == ()


def test_details_that_cannot_be_are_refused(kept: KeptService) -> None:
    """As are those of an article that is not there, was removed, or comes from the folder."""
    number = add(kept, MILL)
    for wrong in ({"title": " "}, {"published": "soon"}, {"url": "mill"}):
        with pytest.raises(ArticleError):
            kept.curation.edit(HERE, number, wrong, "8")
    shipped = kept.curation.entries(SHARED)[0].article
    for collection, article in ((HERE, 9), (THERE, number), (SHARED, shipped)):
        with pytest.raises(ArticleUnknownError):
            kept.curation.edit(collection, article, {"title": "Mine"}, "8")

    def meanwhile(_done: int, _total: int) -> None:
        if kept.curation.entries(HERE) and kept.curation.entries(HERE)[0].revision == 1:
            add(kept, SECOND, article=number)

    with pytest.raises(ArticleUnknownError, match="was changed meanwhile"):
        kept.curation.edit(HERE, number, {"title": "The mill"}, "8", meanwhile)
    assert kept.curation.entries(HERE)[0].title == "mill"
    kept.curation.remove(HERE, number, "8")
    with pytest.raises(ArticleUnknownError):
        kept.curation.edit(HERE, number, {"title": "Mine"}, "8")


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
