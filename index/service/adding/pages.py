"""Pages of the web on their way into a collection."""

from dataclasses import replace
from urllib.parse import urlsplit

from corpus.errors import ArticleError
from corpus.library.models import Entry, Source
from corpus.readers.reading_process import ReadingProcess
from corpus.text.document import Document
from corpus.web.page import FetchError, Page
from corpus.web.walls import wall_of
from index.service.errors import ArticleUnknownError

PAGE_BYTES = 100_000
"""About what a page has, as far as is known before it is fetched."""


def read_page(page: Page, process: ReadingProcess) -> Document:
    """The document that stands at an address. Raises FetchError, also where something stands there in its place."""
    try:
        document = process.read(page.name, page.data, page.charset)
    except ArticleError as error:
        raise FetchError(page.url, wall_of(page, "") or error.reason) from error
    wall = wall_of(page, document.text)
    if wall:
        raise FetchError(page.url, wall)
    return replace(document, url=_address(page.url, document.url))


def source_of(page: Page) -> Source:
    """What is kept of a page."""
    return Source(page.media_type, page.charset, page.data)


def address_of(entry: Entry) -> str:
    """Where an article is fetched from again. Raises ArticleUnknownError where it did not come from the web."""
    if entry.origin != "web" or entry.url is None:
        raise ArticleUnknownError(f"“{entry.title}” did not come from the web, so it cannot be fetched again")
    return entry.url


def again(read: Document, old: Document) -> Document:
    """What was fetched again of an article, with the details that it has; these may have been corrected."""
    return replace(
        read,
        name=old.name,
        title=old.title,
        publisher=old.publisher,
        authors=old.authors,
        published=old.published,
        url=old.url,
    )


def _address(fetched: str, named: str | None) -> str:
    """The address that a page gives as its own, where it is of the same site: often one without what tells whence
    somebody came. Else the one that it was fetched from."""
    if named and urlsplit(named).hostname == urlsplit(fetched).hostname:
        return named
    return fetched
