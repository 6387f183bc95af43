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
        ("at 5:30 p.m.", "at 5.30pm"),
        ("at 9 a.m. sharp", "at 9am sharp"),
        ("at 10 a.m", "at 10 am"),
        ("$5m and £1.2bn", "$5 million and £1.2 billion"),
        ("€3mn or 4 tn", "€3 million or 4 trillion"),
        ("10k of them", "10 thousand of them"),
        ("5pc of it", "5 per cent of it"),
        ("20 000 and 1\u00a0500", "20,000 and 1500"),
        ("2019–20", "2019-20"),
        ("the [new plan](https://example.org/a_(b)?c=1#d) is", "the new plan is"),
        ("![chart](chart.png) we saw", "chart we saw"),
        ("four million[3] in all.[^12]", "four million in all"),
        ("Fish &amp; chips, it&rsquo;s &#8220;good&#8221;&nbsp;food", "Fish and chips, it’s good food"),
        ("Itâ€™s â€œgood,â€ she said; Ã©tÃ©", "It’s “good,” she said; été"),
        ("the gov\u00ad\nernment", "the government"),
        ("un**believ**able", "unbelievable"),
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
        ("5:30", "530"),
        ("2:1", "2.1"),
        ("20.000", "20,000"),
        ("$5m", "$5bn"),
        ("a beam of 5 m", "a beam of 5 million"),
        ("we lost [12] boats", "we lost boats"),
        ("M&A;", "MA"),
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
    assert [token.span for token in tokens("two", 4)] == [Span(4, 7)]


def test_words_know_where_they_stand_among_signs() -> None:
    """Entities stand in their words, links and footnotes outside of them."""
    text = "It&rsquo;s a [new](https://x.example/y) plan[2] Ã©t"
    assert [token.span.of(text) for token in tokens(text)] == ["It&rsquo;s", "a", "new", "plan", "Ã©t"]


def test_nothing_is_no_word() -> None:
    """An empty text and marks have no words."""
    assert keys("") == keys("“”, — ![") == []
