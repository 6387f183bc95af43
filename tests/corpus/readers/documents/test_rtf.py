"""Rich text, as pandoc, Word and older programs write it."""

import pytest

from corpus.errors import ArticleError
from corpus.readers.files import parse_article
from corpus.text.document import Document
from tests.support.written import ARTICLES, PARAGRAPHS, written

HEAD = r"""{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fnil\fcharset0 Calibri;}{\f1\fnil\fcharset204 Arial;}}
{\stylesheet{\s0\snext0\ql Normal;}{\s1\ql\sb240\outlinelevel0\b heading 1;}{\s15\qc\i caption;}{\s16\li720 Quote;}}
{\*\generator Riched20 10.0.19041}{\info{\title The flood at Caf\'e9}{\author Ana Lee}{\creatim\yr2020\mo1\dy2}}
{\header\pard Page header\par}{\footer\pard Page \chpgn\par}
"""


def read(body: str) -> Document:
    return parse_article("story.rtf", f"{HEAD}{body}}}".encode("cp1252"))


def paragraphs(document: Document) -> tuple[str, ...]:
    return tuple(span.of(document.text) for span in document.paragraphs)


@pytest.mark.parametrize("name", ARTICLES)
def test_the_paragraphs_come_out_whole_and_in_order(name: str) -> None:
    """Of news, an interview, a transcript, a report with a table, and a speech; not the notes, which is told."""
    document = parse_article(f"{name}.rtf", written(ARTICLES[name], "rtf"))
    expected = PARAGRAPHS[name][:-2] if name == "report" else PARAGRAPHS[name]
    assert paragraphs(document)[-len(expected) :] == expected
    told = ("its notes are left out, 2 of them; save it as .docx to keep them",) if name == "report" else ()
    assert document.doubts == told


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"\ldblquote We wai{\b ted},\rdblquote  said Lund\emdash\'93now.\'94\par", "“We waited,” said Lund—“now.”"),
        (r"\pard “No”, said Lund for \u8364?5 \u-10179?\u-8704?.\par", "“No”, said Lund for €5 😀."),
        (r"\pard\f1\lang1049\'cf\'f0\'e8\'e2\'e5\'f2!\par", "Привет!"),
        (r"A line\line break and a\tab tab.\par", "A line\nbreak and a tab."),
        (r"{\field{\*\fldinst {HYPERLINK " + r'"http://x.org/a"}}{\fldrslt {He said}}} no.\par', "He said no."),
        (r"“No”, {\*\bkmkstart a}said{\*\bkmkend a} Lund.{\pict\pngblip 89504e47}\par", "“No”, said Lund."),
        (r"{\listtext\pard\plain \'b7\tab}“One,” said A.\par", "“One,” said A."),
        (r"\trowd\cellx1\cellx2 LUND:\cell “It is cold,” she said.\cell\row", "LUND: “It is cold,” she said."),
        (r"“No,” said Lund.", "“No,” said Lund."),
    ],
)
def test_words_are_not_glued_or_torn(written: str, shown: str) -> None:
    """Marks, letters of other alphabets, links, pictures, items and cells."""
    assert paragraphs(read(written)) == (shown,)


def test_headings_captions_and_block_quotes_are_known_by_their_styles() -> None:
    """Headers and footers are left out."""
    document = read(
        r"\pard\plain\s1 {\b The night}\par\pard\plain\s0 He wrote:\par\pard\plain\s16 It is over.\par"
        r"\pard\plain\s15 The quay in April\par"
    )
    assert document.text == "The night\n\nHe wrote:\n\n> It is over.\n\nThe quay in April"
    assert paragraphs(document) == ("He wrote:", "It is over.")
    assert [span.of(document.text) for span in document.captions] == ["The quay in April"]


def test_the_properties_tell_title_and_authors_and_no_date() -> None:
    """Its dates are those of the file."""
    document = read(r"“No,” said Lund.\par")
    assert (document.title, document.authors, document.published) == ("The flood at Café", ("Ana Lee",), None)


def test_tracked_changes_are_read_as_accepted_and_told() -> None:
    """What is deleted is left out, what is inserted is there."""
    document = read(r"“We will {\rtlch \deleted\revauthdel1 never }{\revised\revauth1 sail},” said Lund.\par")
    assert paragraphs(document) == ("“We will sail,” said Lund.",)
    assert document.doubts == ("it has tracked changes, and is read as if all of them were accepted",)


def test_letters_that_are_not_written_as_they_should_be_are_read_and_told() -> None:
    """Some programs write UTF-8, whatever they say; others the bytes of the code page."""
    text = "{\\rtf1\\ansi\\ansicpg1252 “Café”, said Émile.\\par}"
    document = parse_article("story.rtf", text.encode())
    assert paragraphs(document) == ("“Café”, said Émile.",)
    assert document.doubts == ("it says that its encoding is cp1252, and its bytes are UTF-8; it is read as UTF-8",)
    assert parse_article("story.rtf", text.encode("cp1252")).text == document.text


def test_what_an_older_mac_wrote_is_read_in_its_letters() -> None:
    """It names no code page."""
    document = parse_article("story.rtf", rb"{\rtf1\mac{\fonttbl}\pard \'d2No\'d3, said \'83mile.\par}")
    assert paragraphs(document) == ("“No”, said Émile.",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is no RTF file"),
        (b"Hello.", "is no RTF file"),
        (b"{\\rtf1\\ansi\\ansicpg1252 }", "is empty"),
        (b"{\\rtf1\\ansi\\ansicpg932 \\'81}", "its encoding is unsure"),
        (b"{\\rtf1\\ansi\\ansicpg99999 caf\xe9\\par}", "its encoding is unsure"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    """With the reason, in the words of whoever sent it."""
    with pytest.raises(ArticleError, match=reason):
        parse_article("story.rtf", data)
