"""Documents of Word, as Word, pandoc and other programs write them."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from corpus.errors import ArticleError
from corpus.quotes.block_quotes import find_block_quotes
from corpus.readers.files import parse_article
from corpus.text.document import Document
from tests.support.written import ARTICLES, PARAGRAPHS, SPEECH, written

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def paragraphs(document: Document) -> tuple[str, ...]:
    return tuple(span.of(document.text) for span in document.paragraphs)


def blank() -> Word:
    """A new document, without the styles of tables: to read the hundred of them takes most of the time."""
    word = docx.Document()
    for style in [style for style in word.styles if style.type == WD_STYLE_TYPE.TABLE]:
        style.delete()
    return word


def made(fill: Callable[[Word], object]) -> Document:
    """A document made as Word makes it, and read."""
    word = blank()
    fill(word)
    return parse_article("story.docx", saved(word))


def saved(word: Word) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def changed(data: bytes, part: str, text: str | None) -> bytes:
    """A document with another text in one of its parts, or without that part."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            if name != part or text is not None:
                after.writestr(name, text if name == part and text is not None else before.read(name))
    return file.getvalue()


@pytest.mark.parametrize("name", ARTICLES)
def test_the_paragraphs_come_out_whole_and_in_order(name: str) -> None:
    """Of news, an interview, a transcript, a report with a table and notes, and a speech with a block quote."""
    assert paragraphs(parse_article(f"{name}.docx", written(ARTICLES[name], "docx"))) == PARAGRAPHS[name]


def test_a_block_quote_has_its_speaker() -> None:
    """By its style, which is that of Word too."""
    ((_, speaker),) = find_block_quotes(parse_article("speech.docx", written(SPEECH, "docx")))
    assert speaker.name == "Frank Oddie"


def test_headings_and_captions_are_no_paragraphs() -> None:
    """A title, a heading and a contents list are kept apart; a caption is one."""

    def fill(word: Word) -> None:
        word.add_heading("The flood", 0)
        word.add_heading("The night", 1)
        word.add_paragraph("“We waited,” said Ann Lund.")
        word.add_paragraph("The quay in April", style="Caption")
        word.add_paragraph("It is over.", style="Intense Quote")
        word.add_paragraph("“One,” said A.", style="List Bullet")
        word.add_paragraph("What stands where", style="TOC Heading")

    document = made(fill)
    assert paragraphs(document) == ("“We waited,” said Ann Lund.", "It is over.", "“One,” said A.")
    assert [span.of(document.text) for span in document.captions] == ["The quay in April"]
    assert document.text.startswith("The flood\n\nThe night\n\n“We waited,”")
    assert "\n\n> It is over.\n\n" in document.text
    assert "What stands where" not in document.text


def test_words_are_not_glued_or_torn_where_the_type_changes() -> None:
    """Runs, tabs, line breaks, hyphens that stay and hidden fields."""

    def fill(word: Word) -> None:
        paragraph = word.add_paragraph("“We wai")
        paragraph.add_run("ted").bold = True
        paragraph.add_run(",” said\tAnn ")
        paragraph.add_run("Lund").italic = True
        paragraph.add_run(".")
        word.add_paragraph("LUND: No.\nKIM: Why?\nLUND: It was late, and nobody came.")

    assert paragraphs(made(fill)) == (
        "“We waited,” said Ann Lund.",
        "LUND: No.",
        "KIM: Why?",
        "LUND: It was late, and nobody came.",
    )


def test_words_in_fields_are_read_and_hidden_ones_are_not() -> None:
    """That formulas are left out is told."""

    def fill(word: Word) -> None:
        element = word.add_paragraph("“On ")._p
        element.append(parse_xml(f'<w:fldSimple {W} w:instr="DATE"><w:r><w:t>2 May</w:t></w:r></w:fldSimple>'))
        element.append(parse_xml(f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>or never</w:t></w:r>"))
        element.append(parse_xml(f"<w:r {W}><w:cr/><w:t>we sail,” said Lund.</w:t></w:r>"))
        element.append(parse_xml(f"<m:oMath {M}><m:r><m:t>x=2</m:t></m:r></m:oMath>"))

    document = made(fill)
    assert paragraphs(document) == ("“On 2 May\nwe sail,” said Lund.",)
    assert document.doubts == ("its formulas are left out",)


def test_tracked_changes_are_read_as_accepted_and_told() -> None:
    """What is deleted is no part of a quote, and what is inserted is; comments are not there."""

    def fill(word: Word) -> None:
        element = word.add_paragraph("“We will ")._p
        element.append(parse_xml(f'<w:del {W}><w:r><w:delText xml:space="preserve">never </w:delText></w:r></w:del>'))
        element.append(parse_xml(f"<w:ins {W}><w:r><w:t>sail</w:t></w:r></w:ins>"))
        element.append(parse_xml(f"<w:r {W}><w:t>,” said Lund.</w:t></w:r>"))

    document = made(fill)
    assert paragraphs(document) == ("“We will sail,” said Lund.",)
    assert document.doubts == ("it has tracked changes, and is read as if all of them were accepted",)


def test_the_properties_tell_title_and_authors_and_no_date() -> None:
    """Word’s dates are those of the file."""

    def fill(word: Word) -> None:
        word.core_properties.title = "The flood at Ashby"
        word.core_properties.author = "Ana Lee; Bo Chen"
        word.add_paragraph("“We waited,” said Ann Lund.")

    document = made(fill)
    assert (document.title, document.authors) == ("The flood at Ashby", ("Ana Lee", "Bo Chen"))
    assert document.published is None


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("", ""),
        ("Microsoft Word - flood.doc", "python-docx"),
        ("Document1", "Microsoft Office User"),
        ("untitled", "Admin"),
    ],
)
def test_what_a_program_wrote_of_itself_is_no_title_and_no_author(title: str, author: str) -> None:
    """A heading that stands first is the title then."""

    def fill(word: Word) -> None:
        word.core_properties.title, word.core_properties.author = title, author
        word.add_heading("The flood", 1)
        word.add_paragraph("“We waited,” said Ann Lund.")

    document = made(fill)
    assert (document.title, document.authors) == ("The flood", ())


def test_a_cell_that_stands_first_is_no_title() -> None:
    """The name of the file is, as it is of any article without a title."""

    def fill(word: Word) -> None:
        word.add_table(1, 1).cell(0, 0).text = "Costs"
        word.add_paragraph("“We waited,” said Ann Lund.")

    assert made(fill).title == "story"


GOOD = written(SPEECH, "docx")
EXTERNAL = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is locked with a password, or of an older form"),
        (b"hello", "is no Word document"),
        (b"", "is no Word document"),
        (GOOD[: len(GOOD) // 2], "is no Word document"),
        (changed(GOOD, "word/document.xml", None), "is no Word document"),
        (changed(GOOD, "word/document.xml", "<w:document>"), "is no Word document"),
        (
            changed(GOOD, "word/document.xml", f"{EXTERNAL}<w:document {W}><w:body/></w:document>"),
            "is no Word document",
        ),
        (saved(blank()), "is empty"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    """With the reason, in the words of whoever sent it."""
    with pytest.raises(ArticleError, match=reason):
        parse_article("story.docx", data)
