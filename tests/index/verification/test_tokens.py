"""The words of a text as they count in a quote."""

import pytest

from corpus.text.span import Span
from index.verification.tokens import tokens


def keys(text: str) -> list[str]:
    return [token.key for token in tokens(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We’ll rebuild, she SAID!”", "we'll rebuild she said"),
        ("long-range — missiles", "long range missiles"),
        ("Café Übung São", "cafe ubung sao"),
        ("cafe\u0301", "café"),
        ("sanc\u00adtions \u200band", "sanctions and"),
        ("ﬁnal Ｗｏｒｄ", "final word"),
        ("1,000 and 2,500,000", "1000 and 2500000"),
        ("5 per cent", "5%"),
        ("5 percent", "5 %"),
        ("the U.S. and the U.N.", "the US and the UN"),
        ("cannot", "can not"),
        ("don’t", "dont"),
        ("[w]e rebuild", "We rebuild"),
        ("We [sic] rebuild", "we rebuild"),
        ("this & that", "this and that"),
        ("**bold** _words_", "bold words"),
    ],
)
def test_what_is_forgiven(one: str, other: str) -> None:
    """Marks, dashes, case, accents, compatibility forms and ways of writing a number are forgiven."""
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("can", "can’t"),
        ("were", "we’re"),
        ("well", "we’ll"),
        ("do not", "don’t"),
        ("sanction", "sanctions"),
        ("$412 million", "€412 million"),
        ("$5", "5"),
        ("5 percent", "5"),
        ("7.4", "74"),
        ("1,00", "100"),
        ("-5 degrees", "5 degrees"),
        ("three", "3"),
        ("per hour", "hour"),
    ],
)
def test_what_is_not_forgiven(one: str, other: str) -> None:
    """Another word is another word, and so are another number and another currency."""
    assert keys(one) != keys(other)


@pytest.mark.parametrize(
    "text", ["we … rebuild", "we ... rebuild", "we . . . rebuild", "we [...] rebuild", "we […] rebuild"]
)
def test_an_ellipsis_is_kept(text: str) -> None:
    """An ellipsis stands for words left out."""
    assert keys(text) == ["we", "…", "rebuild"]


def test_words_know_where_they_stand() -> None:
    """Words have their spans, also behind letters that become two or none."""
    text = "ﬁnd “U.S.” cafe\u0301s İt"
    assert [token.span.of(text) for token in tokens(text)] == ["ﬁnd", "U.S.", "cafe\u0301s", "İt"]
    assert [token.span for token in tokens("one two three", Span(4, 7))] == [Span(4, 7)]


def test_nothing_is_no_word() -> None:
    """An empty text and marks have no words."""
    assert keys("") == keys("“”, — ![") == []
