"""Saved web pages give their articles, in their own words, and nothing of what stands around them."""

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import ArticleError
from corpus.quotes.block_quotes import find_block_quotes
from corpus.quotes.direct import find_quotes
from corpus.readers.files import parse_article
from corpus.text.document import Document

PAGES = Path(__file__).parent / "pages"


def read(name: str) -> Document:
    return parse_article(name, (PAGES / name).read_bytes())


def page(body: str) -> Document:
    return parse_article("page.html", f"<!doctype html><title>A page</title><body>{body}".encode())


def paragraphs(document: Document) -> list[str]:
    return [span.of(document.text) for span in document.paragraphs]


def captions(document: Document) -> list[str]:
    return [span.of(document.text) for span in document.captions]


# Saved pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["news", "blog", "transcript", "interview", "old"])
def test_a_page_gives_the_paragraphs_of_its_article(name: str) -> None:
    """Whole, in order and in the words of the page; no cookie notice, menu, byline, advertisement, teaser, newsletter,
    share link, tag or comment is among them."""
    document = read(f"{name}.html")
    assert paragraphs(document) == (PAGES / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    assert document.doubts == ()


def test_a_heading_is_kept_and_not_quoted() -> None:
    """A caption too, once."""
    document = read("news.html")
    assert "\n\nA vote that split both parties\n\n" in document.text
    assert captions(document) == ["The library on Mill Street, which opened in 1911. Photograph: Ann Reyes/Courier"]
    assert captions(read("blog.html")) == [
        "The quay in April, seen from the old smokehouse",
        "Nets drying on the south wall",
    ]


def test_a_news_page_says_what_it_is() -> None:
    """Title, publisher, authors, date and address are those of its metadata."""
    document = read("news.html")
    assert document.title == "Council votes to close Ashby library"
    assert document.publisher == "The Ashby Courier"
    assert document.authors == ("Maria Delgado", "Tom Okafor")
    assert document.published == date(2024, 10, 2)
    assert document.url == "https://www.ashbycourier.example/news/2024/10/02/council-closes-library"
    blog, transcript = read("blog.html"), read("transcript.html")
    assert (blog.publisher, blog.authors) == ("Notes from the Quay", ("Ingrid Solberg",))
    assert blog.published == date(2023, 5, 14)
    assert (transcript.publisher, transcript.published) == ("Norland Public Radio", date(2024, 3, 4))


def test_the_quotes_of_a_page_have_their_speakers() -> None:
    """A block quote that is signed too."""
    document = read("news.html")
    said = {quote.text: quote.speaker.name for quote in find_quotes(document) if quote.speaker}
    assert said["“We have run out of road,”"] == "Helen Marsh"
    assert said["“They told us again in July. I kept the letter.”"] == "Joan Pritchard"
    ((_, speaker),) = find_block_quotes(document)
    assert speaker.name == "Sanjay Rao"


def test_a_press_release_with_block_quotes() -> None:
    """They are marked as in Markdown; the cells of a table that are no sentences are not quoted."""
    document = read("press.html")
    assert (
        "> “The sound has been turning over twice a day for ten thousand years without anyone thanking it,” said Ruth "
        "Marsh, chief executive of Marsh Energy.\n>\n> “We intend to say thank you with a cable.”\n\nThe project"
    ) in document.text
    assert "More than 200 people will work on the site at its busiest time." in paragraphs(document)
    assert "All turbines will be made in Norland." in paragraphs(document)
    assert "58 MW" not in paragraphs(document)
    assert document.url == "https://marshenergy.example/newsroom/vik"
    quoted = [[span.of(document.text) for span in spans] for spans, _ in find_block_quotes(document)]
    assert ["We have looked at the fish, the ferries and the faults. All three will be fine."] in quoted


def test_what_stands_before_the_headline_is_no_lead() -> None:
    """A lead stands in one element with the headline, and a help page that has the title of the article does not."""
    body = (
        "<p>“We waited,” said Ann Lund on the quay of Ashby, where nobody had seen a ferry since Friday morning.</p>"
        * 3
    )
    popup = "<div><div><h2>The quay</h2><p>Press a key to go on to the next page of this book.</p></div></div>"
    lead = "<main><header><h1>{}</h1><p>Why nobody waits for a ferry any more.</p></header><div>{}</div></main>"
    for headline in ("The quay", "Another"):
        page = f"<title>The quay</title><body>{popup}{lead.format(headline, body)}"
        found = paragraphs(parse_article("page.html", page.encode()))
        assert found[0] == "Why nobody waits for a ferry any more."
        assert len(found) == 4


# What is written within a line ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>He <b>s</b>aid <a href='/x'><i>“No”</i></a>, and<span> </span>left.</p>", "He said “No”, and left."),
        ("<p>He said\n   “No”,\tand <!-- then --> left.</p>", "He said “No”, and left."),
        ("<p>He said &ldquo;No&rdquo;&#8212;&#145;now&#146;.</p>", "He said “No”—‘now’."),
        ("<p>He said <q>No</q> and <del>stayed</del> left.</p>", "He said “No” and left."),
        ("<p>“No.”<sup><a href='#n2'>[2]</a></sup> He left.</p>", "“No.” He left."),
        ("<p>10<sup>2</sup> of them said “No”.</p>", "102 of them said “No”."),
        ("<p>He said <span style='display: none'>x</span>“No”<script>y()</script>.</p>", "He said “No”."),
        ("<p>He said “No”\x07 and\x00 left.</p>", "He said “No” and left."),
        ("<p>He said\x0c <q>No\x0c</q> and left.</p>", "He said “No ” and left."),
        ("<p>He <hi rend='italic'>said</hi> “No”.</p>", "He said “No”."),
        ("<table><tr><td>LUND:</td><td>“No”, and that is it.</td></tr></table>", "LUND: “No”, and that is it."),
    ],
)
def test_words_stand_as_in_the_page(written: str, shown: str) -> None:
    """Tags within a line leave no blank and take none; what no browser shows is not there."""
    assert paragraphs(page(written)) == [shown]


