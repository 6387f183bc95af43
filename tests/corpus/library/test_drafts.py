"""Drafts wait for a decision, and not for ever."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from corpus.library.library import Library
from corpus.library.models import Draft, Source
from tests.corpus.conftest import document, whole

NOW = datetime.now(UTC)
DRAFT = Draft("0123456789abcdef", "guild:1", "7", NOW, document(1), "text")


def test_a_draft_is_kept_until_it_is_dropped_or_a_day_old(library: Library) -> None:
    """As it is, or as it was corrected last; old ones go when another is kept, and at a start."""
    library.drafts.keep(DRAFT)
    other = replace(DRAFT, id="f" * 16, at=NOW - timedelta(hours=25))
    library.drafts.keep(other)
    corrected = replace(DRAFT, document=replace(DRAFT.document, title="Ferries"))
    library.drafts.keep(corrected)
    (found,) = library.drafts.find(DRAFT.id)
    assert found == corrected
    assert whole(found.document) == whole(corrected.document)
    assert library.drafts.find(other.id) == ()
    assert library.drafts.find("") == library.drafts.find("0123") == ()
    library.drafts.keep(other)
    assert library.drafts.find(other.id) == (other,)
    assert library.prepare() == ()
    assert library.drafts.find(other.id) == ()
    library.drafts.drop(DRAFT.id)
    library.drafts.drop(DRAFT.id)
    assert library.drafts.find(DRAFT.id) == ()
    assert library.faults() == ()


def test_a_draft_keeps_what_was_fetched(library: Library) -> None:
    """Byte for byte, with what the site said of it."""
    fetched = replace(DRAFT, origin="web", source=Source("text/html", "latin-1", b"<p>Caf\xe9\x00</p>"))
    library.drafts.keep(fetched)
    assert library.drafts.find(DRAFT.id) == (fetched,)


def test_drafts_that_came_together_are_found_and_dropped_together(library: Library) -> None:
    """In the order of their making, whichever was corrected since; no other draft goes with them."""
    numbers = (3, 1, 2)
    drafts = [
        replace(DRAFT, id=str(number) * 16, at=NOW + timedelta(microseconds=at), document=document(number), batch="b")
        for at, number in enumerate(numbers)
    ]
    library.drafts.keep(DRAFT, *drafts)
    library.drafts.keep(drafts[0])
    assert library.drafts.find("b") == tuple(drafts)
    assert library.drafts.find("c") == ()
    library.drafts.drop("b")
    assert library.drafts.find("b") == ()
    assert library.drafts.find(DRAFT.id) == (DRAFT,)
