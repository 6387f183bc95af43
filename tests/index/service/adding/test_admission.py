"""What may be an article: each text once, within the quota."""

from pathlib import Path

import pytest

from corpus.library.owners import SHARED
from index.service.errors import DuplicateError, QuotaError
from index.service.report import Quota
from tests.conftest import SHIPPED
from tests.index.conftest import SECOND
from tests.index.service.conftest import HERE, MILL, add, names
from tests.support.kept_service import KeptService


def test_the_same_text_is_here_once(kept: KeptService) -> None:
    """In a collection; a guild may have what the shared one has too, which is then shown once."""
    add(kept, MILL)
    with pytest.raises(DuplicateError, match="the same text is already here, as “mill”"):
        add(kept, MILL, "again.txt")
    assert len(kept.library.jobs.last(HERE)) == 1, "no work is begun for it"
    shipped = SHIPPED.read_text(encoding="utf-8")
    (likeness,) = kept.additions.draft(HERE, "own.txt", shipped.encode(), "7").likenesses
    assert (likeness.collection, likeness.share) == (SHARED, 1.0)
    add(kept, shipped, "own.txt")
    assert len(names(kept, HERE, SHARED)) == 2


@pytest.mark.parametrize(
    ("quota", "what"),
    [(Quota(documents=1), "1 articles"), (Quota(bytes=150), "150 bytes of text"), (Quota(passages=3), "3 passages")],
)
def test_a_quota_is_told_and_keeps_what_is_there(data: Path, quota: Quota, what: str) -> None:
    """Before an article is shown; a newer version counts in place of the older one."""
    kept = KeptService(data.parent, quota=quota)
    number = add(kept, MILL)
    with pytest.raises(QuotaError, match=f"this server may hold {what}"):
        kept.additions.draft(HERE, "second.txt", SECOND.encode(), "7")
    assert names(kept, HERE) == ["mill.txt"]
    add(kept, SECOND, article=number)
    assert names(kept, HERE) == ["mill.txt"]
    assert kept.views.view([HERE]).documents[0].text == SECOND


def test_all_versions_together_have_an_end_and_none_is_lost_by_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Removing helps nothing there, and is not advised; to restore what is kept needs no more room."""
    monkeypatch.setattr("index.service.adding.admission.HISTORY", 2)
    newer = [MILL.replace("a year", f"{number} years") for number in (2, 3)]
    kept = KeptService(data.parent, quota=Quota(bytes=len(newer[0].encode())))
    number = add(kept, MILL)
    add(kept, newer[0], article=number)
    with pytest.raises(QuotaError, match=r"bytes with earlier versions, .*; ask whoever runs Pullquote"):
        add(kept, newer[1], article=number)
    assert kept.curation.restore(HERE, number, 1, "7").revision == 1
    kept.curation.remove(HERE, number, "7")
    assert kept.curation.restore(HERE, number, 2, "7").revision == 2
    assert kept.views.view([HERE]).documents[0].text == newer[0]
