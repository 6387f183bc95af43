"""Lexical search."""

import numpy as np
import pytest

from index.words import Words, stems

TEXTS = [
    "The sanctions on North Korea are severe.",
    "Sanctions, sanctions, sanctions!",
    "Mattis was in Omaha.",
    "Übungen in Zürich",
    "… — !",
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sanctions SANCTIONED sanctioning", ["sanction"] * 3),
        ("Übungen’s café", ["ubungen", "s", "cafe"]),
        ("Ubungen's cafe\u0301", ["ubungen", "s", "cafe"]),
        ("ＦＵＬＬ ﬁne ²", ["full", "fine", "2"]),
        ("Straße", ["strass"]),
        ("U.S. 5,000-ton", ["u", "s", "5", "000", "ton"]),
        ("«—» …!", []),
        ("北朝鮮", ["北朝鮮"]),
    ],
)
def test_words_are_compared_without_accents_case_and_endings(text: str, words: list[str]) -> None:
    """However they are typed."""
    assert stems(text) == words


def test_texts_that_hold_a_word_score_and_no_others() -> None:
    """More where it is oftener or the text is shorter."""
    scores = Words.of(TEXTS).scores(stems("sanctioned"))
    assert (scores > 0).tolist() == [True, True, False, False, False]
    assert scores[1] > scores[0]
    assert Words.of(TEXTS).scores(stems("zurich")).argmax() == 3


def test_a_word_that_no_text_holds_adds_nothing() -> None:
    """Alone or beside others."""
    words = Words.of(TEXTS)
    assert words.scores(["unheard"]).tolist() == words.scores([]).tolist() == [0.0] * 5
    assert words.scores(["unheard", "matti"]).tolist() == words.scores(["matti"]).tolist()
    assert words.scores(["matti"]).argmax() == 2


def test_rare_words_weigh_more() -> None:
    """Those of no text most."""
    words = Words.of(TEXTS)
    assert words.weight("unheard") > words.weight("matti") > words.weight("sanction") > 0


def test_texts_without_any_word_can_be_indexed() -> None:
    """A paragraph may be a row of dots."""
    words = Words.of(["…", "* * *"])
    assert words.scores(["matti"]).tolist() == [0.0, 0.0]
    assert Words.from_bytes(words.to_bytes()).scores(["matti"]).tolist() == [0.0, 0.0]


def test_bytes_give_back_the_same_scores() -> None:
    """Of all words, and the same weights."""
    words = Words.of(TEXTS)
    again = Words.from_bytes(words.to_bytes())
    for word in {*stems(" ".join(TEXTS)), "unheard"}:
        assert np.array_equal(again.scores([word]), words.scores([word]))
        assert again.weight(word) == words.weight(word)
