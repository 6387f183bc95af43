"""Which article is meant by what somebody typed."""

import pytest

from bot.presentation.article_lookup import find_entry
from corpus.library.models import Entry
from index.service.errors import ArticleUnknownError
from tests.support.values import entry_of

QUAY = entry_of(3, "The quay closes")
FERRY = entry_of(12, "The ferry stays", name="2024/ferry.md")
TWELVE = entry_of(7, "12", name="a.txt")
AGAIN = entry_of(8, "The Quay  closes", name="a.txt")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3", QUAY),
        ("#3", QUAY),
        ("12", FERRY),
        ("the FERRY   stays", FERRY),
        ("2024/ferry.md", FERRY),
        ("quay.txt", QUAY),
        ("quay", QUAY),
    ],
)
def test_an_article_is_found(typed: str, meant: Entry) -> None:
    """By its number before anything else, its title, its file, or a part of a title that no other has."""
    assert find_entry((QUAY, FERRY, TWELVE), typed) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("the quay closes", "give the number of one: 3 “The quay closes”, 8 “The Quay  closes”"),
        ("the", "several articles match"),
        ("The fery stays", "did you mean 12 “The ferry stays”?"),
        ("99", "there is no article “99”"),
        ("", "there is no article “”"),
        ("x" * 9_000, "x…”"),
    ],
)
def test_what_is_meant_is_not_guessed(typed: str, said: str) -> None:
    """What could be several, or is none, is said with those that come near."""
    with pytest.raises(ArticleUnknownError) as caught:
        find_entry((QUAY, FERRY, AGAIN), typed)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300


def test_only_the_first_of_many_are_named() -> None:
    """And how many more there are."""
    with pytest.raises(ArticleUnknownError, match=r", 3 “The quay closes” and 3 more$"):
        find_entry((QUAY, AGAIN) * 4, "the quay closes")


def test_among_none_nothing_is_found() -> None:
    """Whatever is typed."""
    with pytest.raises(ArticleUnknownError):
        find_entry((), "1")
