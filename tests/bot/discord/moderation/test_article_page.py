"""An article shown page by page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.messages.limits import MESSAGE
from bot.discord.moderation.article_page import article_page
from bot.presentation.visible import length
from corpus.errors import ArticleError
from corpus.quotes.excerpt import TamperedError
from corpus.readers.files import parse_article
from corpus.text.document import Document
from tests.support.values import revision_of

TEXT = """\
“The *quay* will close,” said Ada Holm, the harbour master.
Image: The quay

## Never quoted

- “Ask anybody,” said Ben Ray. [free](https://x.example) @everyone
"""


def pages_of(document: Document) -> list[str]:
    first = article_page(revision_of(document, 2), 1)
    count = re.search(r"page 1 of ([\d,]+)$", first.messages[0].split("\n")[0])
    last = int(count[1].replace(",", "")) if count else 1
    return [article_page(revision_of(document, 2), page).messages[0] for page in range(1, last + 1)]


def test_quotes_and_speakers_are_marked_in_the_whole_text() -> None:
    """Each block stands under what it is, quotes are bold, speakers underlined, and Markdown in it is escaped."""
    (page,) = pages_of(parse_article("quay.md", TEXT.encode()))
    assert "**“The \\*quay\\* will close,”** said __Ada Holm__, the" in page
    assert "-# never quoted\n> \\#\\# Never quoted" in page
    assert "> \\- **“Ask anybody,”** said __Ben Ray__. \\[free\\](https\\:\\/\\/x.example) \\@everyone" in page


def test_pages_are_turned_by_buttons_that_hold_article_version_and_page() -> None:
    """A page out of range is the nearest one, and its buttons stay with the version that was opened."""
    document = parse_article("long.txt", "\n\n".join(f"Paragraph number {n}. " * 20 for n in range(20)).encode())
    first, last = article_page(revision_of(document, 2), 0), article_page(revision_of(document, 2), 99_999)
    assert [(button.custom_id, button.disabled) for button in first.buttons] == [
        ("article:3:2:0", True),
        ("article:3:2:2", False),
    ]
    assert last.buttons[1].disabled
    assert "paragraph 20" in last.messages[0]


def test_a_paragraph_longer_than_a_page_goes_on_on_the_next() -> None:
    """The part of a paragraph on a later page is marked as its continuation."""
    document = parse_article("long.txt", ("Nobody came, and nobody wrote. " * 200).encode())
    pages = pages_of(document)
    assert "-# paragraph 1\n" in pages[0]
    assert all("-# paragraph 1, continued\n" in page for page in pages[1:])


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=3_000))
def test_nothing_of_the_text_is_cut(text: str) -> None:
    """Each page fits a message, and the pages hold all characters of any text in order."""
    try:
        document = parse_article("any.txt", text.encode())
    except ArticleError:
        return
    pages = pages_of(document)
    assert all(length(page) <= MESSAGE for page in pages)
    lines = [line[2:] for page in pages for line in page.split("\n") if line.startswith("> ")]
    text_shown = re.sub(r"⟨U\+([0-9A-F]+)⟩", lambda code: chr(int(code[1], 16)), "".join(lines))
    assert _bare(text_shown) == _bare(document.text)


def _bare(text: str) -> str:
    """The text without blanks, marks and escapes."""
    return re.sub(r"[\s\x1c-\x1f\\*_]", "", text)


def test_a_text_that_was_changed_is_not_shown() -> None:
    """A document whose text no longer has the hash that is its id is refused."""
    document = parse_article("quay.txt", TEXT.encode())
    object.__setattr__(document, "text", document.text.replace("close", "shut!"))
    with pytest.raises(TamperedError):
        article_page(revision_of(document, 2), 1)
