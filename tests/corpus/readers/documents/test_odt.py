"""Documents of LibreOffice, as it and pandoc write them."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from corpus.errors import ArticleError
from corpus.quotes.block_quotes import find_block_quotes
from corpus.readers.files import parse_article
from corpus.text.document import Document
from tests.support.written import ARTICLES, PARAGRAPHS, SPEECH, written

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "style": "style",
        "table": "table",
        "draw": "drawing",
        "meta": "meta",
        "manifest": "manifest",
    }.items()
)
DUBLIN = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = """<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Quotations"/>
<style:style style:name="P2" style:parent-style-name="P2"/>
<style:style style:name="P3" style:parent-style-name="Illustration"/></office:automatic-styles>"""


def content(body: str) -> str:
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    return f"<office:document-content {NAMES} {DUBLIN}>{STYLES}{text}</office:document-content>"


def packed(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def read(body: str, **parts: str) -> Document:
    files = {"content.xml": content(body)} | {f"{key}.xml": text for key, text in parts.items()}
    return parse_article("story.odt", packed(files))


def paragraphs(document: Document) -> tuple[str, ...]:
    return tuple(span.of(document.text) for span in document.paragraphs)


@pytest.mark.parametrize("name", ARTICLES)
def test_the_paragraphs_come_out_whole_and_in_order(name: str) -> None:
    """Of news, an interview, a transcript, a report with a table and notes, and a speech with a block quote."""
    assert paragraphs(parse_article(f"{name}.odt", written(ARTICLES[name], "odt"))) == PARAGRAPHS[name]


def test_a_block_quote_has_its_speaker() -> None:
    """By its style, or one made from it."""
    ((_, speaker),) = find_block_quotes(parse_article("speech.odt", written(SPEECH, "odt")))
    assert speaker.name == "Frank Oddie"
    assert "> It is over." in read("<text:p>He wrote:</text:p><text:p text:style-name='P1'>It is over.</text:p>").text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<text:p>“We wai<text:span>ted</text:span>,” <text:a>said</text:a> Lund.</text:p>", "“We waited,” said Lund."),
        ("<text:p>“No”,<text:s text:c='3'/>said<text:tab/>Lund.</text:p>", "“No”, said Lund."),
        ("<text:p>“No”,\n   said<text:soft-page-break/> Lund.</text:p>", "“No”, said Lund."),
        ("<text:p>“No”,<text:line-break/>said Lund.</text:p>", "“No”,\nsaid Lund."),
        (
            "<text:p>“No”,<office:annotation><text:p>Sure?</text:p></office:annotation> said Lund.</text:p>",
            "“No”, said Lund.",
        ),
        (
            "<text:p text:style-name='P2'>“No”,<text:page-number>3</text:page-number> said Lund.</text:p>",
            "“No”, said Lund.",
        ),
    ],
)
def test_words_are_not_glued_or_torn(written: str, shown: str) -> None:
    """White space is what LibreOffice makes of it; comments and numbers of pages are not there."""
    assert paragraphs(read(written)) == (shown,)


def test_a_box_and_a_note_do_not_tear_the_paragraph_they_stand_in() -> None:
    """The box follows it, the note stands at the end; a caption is one, and a contents list is left out."""
    caption = "<text:p text:style-name='P3'>The quay in April</text:p>"
    box = f"<draw:frame><draw:text-box>{caption}</draw:text-box></draw:frame>"
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>“And how,” she said.</text:p>"
        "</text:note-body></text:note>"
    )
    document = read(
        "<text:table-of-content><text:p>The night ... 3</text:p></text:table-of-content>"
        f"<text:h>The night</text:h><text:p>“We{box} waited,”{note} said Lund.</text:p><text:p>Nobody came.</text:p>"
    )
    assert paragraphs(document) == ("“We waited,” said Lund.", "Nobody came.", "“And how,” she said.")
    assert [span.of(document.text) for span in document.captions] == ["The quay in April"]
    assert document.title == "The night"


def test_tracked_changes_are_read_as_accepted_and_told() -> None:
    """What is deleted stands apart in such a document."""
    gone = "<text:deletion><text:p>never</text:p></text:deletion>"
    gone = f"<text:tracked-changes><text:changed-region>{gone}</text:changed-region></text:tracked-changes>"
    document = read(f"{gone}<text:p>“We will <text:change/>sail,” said Lund.</text:p>")
    assert paragraphs(document) == ("“We will sail,” said Lund.",)
    assert document.doubts == ("it has tracked changes, and is read as if all of them were accepted",)


def test_the_properties_tell_title_and_authors_and_no_date() -> None:
    """Its dates are those of the file."""
    said = (
        "<dc:title>The flood</dc:title><dc:date>2024-01-02T03:04:05</dc:date>"
        "<meta:initial-creator>Ana Lee</meta:initial-creator><dc:creator>Bo Chen</dc:creator>"
    )
    meta = f"<office:document-meta {NAMES} {DUBLIN}><office:meta>{said}</office:meta></office:document-meta>"
    document = read("<text:p>“We waited,” said Lund.</text:p>", meta=meta)
    assert (document.title, document.authors, document.published) == ("The flood", ("Ana Lee",), None)


LOCKED = f"<manifest:manifest {NAMES}><manifest:encryption-data/></manifest:manifest>"
GOOD = written(SPEECH, "odt")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed({"content.xml": "x", "META-INF/manifest.xml": LOCKED}), "is locked with a password; save it as"),
        (GOOD[: len(GOOD) // 2], "is no OpenDocument text"),
        (packed({"content.xml": "<office:text>"}), "is no OpenDocument text"),
        (packed({"styles.xml": "<x/>"}), "is no OpenDocument text"),
        (packed({"content.xml": f"<office:document-content {NAMES}/>"}), "is no OpenDocument text"),
        (packed({"content.xml": content("")}), "is empty"),
        (b"", "is no OpenDocument text"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    """With the reason, in the words of whoever sent it."""
    with pytest.raises(ArticleError, match=reason):
        parse_article("story.odt", data)
