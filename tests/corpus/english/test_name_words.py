"""Names that are words are names where they stand as one."""

import pytest

from corpus.english.name_words import with_names
from corpus.english.noun_phrases import is_name, words_around
from corpus.text.span import Span
from tests.support.growth import growth


def names(*texts: str) -> list[str]:
    """The words of blocks that can be part of a name."""
    words = with_names([words_around(text, Span(0, len(text)), []) for text in texts])
    return [word.text for block in words for word in block if is_name(word)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“No,” said Ida May.", ["Ida", "May"]),
        ("Mrs. May left.", ["Mrs.", "May"]),
        ("Then Prime Minister May left.", ["Prime", "Minister", "May"]),
        ("“No,” said Will Lund.", ["Will", "Lund"]),
        ("Jan Moe was late.", ["Jan", "Moe"]),
        ("It was Per An.", ["Per", "An"]),
        ("In May Lund left.", ["Lund"]),
        ("Lund left last May 5.", ["Lund"]),
        ("Will Lund win?", ["Lund"]),
        ("An Oslo bank closed.", ["Oslo"]),
        ("What Lund May Do", ["Lund"]),
        ("Lund may leave.", ["Lund"]),
        ("Per Lund’s wish, it closed in Jan. 1999.", ["Lund’s"]),
    ],
)
def test_a_word_beside_a_name_is_one(text: str, expected: list[str]) -> None:
    """After a first name or a title and before a surname, but not as a month, a verb or an article."""
    assert names(text) == expected


def test_a_word_alone_is_the_name_of_somebody_whom_the_article_names() -> None:
    """“May said” and “with May” are a person where the article has Ida May, and in May it is still May."""
    alone = "May said it was late. They went with May. It rained in May. May it end."
    assert names("Ida May came.", alone) == ["Ida", "May", "May", "May"]
    assert names("Ida came.", alone) == ["Ida"]


@pytest.mark.parametrize("piece", ["Ida May ", "May ", "Will Lund said ", "in May "])
def test_time_is_in_proportion_to_the_length(piece: str) -> None:
    """Finding them takes linear time."""
    assert growth(piece, lambda text: names(text)) < 24
