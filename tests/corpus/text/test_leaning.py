"""Whether a sentence stands alone."""

import pytest

from corpus.text.sentences import leans


@pytest.mark.parametrize(
    "sentence",
    [
        "He also warned of war.",
        "But he did not go.",
        "However, they stayed.",
        "In June 1884, she emigrated.",
        "This was the end.",
        "Its roof fell in.",
        "All of this took years.",
        "Despite that, the bridge stood.",
        "The latter was closed.",
        "It was closed in 1974.",
    ],
)
def test_a_sentence_leans_that_opens_with_what_another_explains(sentence: str) -> None:
    """A pronoun or a demonstrative, after a few words that join it to what went before."""
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Those who stayed were few.",
        "It is not clear whether it will open.",
        "It was Jones who closed it.",
        "This week the bridge was closed.",
        "The company also lost.",
        "When Tesla arrived, he was ill.",
        "Item by item, the list was read.",
        "“He is gone,” said Jones.",
        "",
        "…",
    ],
)
def test_a_sentence_stands_alone_that_explains_itself(sentence: str) -> None:
    """By its own words, by the article's date, or because somebody else speaks."""
    assert not leans(sentence)
