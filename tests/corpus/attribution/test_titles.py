"""Words in quotation marks that are no speech: titles, slogans, signs, so-called things."""

import pytest

from corpus.quotes.direct import find_quotes
from corpus.readers.files import parse_article


def names(text: str, name: str = "x.txt") -> list[str | None]:
    quotes = find_quotes(parse_article(name, text.encode()))
    return [quote.speaker.name if quote.speaker else None for quote in quotes]


@pytest.mark.parametrize(
    "text",
    [
        "Singer Ola Moen sang “The Sea Is Deep” and “Come Back.”",
        "Her book, “I Said Yes,” sold a million, Moen said.",
        "Her new single, “Go Home,” is out on Friday, Moen said.",
        "Painter Ola Moen showed “Blue Hour” and “The Last Row” in Bergen.",
        "Moen wrote “Dust,” a poem.",
        "Moen wrote a column titled “Why Row?”",
        "The film “Up River” was released on Friday, Moen said.",
        "Moen, known as “the Hammer,” won.",
        "The “so-called” poet Moen won, said nobody.",
        "The T-shirt of Ola Moen read “Row or die.”",
        "Placards read “Save the lake” and “Row or die.”",
        "Moen carried a banner that said: “Save the lake.”",
        "The movement “Mondays for Lakes” met Ola Moen.",
        "The operation, dubbed “Blue Sky,” began on Friday, Moen said.",
        "A box labelled “Fragile” fell, Moen said.",
        "Moen has a tattoo of “Mum.”",
    ],
)
def test_titles_and_what_things_read_are_nobodys(text: str) -> None:
    """Songs, books, slogans, signs and so-called things have no speaker."""
    assert set(names(text)) <= {None}


@pytest.mark.parametrize(
    "text",
    [
        "Moen wrote: “Dust is everywhere.”",
        "Moen explained the headline by saying: “It was a joke.”",
        "“It was late,” the book of Moen tells; “it was dark,” Moen said.",
        "Moen said in the film that he was “tired.”",
    ],
)
def test_speech_beside_works_and_signs_is_speech(text: str) -> None:
    """A word for a work or a thing near a quote takes nothing away from whoever speaks."""
    assert names(text)[-1] == "Moen"


def test_code_is_no_quote() -> None:
    """What stands between doubled backticks of a page is code."""
    assert names("Ola Moen said to run ``make install`` first.", "x.md") == []
