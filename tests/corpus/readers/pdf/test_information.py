"""What a PDF says of itself is taken where its first page bears it out."""

import pytest

from corpus.readers.pdf.information import front_of
from corpus.readers.pdf.pages import Line
from corpus.readers.pdf.paragraphs import Paragraph

HEADLINE = Paragraph([Line("Boats leave for good", 50, 200, 100, 18)], None, "apart", True)
TEXT = Paragraph([Line("By Ann Lee and Bo Roy. It rained.", 50, 200, 130, 10)], None)


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        ("", "Boats leave for good"),
        ("Boats Leave for Good", "Boats Leave for Good"),
        ("Microsoft Word - boats.doc", "Boats leave for good"),
        ("A template of 2009", "Boats leave for good"),
    ],
)
def test_the_title_is_the_one_on_the_page(title: str, taken: str) -> None:
    """One that is not there gives way to the headline."""
    assert front_of(title, "", [HEADLINE, TEXT], 10).title == taken


def test_a_title_stays_where_there_is_no_headline() -> None:
    """Unless it is the name of a file."""
    assert front_of("Of boats", "", [TEXT], 10).title == "Of boats"
    assert front_of("boats.indd", "", [TEXT], 10).title is None


@pytest.mark.parametrize(
    ("author", "taken"),
    [("Ann Lee", ("Ann Lee",)), ("Bo Roy; Ann Lee", ("Bo Roy", "Ann Lee")), ("user01", ()), ("Cy Dunn", ())],
)
def test_authors_are_those_who_are_named_on_the_page(author: str, taken: tuple[str, ...]) -> None:
    """A program writes down whose machine it is."""
    assert front_of("", author, [HEADLINE, TEXT], 10).authors == taken
