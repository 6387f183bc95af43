"""Pages of the web become articles, and are read again."""

from functools import partial

import pytest

from corpus.library.models import Source
from corpus.web.page import FetchError, Page
from index.service.adding.batches import IncomingFile
from index.service.errors import ArticleUnknownError, DraftError, DuplicateError
from tests.index.service.conftest import HERE, MILL, add
from tests.support.kept_service import KeptService

URL = "https://gull.example/2024/mill?utm_source=feed"
LATER = MILL.replace("a year", "two years") + "\n\n“I shall grind on Monday,” Vogt said."


def page(text: str, url: str = URL, name: str = "mill.txt") -> Page:
    """A page of text."""
    return Page(url, name, "text/plain", "utf-8", text.encode())


def added(kept: KeptService, fetched: Page) -> int:
    """The number of the article that a page becomes."""
    draft = kept.additions.draft_page(HERE, fetched, "7").draft
    return kept.additions.add(HERE, draft.id, "7")[0].article


def test_a_page_becomes_an_article_with_its_address_and_its_bytes(kept: KeptService) -> None:
    """The address is where it was fetched from, and the bytes are kept with the revision."""
    number = added(kept, page(MILL))
    (entry,) = kept.curation.entries(HERE)
    assert (entry.article, entry.origin, entry.url, entry.by) == (number, "web", URL, "7")
    (whole,) = kept.library.articles.whole(HERE, number)
    assert whole.sources == {1: Source("text/plain", "utf-8", MILL.encode())}


@pytest.mark.parametrize(
    ("named", "kept_as"),
    [
        ("https://gull.example/2024/mill", "https://gull.example/2024/mill"),
        ("https://other.example/2024/mill", URL),
    ],
)
def test_a_page_may_name_a_better_address_of_its_own_site(kept: KeptService, named: str, kept_as: str) -> None:
    """The address that a page gives as its own is taken, but not one of another site."""
    preview = kept.additions.draft_page(HERE, page(f"---\nurl: {named}\n---\n{MILL}"), "7")
    assert preview.draft.document.url == kept_as


def test_what_cannot_be_read_names_the_address_and_not_the_file(kept: KeptService) -> None:
    """Whoever gave an address knows nothing of a file."""
    with pytest.raises(FetchError) as caught:
        kept.additions.draft_page(HERE, page("\n"), "7")
    assert str(caught.value).startswith(f"{URL}: is empty")


def test_the_same_address_is_the_same_article(kept: KeptService) -> None:
    """A page whose words are all others is a newer version by its address; the name of its file says nothing."""
    number = added(kept, page(MILL))
    other = "“The bakery has no flour,” said Ida Brun, the baker, and shut her shop for the rest of the month."
    revises = kept.additions.draft_page(HERE, page(other), "7").revises
    assert revises is not None
    assert revises.article == number
    assert kept.additions.draft_page(HERE, page(other, "https://gull.example/bakery"), "7").revises is None


def test_an_article_is_refreshed_with_its_changed_quotes(kept: KeptService) -> None:
    """The preview shows what changed; the draft becomes the next version, and keeps the details as corrected."""
    draft = kept.additions.draft_page(HERE, page(MILL), "7").draft
    details = {"publisher": "The Gull", "published": "2024-03-08", "url": "https://gull.example/mill"}
    kept.additions.correct(HERE, draft.id, "7", {"title": "The mill", **details})
    number = kept.additions.add(HERE, draft.id, "7")[0].article
    preview = kept.additions.refresh(HERE, number, page(LATER), "8")
    assert preview is not None
    assert preview.revises is not None
    assert preview.changes is not None
    assert preview.revises.article == number
    assert [quote.text for quote in preview.changes.appeared] == ["“I shall grind on Monday,”"]
    entry, _ = kept.additions.add(HERE, preview.draft.id, "8", number)
    assert (entry.revision, entry.title, entry.publisher, entry.published) == (2, "The mill", "The Gull", "2024-03-08")
    assert (entry.url, entry.origin, entry.by) == ("https://gull.example/mill", "web", "8")
    (whole,) = kept.library.articles.whole(HERE, number)
    assert whole.sources[2].data == LATER.encode()


def test_an_article_that_stands_as_it_did_makes_no_draft(kept: KeptService) -> None:
    """Nothing is shown where the text is the same."""
    number = added(kept, page(MILL))
    assert kept.additions.refresh(HERE, number, page(MILL), "7") is None


def test_only_what_came_from_the_web_is_refreshed(kept: KeptService) -> None:
    """A file has no address to be fetched from, and a removed article is not fetched."""
    number = add(kept, MILL)
    with pytest.raises(ArticleUnknownError, match="did not come from the web"):
        kept.additions.refresh(HERE, number, page(LATER), "7")
    kept.curation.remove(HERE, number, "7")
    with pytest.raises(ArticleUnknownError):
        kept.additions.refresh(HERE, number, page(LATER), "7")


def test_a_page_passes_the_checks_of_every_draft(kept: KeptService) -> None:
    """Another person's draft stays theirs, and the same words are not added twice."""
    draft = kept.additions.draft_page(HERE, page(MILL), "7").draft.id
    with pytest.raises(DraftError):
        kept.additions.add(HERE, draft, "8")
    added(kept, page(MILL))
    with pytest.raises(DuplicateError):
        kept.additions.add(HERE, draft, "7")


HTML = """<!doctype html><html lang="en"><head><title>The mill turns | The Gull</title>
<link rel="canonical" href="https://gull.example/2024/mill"><meta property="og:site_name" content="The Gull">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "The mill turns", "isAccessibleForFree": {}}}
</script></head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>The mill turns</h1>{}</article><footer><p>© The Gull. Cookie settings</p></footer></body></html>"""
CAFE = "".join(
    f"<p>“The mill turns again,” said Lena Vogt, the miller, in the café on day {day}. Many heard her there.</p>"
    for day in range(14)
)


@pytest.mark.slow
def test_web_pages_are_read_as_their_sites_encode_them(kept: KeptService) -> None:
    """The encoding that a site names reaches the reader, only the article is kept of the page, and the beginning of an
    article that has to be paid for is refused."""
    html, beginning = HTML.format("true", CAFE), HTML.format("false", CAFE[: CAFE.index("</p>")])
    pages = [
        Page(URL, "mill.html", "text/html", "windows-1252", html.encode("cp1252")),
        Page("https://gull.example/paid", "paid.html", "text/html", "utf-8", beginning.encode()),
    ]
    incoming = [IncomingFile(page.url, len(page.data), partial(lambda page: page, page)) for page in pages]
    article, wall = kept.additions.draft_many(HERE, incoming, "7").files
    document = article.draft.document
    assert "in the café on day 3" in document.text
    assert "“The mill turns again,”" in document.text
    assert "Sport" not in document.text
    assert (document.title, document.publisher) == ("The mill turns", "The Gull")
    assert document.url == "https://gull.example/2024/mill"
    assert (wall.name, wall.kind) == ("https://gull.example/paid", "refused")
    assert wall.reason == "is behind a paywall: only its beginning can be read"
