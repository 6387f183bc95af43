"""Which article is meant by what somebody typed."""

from datetime import UTC, datetime

import pytest

from bot.entries import find_entry
from corpus.revisions import Entry
from index.tended import ArticleUnknownError


def entry(number: int, title: str, name: str = "a.txt") -> Entry:
    about = {"publisher": None, "published": None, "document": "0" * 64, "revision": 1, "revisions": 1}
    known = {field: None for field in Entry.__slots__ if field not in about}
    kept = {"origin": "file", "by": "operator", "at": datetime(2026, 1, 2, tzinfo=UTC), "bytes": 10}
    return Entry(**{**known, **about, **kept, "article": number, "name": name, "title": title})  # type: ignore[arg-type]


QUAY = entry(3, "The quay closes", "quay.txt")
FERRY = entry(12, "The ferry stays", "2024/ferry.md")
TWELVE = entry(7, "12")
AGAIN = entry(8, "The Quay  closes")


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
        ("the quay closes", "take the number of one: 3 “The quay closes”, 8 “The Quay  closes”"),
        ("the", "several articles could be meant"),
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
