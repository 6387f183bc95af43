"""The lines of a page: which there are, and where."""

import pypdfium2 as pdfium
import pytest

from corpus.readers.files import parse_article
from corpus.readers.pdf.pages import Page, read_page

OBJECTS = (
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
)


def drawn(content: str) -> bytes:
    """A PDF of one page, on which something is drawn; /F is its font."""
    objects = [*OBJECTS, f"<</Length {len(content)}>>stream\n{content}endstream"]
    written = (f"{number} 0 obj\n{one}\nendobj\n" for number, one in enumerate(objects, 1))
    return f"%PDF-1.4\n{''.join(written)}trailer<</Root 1 0 R>>\n%%EOF".encode("cp1252")


def read(content: str) -> Page:
    """The page on which something is drawn."""
    document = pdfium.PdfDocument(drawn(content))
    return read_page(document[0], 0)


def text(words: str, left: float, up: float, size: float = 10, more: str = "") -> str:
    """What draws words."""
    return f"BT /F {size} Tf {more} 1 0 0 1 {left} {up} Tm ({words}) Tj ET\n"


def test_a_line_is_told_with_its_place() -> None:
    """Left and right, how far below the top it stands, and its size."""
    (line,) = read(text("Boats left.", 50, 700, 12)).lines
    assert (line.text, round(line.left), round(line.base), line.size) == ("Boats left.", 50, 100, 12)
    assert 100 < line.right < 120


def test_words_far_apart_are_no_line() -> None:
    """As those of two columns; a blank between words is narrower."""
    lines = read(text("Boats", 50, 700) + text("left.", 77, 700) + text("None came.", 300, 700)).lines
    assert [line.text for line in lines] == ["Boats left.", "None came."]


def test_raised_numbers_are_told() -> None:
    """By where their ink ends below."""
    (line,) = read(text("Boats left.", 50, 700) + text("12", 98, 704, 6) + text("No 3", 107, 700)).lines
    assert [line.text[start:end] for start, end in line.marks] == ["12"]


def test_a_stamp_in_the_margin_is_left_out() -> None:
    """It stands in another direction than most."""
    lines = read(text("Boats left the quay.", 50, 700) + "BT /F 10 Tf 0 1 -1 0 20 300 Tm (Stamped) Tj ET\n").lines
    assert [line.text for line in lines] == ["Boats left the quay."]


@pytest.mark.parametrize(
    ("matrix", "left", "base"), [("0 1 -1 0", 300, 20), ("-1 0 0 -1", -20, 300), ("0 -1 1 0", -300, 580)]
)
def test_a_page_that_is_turned_as_a_whole_is_read(matrix: str, left: float, base: float) -> None:
    """Left and above are where they are for whoever reads it."""
    (line,) = read(f"BT /F 10 Tf {matrix} 20 300 Tm (Boats left.) Tj ET\n").lines
    assert (line.text, round(line.left), round(line.base)) == ("Boats left.", left, base)
    assert round(line.right - line.left) in range(40, 50)


def test_words_that_nobody_sees_are_left_out() -> None:
    """Unless all are such, as what was recognised in a picture, which is told."""
    page = read(text("Boats left the quay.", 50, 700) + text("Buy now", 50, 680, more="3 Tr"))
    assert [line.text for line in page.lines] == ["Boats left the quay."]
    assert not page.is_recognised
    document = parse_article("a.pdf", drawn(text("Boats left the quay.", 50, 700, more="3 Tr")))
    assert document.doubts == ("page 1: recognised in a picture (OCR), so that words may be wrong",)


def test_letters_without_a_size_or_a_place_are_left_out() -> None:
    """As a damaged file may have them."""
    assert not read(text("Boats", 50, 700, 0)).lines
    assert not read("BT /F 10 Tf 0 0 0 0 0 0 Tm (Boats) Tj ET\n").lines
