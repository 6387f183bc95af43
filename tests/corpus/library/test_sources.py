"""What was fetched is kept with the revision that was made from it."""

from pathlib import Path

import pytest

from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.models import Add, Source
from tests.corpus.conftest import document, execute

GUILD = "guild:1"
PAGE = Source("text/html", "windows-1252", b"<p>\x93Nobody was on it.\x94</p>" * 100)
OTHER = Source("application/pdf", None, b"%PDF")


def fetched(library: Library) -> int:
    """An article whose first and third revisions came from the web."""
    (article,) = library.articles.apply(GUILD, [Add(document(1), "web", None, PAGE)], "7", "added one")
    for number, source in ((2, None), (3, OTHER)):
        change = Add(document(number), "web" if source else "file", article, source)
        library.articles.apply(GUILD, [change], "7", "corrected one")
    return article


def test_a_source_is_kept_with_its_revision(library: Library) -> None:
    """Each revision from the web has the bytes that it was made from, and others have none."""
    article = fetched(library)
    (whole,) = library.articles.whole(GUILD, article)
    assert whole.sources == {1: PAGE, 3: OTHER}
    assert library.faults() == ()


def test_a_source_counts_as_it_is_packed(library: Library) -> None:
    """A page takes less than its bytes of what a server may keep."""
    fetched(library)
    size = library.articles.size(GUILD) - sum(len(document(number).text.encode()) for number in (1, 2, 3))
    assert 0 < size < len(PAGE.data)


def test_a_damaged_source_is_told_of(path: Path, library: Library) -> None:
    """A source that cannot be unpacked is a fault of the library, and is not given out."""
    article = fetched(library)
    execute(path, "UPDATE sources SET data = x'00' WHERE revision = 1")
    with pytest.raises(LibraryError, match=f"what was fetched of article {article} is damaged"):
        library.articles.whole(GUILD, article)
    assert library.faults() == (f"what was fetched of article {article} is damaged in the library (guild:1)",)


def test_sources_go_with_their_collection(library: Library) -> None:
    """An erased collection leaves no source behind."""
    fetched(library)
    library.erase(GUILD)
    assert library.articles.size(GUILD) == 0
