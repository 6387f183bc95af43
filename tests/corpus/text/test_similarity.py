"""How nearly two texts are the same."""

import random

import pytest

from corpus.text.similarity import LIKE, likenesses, signature

chance = random.Random(4)  # noqa: S311  # the same texts each time
VOCABULARY = [f"word{number}" for number in range(2000)]


def words(count: int = 500) -> list[str]:
    return chance.choices(VOCABULARY, k=count)


def share(one: list[str], other: list[str]) -> float:
    (likeness,) = likenesses(signature(" ".join(one)), [signature(" ".join(other))])
    return likeness


@pytest.mark.parametrize("text", ["", "…!", "One", "One two three", "“Nobody was on it,” said Ann Jones. " * 3000])
def test_a_text_is_like_itself(text: str) -> None:
    """However short; marks, white space and letter case do not matter. Its signature is always the same."""
    assert signature(text) == signature(text)
    assert len(signature(text)) == 4 * 128 + 16
    again = signature(f"\n\n{text.upper()} … \t".replace(" ", "  "))
    assert likenesses(signature(text), [again]) == [1]


def test_signatures_stay_what_they_are() -> None:
    """They are stored: another way to make them would need every one of them made again."""
    assert signature("The ferry sails at eight in the morning.")[:8].hex() == "c0d5f212cc814e6b"


def test_a_word_less_is_less_than_the_same() -> None:
    """In long texts too, where no sample of them tells."""
    text = words(20_000)
    assert 0.9 < share(text, text[:-1]) < 1
    assert share(["one"], ["two"]) < LIKE
    assert share([], ["two"]) < 1


def test_likeness_falls_with_what_is_different() -> None:
    """A paragraph more is nearly the same, half of it another text is about half, nothing in common is nothing."""
    text = words()
    changed = [word if chance.random() > 1 / 50 else "other" for word in text]
    assert share(text, text + words(60)) > 0.85
    assert 0.75 < share(text, changed) < 1
    assert 0.3 < share(text, text[:250] + words(250)) < 0.7
    assert share(text, words()) < 0.1


def test_moved_paragraphs_are_no_great_change() -> None:
    """Runs of words are compared wherever they stand."""
    text = words()
    assert share(text, text[250:] + text[:250]) > 0.9


def test_many_texts_are_compared_at_once() -> None:
    """Each as it is compared alone; with none there is nothing."""
    texts = [words(), words(), words()]
    signed = [signature(" ".join(text)) for text in texts]
    assert likenesses(signed[1], signed) == [share(texts[1], text) for text in texts]
    assert likenesses(signed[1], []) == []
