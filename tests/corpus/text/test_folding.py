"""Text as it is compared, and the way back to where it stands."""

from bisect import bisect_left
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.folding import Folded, fold, fold_text, folded_words, readable
from corpus.text.span import Span

LONGEST = 18  # characters that one character folds to: ﷺ
ODD = "Aé ﬁŒßİŉﷺ𝐁Ⅳ℃’‘ʼ´`“”«»–—‑−\u0301\u0345\u00ad\u200b\u2060\ufe0f\ufeff\u00a0\u2009\n한ͺ½…\ud800"
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=())), max_size=40)


def origins(folded: Folded, span: Span) -> tuple[int, int]:
    """The part of a folded text that comes from a span of the original."""
    return bisect_left(folded.offsets, span.start), bisect_left(folded.offsets, span.end)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O’Neill O‘Neill OʼNeill O`Neill O´Neill O′Neill O＇Neill", "o'neill " * 6 + "o'neill"),
        ("“a” „b‟ «c»", '"a" "b" "c"'),
        ("Jong‐un Jong‑un Jong–un Jong—un Jong−un", "jong-un " * 4 + "jong-un"),
        ("José Šimić cafe\u0301 Straße ΣΑΣ", "jose simic cafe strasse σασ"),
        ("ﬁnal oﬃce Ｗｏｒｄ 𝐁old ² ™", "final office word bold 2 tm"),
        ("sanc\u00adtions Mat\u200btis \u202eand\u202c \ufeffso\u2060on", "sanctions mattis and soon"),
        ("a\u00a0b\u2009c\u3000d\te\nf", "a b c d e f"),
        ("北朝鮮 Мэттис 🚀\ufe0f", "北朝鮮 мэттис 🚀"),
    ],
)
def test_what_is_written_differently_folds_to_the_same(one: str, other: str) -> None:
    """Case, accents, marks, blanks, compatibility forms and unseen characters make no difference."""
    assert fold_text(one) == other


@pytest.mark.parametrize(("one", "other"), [("were", "we're"), ("long-range", "long range"), ("ö", "oe"), ("a", "á b")])
def test_what_is_something_else_stays_apart(one: str, other: str) -> None:
    """An apostrophe, a hyphen and a blank are each something, and letters are not spelled out."""
    assert fold_text(one) != fold_text(other)


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    """What is folded is its own folded form, and so is what was made readable before."""
    assert fold_text(fold_text(text)) == fold_text(text)
    assert fold_text(readable(text)).split() == fold_text(text).split()
    assert readable(readable(text)) == readable(text)


@given(TEXTS)
def test_the_map_is_monotone(text: str) -> None:
    """Folded characters come in the order of the original's, the last of them from before its end."""
    folded = fold(text)
    assert folded.text == fold_text(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(text)
    assert all(one <= other for one, other in pairwise(folded.offsets))
    assert all(place < len(text) for place in folded.offsets[:-1])


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_the_folded_slice_is_a_slice_of_the_folded_text(text: str, one: int, other: int) -> None:
    """Of any span: also where a character in it becomes several, or none."""
    span = Span(*sorted(min(place, len(text)) for place in (one, other)))
    folded = fold(text)
    start, end = origins(folded, span)
    assert fold_text(span.of(text)) == folded.text[start:end]


@given(TEXTS, st.integers(0, 700), st.integers(0, 700))
def test_a_folded_slice_leads_back_to_the_original(text: str, one: int, other: int) -> None:
    """The span folds to the slice, with the rest of a character of which the slice has only a part."""
    folded = fold(text)
    start, end = sorted(min(place, len(folded.text)) for place in (one, other))
    span = folded.span(start, end)
    first, last = origins(folded, span)
    assert first <= start
    assert end <= last or start == end
    assert folded.text[first:last] == fold_text(span.of(text))
    whole = set(folded.offsets[start:end])
    assert {folded.offsets[place] for place in range(first, last)} == whole


def test_a_span_holds_the_accents_and_the_whole_ligature() -> None:
    """What vanishes belongs to the character before it."""
    text = "ﬁnd cafe\u0301s so\u00adcial"
    folded = fold(text)
    assert folded.text == "find cafes social"
    assert folded.span(0, 1).of(text) == "ﬁ"
    assert folded.span(5, 9).of(text) == "cafe\u0301"
    assert folded.span(11, 17).of(text) == "so\u00adcial"
    assert folded.span(4, 4) == Span(3, 3)


@given(TEXTS)
def test_folding_never_grows_beyond_what_its_characters_become(text: str) -> None:
    """Text and map grow with the text alone: a character by itself is what it is beside others."""
    folded = fold(text)
    assert folded.text == "".join(map(fold_text, text))
    assert len(folded.text) <= LONGEST * len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Übungen’s café", ["ubungen", "s", "cafe"]),
        ("U.S. 5,000-ton", ["u", "s", "5", "000", "ton"]),
        ("«—» …!", []),
        ("", []),
    ],
)
def test_words_are_parted_at_every_mark(text: str, words: list[str]) -> None:
    """They are runs of letters and digits."""
    assert folded_words(text) == words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ｗｈａｔ　did", "What did"),
        ("the oﬃce", "the office"),
        ("Mat\u200btis \u202eand\u202c So\u00adcial", "Mattis and Social"),
        ("cafe\u0301", "café"),
        ("O`Neill, Oʼneill, O′Neill and O´Neill", "O’Neill, O’neill, O’Neill and O’Neill"),
        ("what’s “this”…", "what’s “this”..."),
        ("北朝鮮 Мэттис 🚀", "北朝鮮 Мэттис 🚀"),
    ],
)
def test_odd_characters_are_read_as_plain_ones(typed: str, read: str) -> None:
    """What is not English stays as it is."""
    assert readable(typed) == read
