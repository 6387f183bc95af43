"""Plain words."""

import pytest

from bot import wording
from bot.wording import counted, sentence


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
