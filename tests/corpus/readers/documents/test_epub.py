"""E-books, in the order of reading, with the chapters in which their words stand."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date

import pytest

from corpus.errors import ArticleError
from corpus.readers.files import parse_article
from corpus.text.document import Document
from corpus.text.place import places_of
from tests.support.written import ARTICLES, PARAGRAPHS, written

BOOK = """---
title: The Salt Year
author: [Lena Voss, Per Aune]
date: 2022-11-20
publisher: Norland Press
---

# The ferry

“We waited,” said Ann Lund.

# The storm

## At night

“The wind,” Lund said, “was **not** angry.”

## At dawn

Nobody slept.
"""
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:opf="http://www.idpf.org/2007/opf" version="2.0">
<metadata><dc:title>Letters from Vik</dc:title><dc:creator opf:role="aut">Ruth Marsh</dc:creator>
<dc:creator opf:role="edt">Per Aune</dc:creator><dc:publisher>Norland Press</dc:publisher>
<dc:date opf:event="modification">2020-01-01</dc:date><dc:date opf:event="publication">1951-03-04</dc:date></metadata>
<manifest><item id="b" href="text/two.html" media-type="application/xhtml+xml"/>
<item id="a" href="text/one%20a.html" media-type="application/xhtml+xml"/>
<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
<spine toc="n"><itemref idref="a"/><itemref idref="b"/></spine></package>"""
CONTENTS = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
<navPoint id="p1"><navLabel><text>The first letter</text></navLabel><content src="text/one%20a.html"/></navPoint>
<navPoint id="p2"><navLabel><text>The answer</text></navLabel><content src="text/two.html#answer"/></navPoint>
</navMap></ncx>"""
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'
PARTS = {
    "META-INF/container.xml": CONTAINER,
    "OPS/book.opf": PACKAGE,
    "OPS/toc.ncx": CONTENTS,
    "OPS/text/one a.html": PAGE.format("<p><a id='x'/>“We&nbsp;waited,” she wrote,<br/>“until noon.”</p>"),
    "OPS/text/two.html": PAGE.format("<p>It rained.</p><div id='answer'><h2>II</h2><p>“Did&shy; it?”</p></div>"),
}


def packed(parts: Mapping[str, str | None]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, text in parts.items():
            if text is not None:
                archive.writestr(name, text)
    return file.getvalue()


def read(data: bytes) -> Document:
    return parse_article("book.epub", data)


def paragraphs(document: Document) -> tuple[str, ...]:
    return tuple(span.of(document.text) for span in document.paragraphs)


def chapter_of(document: Document, words: str) -> str:
    start = document.text.index(words)
    (place,) = places_of(document.places, start, start + len(words))
    assert place.kind == "chapter"
    return place.name


@pytest.mark.parametrize("form", ["epub2", "epub3"])
@pytest.mark.parametrize("name", ARTICLES)
def test_the_paragraphs_come_out_whole_and_in_order(name: str, form: str) -> None:
    """Of news, an interview, a transcript, a report with a table and notes, and a speech with a block quote."""
    found = paragraphs(read(written(ARTICLES[name], form)))
    assert tuple(re.sub(r"^\d\. ", "", text) for text in found) == PARAGRAPHS[name]


@pytest.mark.parametrize("form", ["epub2", "epub3"])
def test_words_stand_in_their_chapters(form: str) -> None:
    """As the table of contents calls them."""
    document = read(written(BOOK, form))
    assert chapter_of(document, "“We waited,” said Ann Lund.") == "The ferry"
    assert chapter_of(document, "“The wind,” Lund said") == "At night"
    assert chapter_of(document, "Nobody slept.") == "At dawn"
    assert (document.title, document.authors) == ("The Salt Year", ("Lena Voss", "Per Aune"))
    assert (document.publisher, document.published) == ("Norland Press", date(2022, 11, 20))
    assert "Lena Voss" not in paragraphs(document)


def test_an_older_book_is_read_in_the_order_of_its_spine() -> None:
    """Its editor is no author, its last change no day of publication, and a chapter may begin within a part."""
    document = read(packed(PARTS))
    assert paragraphs(document) == ("“We\xa0waited,” she wrote,\n“until noon.”", "It rained.", "“Did\xad it?”")
    assert chapter_of(document, "It rained.") == "The first letter"
    assert chapter_of(document, "it?”") == "The answer"
    assert (document.title, document.authors) == ("Letters from Vik", ("Ruth Marsh",))
    assert document.published == date(1951, 3, 4)


def test_a_part_that_is_not_strict_is_read_as_a_page() -> None:
    """Tags that nobody closes are common."""
    parts = PARTS | {"OPS/text/two.html": "<html><body><p>It rained.<p>“Did it?” <b>she</b> asked.<br></body></html>"}
    assert paragraphs(read(packed(parts)))[1:] == ("It rained.", "“Did it?” she asked.")


def test_a_part_that_is_missing_is_told() -> None:
    """The rest is read."""
    document = read(packed(PARTS | {"OPS/text/two.html": None}))
    assert document.doubts == ("its part OPS/text/two.html is missing",)
    assert len(document.paragraphs) == 1


def test_a_year_alone_is_no_day() -> None:
    """The date is left empty, and that is told."""
    document = read(packed(PARTS | {"OPS/book.opf": PACKAGE.replace("1951-03-04", "1951")}))
    assert document.published is None
    assert "1951" in document.doubts[0]


def test_entities_that_a_part_declares_are_not_resolved() -> None:
    """Neither files nor addresses are read for them."""
    bad = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + PAGE.format(
        "<p>“We waited &x;,” she wrote.</p>"
    )
    document = read(packed(PARTS | {"OPS/text/two.html": bad}))
    assert paragraphs(document)[-1] == "“We waited ,” she wrote."


LOCKS = '<encryption><EncryptionMethod Algorithm="{}"/></encryption>'


def test_a_book_whose_fonts_are_hidden_is_read() -> None:
    """Its words are not."""
    fonts = LOCKS.format("http://www.idpf.org/2008/embedding")
    assert len(read(packed(PARTS | {"META-INF/encryption.xml": fonts})).paragraphs) == 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            packed(PARTS | {"META-INF/encryption.xml": LOCKS.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}),
            r"is locked by the shop that sold it \(DRM\), and cannot be read",
        ),
        (packed(PARTS | {"META-INF/container.xml": None}), "is no e-book"),
        (packed(PARTS | {"OPS/book.opf": "<package>"}), "is no e-book"),
        (packed(PARTS | {"OPS/text/one a.html": None, "OPS/text/two.html": None}), "is empty"),
        (packed(PARTS)[:900], "is no e-book"),
        (b"", "is no e-book"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    """With the reason, in the words of whoever sent it."""
    with pytest.raises(ArticleError, match=reason):
        read(data)