def test_lines_as_they_are_written() -> None:
    """Lines of text that was set as it is are wrapped where plain text is."""
    document = page("<pre>“We waited,” said\nLund, “until noon.”\n\nNobody came.</pre>")
    assert paragraphs(document) == ["“We waited,” said\nLund, “until noon.”", "Nobody came."]


# What is doubtful, and what is refused --------------------------------------------------------------------------------


def test_a_page_of_which_little_is_taken_is_doubtful() -> None:
    """The share is told."""
    teaser = "<div><p>Nobody knows why the ferry of {} did not sail to Norland on that day in May.</p></div>"
    around = "".join(teaser.format(f"Ashby {number}") for number in range(60))
    body = "<p>“We have never been so cold,” said Ann Lund, who waited on the quay until the evening of Friday.</p>" * 3
    document = page(f"<div id='comments'>{around}</div><article>{body}</article>")
    assert document.doubts == ("the article is 6 % of the page's text; look whether all of it is there",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "holds no article"),
        (b"<!-- nothing -->", "nothing that can be read"),
        (b"<p>caf\xe9</p>", "its encoding is unsure"),
        (b"", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"<div>" * 5_000 + b"<p>He said no.</p>", "is nested too deeply"),
    ],
)
def test_what_is_no_article_is_refused(data: bytes, reason: str) -> None:
    """With the reason."""
    with pytest.raises(ArticleError, match=reason):
        parse_article("page.html", data)


def test_a_date_or_an_address_that_cannot_be_is_left_empty() -> None:
    """And is told."""
    head = "<title>The quay</title><link rel=canonical href='ftp://quay.example/x'><meta name=author content='Ana Lee'>"
    document = parse_article("quay.html", f"{head}<p>“We waited,” said Lund on the quay at Ashby.</p>".encode())
    assert document.url is None
    assert document.title == "The quay"


def test_a_long_page_is_read_whole() -> None:
    """Each of a thousand paragraphs."""
    line = "<p>“We have {0} reasons,” said <a href='/{0}'>Ann Lund</a> on day {0}, and nobody at Ashby knew one.</p>"
    document = page("".join(line.format(number) for number in range(1_000)))
    assert len(document.paragraphs) == 1_000
