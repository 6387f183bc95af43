"""What may be shown."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.quotes.excerpt import Excerpt, TamperedError, checked_text
from corpus.readers.files import parse_article
from corpus.text.document import Document
from corpus.text.span import Span

WORDS = "“These are the most severe sanctions yet laid on North Korea,”"


@pytest.fixture
def excerpt(article: Document) -> Excerpt:
    start = article.text.index(WORDS)
    return Excerpt(article, Span(start, start + len(WORDS)), "direct")


def test_an_excerpt_is_a_slice_of_its_document(excerpt: Excerpt) -> None:
    """An excerpt holds no words of its own."""
    assert excerpt.text == checked_text(excerpt) == WORDS
    assert not any(isinstance(getattr(excerpt, name), str) and name != "kind" for name in Excerpt.__slots__)


@pytest.mark.parametrize("changed", [lambda t: t.replace("severe", "modest"), lambda t: t + " ", lambda t: t[:-9]])
def test_a_text_that_changed_is_not_shown(excerpt: Excerpt, changed: Callable[[str], str]) -> None:
    """A changed text is refused, though the words of the excerpt itself are the same."""
    document = replace(excerpt.document, text=changed(excerpt.document.text))
    with pytest.raises(TamperedError, match=r"north-korea-missile\.txt is not the text that was read; reindex"):
        checked_text(replace(excerpt, document=document))


def test_a_span_beyond_the_text_is_not_shown(excerpt: Excerpt) -> None:
    """A span beyond the text is refused, which Python would shorten without a word."""
    end = len(excerpt.document.text)
    with pytest.raises(TamperedError):
        checked_text(replace(excerpt, span=Span(end - 3, end + 1)))
    assert checked_text(replace(excerpt, span=Span(end - 3, end))) == excerpt.document.text[-3:]


FERRY = parse_article(
    "ferry.md", b"# Ferry\n\nIt is late.\n\n| Pier | Boats |\n|---|---|\n| North | 4 |\n| South | 9 |\n"
)


@pytest.mark.parametrize(
    ("words", "head"),
    [("| South | 9 |", "| Pier | Boats |\n|---|---|"), ("| Pier | Boats |", ""), ("It is late.", "")],
)
def test_a_row_has_the_head_of_its_table(words: str, head: str) -> None:
    """The head itself and what is no table have none."""
    start = FERRY.text.index(words)
    assert Excerpt(FERRY, Span(start, start + len(words)), "narration").table_head == head
