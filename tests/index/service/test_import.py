"""Articles taken from one collection into another."""

import pytest

from corpus.errors import ArticleError
from corpus.library.owners import SHARED
from index.service.errors import EmptyCorpusError, QuotaError
from index.service.report import Quota
from tests.index.conftest import SECOND
from tests.index.service.conftest import HERE, MILL, THERE, Cancelled, add, cited, names
from tests.support.kept_service import KeptService

NEWER = MILL.replace("a year", "eleven years")


def exported(kept: KeptService) -> bytes:
    """An article of two versions, and one that was removed."""
    number, other = add(kept, MILL), add(kept, SECOND, "second.txt")
    add(kept, NEWER, article=number)
    kept.curation.remove(HERE, other, "7")
    return kept.curation.export(HERE)[1]


def test_a_collection_is_taken_into_another_whole(kept: KeptService) -> None:
    """Its articles answer there, citations of old versions open, and what was removed can be restored."""
    data = exported(kept)
    citation = cited(kept, "“The mill turns again,”")
    add(kept, "“Ours,” said Odo Falk.", "ours.txt", THERE)
    count, report = kept.curation.import_articles(THERE, "a.zip", data, "9")
    assert (count, report.indexed, report.skipped) == (2, 1, ())
    assert sorted(names(kept, THERE)) == ["mill.txt", "ours.txt"]
    assert [entry.article for entry in kept.curation.entries(THERE)] == [2, 1]
    (entry,) = [entry for entry in kept.curation.entries(THERE) if entry.article == 2]
    assert (entry.revision, entry.revisions, entry.by) == (2, 2, "7")
    assert kept.views.view([THERE]).recall(citation).state == "current"
    assert kept.curation.restore(THERE, 3, None, "9").title == "second"
    assert kept.policies.audit(THERE)[1].what == "imported 2 articles"


def test_what_is_there_already_is_left_out_by_name(kept: KeptService) -> None:
    """Also what was removed; a second import changes nothing, and the first is taken back as one."""
    data = exported(kept)
    add(kept, NEWER, "own.txt", THERE)
    count, report = kept.curation.import_articles(THERE, "a.zip", data, "9")
    assert (count, report.skipped) == (1, ("“own” is here already, as article 1",))
    count, report = kept.curation.import_articles(THERE, "a.zip", data, "9")
    assert (count, len(report.skipped)) == (0, 2)
    kept.curation.roll_back(THERE, "9")
    assert names(kept, THERE) == ["own.txt"]


def test_what_a_folder_fed_is_an_article_like_others(kept: KeptService) -> None:
    """The folder of another Pullquote takes nothing away."""
    _, data = kept.curation.export(SHARED)
    kept.curation.import_articles(HERE, "a.zip", data, "9")
    assert [entry.origin for entry in kept.curation.entries(HERE)] == ["file"]
    with pytest.raises(EmptyCorpusError):
        kept.curation.export(THERE)


def test_nothing_is_changed_where_it_cannot_be_taken(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is damaged, there is no room for it, or it is cancelled."""
    data = exported(kept)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        kept.curation.import_articles(THERE, "a.zip", data, "9", stop)
    with pytest.raises(ArticleError, match="damaged"):
        kept.curation.import_articles(THERE, "a.zip", data[:-9], "9")
    size = len(NEWER.encode())
    monkeypatch.setattr("index.service.adding.admission.HISTORY", 2)
    for quota, what in (
        (Quota(bytes=size - 1), f"{size - 1} bytes of text"),
        (Quota(passages=1), "1 passages"),
        (Quota(documents=0), "0 articles"),
        (Quota(bytes=size), f"{2 * size} bytes with earlier versions"),
    ):
        small = KeptService(kept.folder, quota=quota)
        with small.operations.writing(), pytest.raises(QuotaError, match=what):
            small.curation.import_articles(THERE, "a.zip", data, "9")
    assert kept.curation.entries(THERE) == kept.curation.entries(THERE, removed=True) == ()
