"""Doubts about a text say what is wrong with it, and where."""

from collections.abc import Iterable

import pytest

from corpus.readers.doubts import find_doubts
from corpus.readers.extraction import Block, compose
from corpus.readers.files import parse_article
from tests.conftest import ROOT, SHIPPED
from tests.support.reading import read_article

PLAIN = "The café on the quay stays open, said Zoë Müller: “It’s ours.” It costs £5 – or 5 €."
LEFT = [
    "The harbour board met on",
    "Monday to decide about the",
    "old bridge that was built",
    "by Karl Wessel in the year",
]
RIGHT = [
    "Nobody on the island had",
    "seen a boat since the storm",
    "took the roof of the only",
    "station, said its master.",
]


def doubts(*texts: str) -> list[str]:
    """The doubts about paragraphs."""
    return list(find_doubts(compose(Block(text) for text in texts)))


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("The caf\ufffd stays open.", "paragraph 2: letters are missing (“The caf\ufffd stays open.”)"),
        ("The of(cid:12)ce stays.", "paragraph 2: letters are missing (“The of(cid:12)ce stays.”)"),
        ("The of\ue03bce stays.", "paragraph 2: letters that only a font of its own shows (“The of\ue03bce stays.”)"),
        ("The cafÃ© stays.", "paragraph 2: letters of a wrong encoding (“The cafÃ© stays.”)"),
        ("It rained in Malm√∂.", "paragraph 2: letters of a wrong encoding (“It rained in Malm√∂.”)"),
    ],
)
def test_letters_that_are_not_the_author_s_are_told(text: str, doubt: str) -> None:
    """With the words beside the first of them."""
    assert doubts(PLAIN, text) == [doubt]


def test_only_the_first_of_many_is_shown() -> None:
    """The others are counted, by paragraphs."""
    assert doubts("A b\ufffdg.", "A c\ufffdt. A d\ufffdg.", "None.") == [
        "paragraph 1: letters are missing (“A b\ufffdg.”), and 1 more"
    ]


def test_the_place_is_the_page_the_chapter_or_the_time_if_there_is_one() -> None:
    """Else it is the number of the paragraph, as in what is quoted from it."""
    for place, shown in (
        (("page", "iv"), "page iv"),
        (("chapter", "One"), "chapter “One”"),
        (("time", "0:01:02"), "at 0:01:02"),
    ):
        (doubt,) = find_doubts(compose([Block("A b\ufffdg.", place=place)]))  # type: ignore[arg-type]
        assert doubt.startswith(f"{shown}: ")


def test_columns_that_are_read_across_are_told() -> None:
    """Lines of two columns stand beside each other; a table of few words is none."""
    merged = "\n".join(f"{left:<34}{right}" for left, right in zip(LEFT, RIGHT, strict=True))
    (doubt,) = doubts(PLAIN, merged)
    assert doubt.startswith("paragraph 2: columns side by side that are read across (“The harbour board met on ")
    assert not doubts("\n".join(f"{name:<20}{number}" for number, name in enumerate(LEFT)))


def test_a_text_of_menus_is_told() -> None:
    """Where most paragraphs are no sentences; short answers, and a few headings, are no such sign."""
    menu = ["Home", "News", "Sport", "Weather", "About us", "Contact", "Log in", "Subscribe now", "Cookies", "Help"]
    (doubt,) = doubts(*menu, "A boat left.", "It rained.", "Nobody came.")
    assert doubt == "10 of 13 paragraphs are no sentences, or repeated (“Home”)"
    assert not doubts(
        *[f"Did you see number {number}?" for number in range(9)], *[f"No, {number}." for number in range(9)]
    )
    assert not doubts(*menu, *[PLAIN] * 2, *[f"{PLAIN} {number}" for number in range(10)])


def articles() -> Iterable[str]:
    """Articles in which nothing is wrong."""
    return (path.name for path in (ROOT / "tests" / "quality" / "articles").iterdir())


@pytest.mark.parametrize("name", sorted(articles()))
def test_nothing_is_told_of_what_is_right(name: str) -> None:
    """Letters with accents, quotation marks, labels, lists and tables are no reason."""
    assert read_article(ROOT / "tests" / "quality" / "articles" / name).doubts == ()


def test_a_document_has_the_doubts_about_its_text() -> None:
    """Behind those of its reader."""
    assert read_article(SHIPPED).doubts == ()
    document = parse_article("a.txt", b"---\nurl: nowhere\n---\nA c\xef\xbf\xbdt.")
    assert len(document.doubts) == 2
    assert document.doubts[1] == "paragraph 1: letters are missing (“A c\ufffdt.”)"
