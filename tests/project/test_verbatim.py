"""The first promise: what is shown is a slice of what was read."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ArticleError
from corpus.quotes.direct import find_quotes
from corpus.quotes.excerpt import Excerpt, checked_text
from corpus.quotes.passages import split_passages
from corpus.readers.files import parse_article
from corpus.text.document import Document, text_id
from corpus.text.span import Span
from tests.conftest import SHIPPED
from tests.support.reading import read_article

WIRE = """---
title: Harbour to close
---
SPRINGFIELD, Sept. 3 (Wire) — The harbour “will close for good,” Mayor Ann O’Neill said on Friday, adding that
the town “cannot go on like this.”

“We tried,” she said. “We failed. “Nobody came.”

Image: The harbour, seen from St. Mary’s

Image: The harbour, seen from St. Mary’s

The ‘old’ men's club said 6' 2" was "no height at all."
"""
INTERVIEW = """Q: Did you know?

A: “I did. I said so in '95.

“I said it again, to Lt. Gen. J. R. Hale: ‘Stop this.’ He didn't.”

INTERVIEWER: And then?

LEE: No comment…
"""
REPORT = """# Findings

> “Nothing works,” wrote Dr. No. “Nothing *ever* did.”
> It ended there.

* “One,” said A.
* “Two” — according to B

1. “Three

   and four,” they said.

![“Caption,” said C.](c.png)

`“code”` and [a “link”](http://x.y/z?a=“b”)
"""
LETTERS = """Dear Sir,

“I write to you in haste. The day is short

“and the night is long, he said. "Go home!

''Two marks,'' ``another kind'' and „einer ‚in‘ noch einem“ — «oui», »nein«.

Yours, ’tis true, 'twas I
"""
SCRIPTS = """北朝鮮は「発射した」と述べた。「本当だ」

قال “لا” ثم ذهب. ‏“نعم”‏

He said “👩‍🚀 e\u0301\u00a0\u200b😀” \u2028 and “\U0001f600\U0001f600.” \u202eSaid she.\u202c

“Ａ ﬁne ①” said Žižek
"""
ARTICLES = {
    "wire.txt": WIRE.encode(),
    "interview.txt": INTERVIEW.encode(),
    "report.md": REPORT.encode(),
    "letters.txt": LETTERS.encode("utf-16"),
    "scripts.txt": SCRIPTS.encode("utf-8-sig"),
    "windows.txt": WIRE.replace("\n", "\r\n").encode(),
    "windows.md": REPORT.replace("\n", "\r\n").encode(),
    "old-mac.txt": WIRE.replace("\n", "\r").encode(),
}


def check(document: Document) -> int:
    """Every caption, passage, sentence and quote is a slice of the text; gives how many there are."""
    assert document.id == text_id(document.text)
    quotes = find_quotes(document)
    passages = split_passages(document, quotes)
    sentences = [span for passage in passages for span in passage.sentences]
    spans = [*document.captions, *document.paragraphs, *(passage.span for passage in passages), *sentences]
    spans += [quote.span for quote in quotes]
    spans += [quote.speaker.mention for quote in quotes if quote.speaker]
    for span in spans:
        assert 0 <= span.start < span.end <= len(document.text)
        shown = checked_text(Excerpt(document, span, "narration"))
        assert shown == document.text[span.start : span.end]
        assert shown.strip()
    assert all(quote.text == quote.span.of(document.text) for quote in quotes)
    assert all(passage.text == passage.span.of(document.text) for passage in passages)
    assert all(one.span.end <= other.span.start for one, other in pairwise(quotes))
    assert all(any(sentence.contains(quote.span) for sentence in sentences) for quote in quotes)
    return len(spans)


def test_all_that_the_shipped_article_can_show_is_a_slice_of_its_file() -> None:
    """Every piece shown of the shipped article is a slice of the bytes of its file."""
    document = read_article(SHIPPED)
    assert document.text.encode() == SHIPPED.read_bytes()
    assert check(document) > 40
    for quote in find_quotes(document):
        assert quote.text.encode() in SHIPPED.read_bytes()


@pytest.mark.parametrize("name", ARTICLES)
def test_all_that_an_article_can_show_is_a_slice_of_it(name: str) -> None:
    """Every piece shown of an article is a slice of its text, whatever its form, script and line ends are."""
    document = parse_article(name, ARTICLES[name])
    assert check(document) > 10
    assert find_quotes(document)


TEXTS = st.text(st.characters(exclude_characters="\0\x1b\x9b", exclude_categories=["Cs"]), max_size=200) | st.lists(
    st.sampled_from(
        [*"“”\"'‘’«»,.!? \n—", "He said", "she asked, ", "Gen. ", "👩‍🚀", "é", "\r\n", "\n\n", "Image: ", "> "]
    )
).map("".join)


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.sampled_from(["a.txt", "a.md"]))
def test_whatever_the_text_its_slices_are_its_own(text: str, encoding: str, name: str) -> None:
    """Any text that is written in any encoding and read again is shown in slices of itself; control characters are
    blanks in it."""
    try:
        document = parse_article(name, text.encode(encoding))
    except ArticleError:
        return  # what is no article is shown nowhere
    if encoding == "utf-8":
        text = text.removeprefix("\ufeff")  # at the start it is a mark
    assert document.text == re.sub(r"(?![\t\n\r])[\x00-\x1f\x7f-\x9f]", " ", text)
    check(document)


@given(TEXTS.filter(lambda text: text.strip()), st.data())
def test_any_slice_that_is_checked_is_the_slice_that_was_asked_for(text: str, data: st.DataObject) -> None:
    """Offsets are characters, not bytes and not code units."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    document = Document(text_id(text), text, "a.txt", "a")
    assert checked_text(Excerpt(document, Span(start, end), "narration")) == text[start:end]
