"""Plain words."""

import pytest

from bot import wording
from bot.wording import counted, looked_for, sentence
from index.sought import Sought


def test_an_error_begins_as_a_sentence_does() -> None:
    """But a file keeps its name."""
    assert sentence("nothing is indexed yet") == "Nothing is indexed yet"
    assert sentence("story.txt: is empty") == "story.txt: is empty"
    assert sentence("") == ""


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (1204, "1,204 articles")]
)
def test_things_are_counted(number: int, words: str) -> None:
    """With the plural and the thousands."""
    assert counted(number, "article") == words


def test_high_keeps_the_promise_that_help_makes() -> None:
    """Of confidence at 0.8 four in five are right; the help says so of “high”, and half of “fair”."""
    assert (wording.HIGH, wording.FAIR) == (0.8, 0.5)


@pytest.mark.parametrize(
    ("sought", "words"),
    [
        (None, ""),
        (Sought(None, heard=False, words=()), ""),
        (Sought(None, heard=False, words=("stadium", "cost")), "Looked for: “stadium”, “cost”."),
        (Sought("Ada", heard=True, words=("harbour",)), "Looked for: words of Ada about “harbour”."),
        (Sought("Ada", heard=True, words=()), "Looked for: words of Ada."),
        (Sought("Ada", heard=False, words=("harbour",)), "No words of Ada were found in the articles."),
        (Sought(None, False, ("a",), "beyond"), "Nothing was found beyond what has been shown."),
        (Sought(None, False, ("a",), "near"), "Looked near the words that were shown."),
        (Sought(None, False, ("a",), absent=("no such words",)), "“no such words” stands nowhere in the articles."),
    ],
)
def test_a_refusal_says_what_was_looked_for(sought: Sought | None, words: str) -> None:
    """In a sentence, or not at all."""
    assert looked_for(sought) == words


def test_of_many_words_the_first_are_named() -> None:
    """A long question is not repeated."""
    words = tuple("abcdefghijk")
    assert looked_for(Sought(None, heard=False, words=words)).endswith("“g”, “h” and 3 more words.")
