"""Where sentences begin and end."""

import re
from itertools import pairwise
from typing import SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import sentences as splitter
from corpus.text.sentences import split_sentences
from corpus.text.span import Span
from tests.support.growth import growth


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "text",
    [
        "First one. | Second one! | Third one?",
        "Kim Jong Un met Gen. John E. Hyten in Omaha. | They left.",
        "The U.S. Ambassador spoke at the U.N. on Friday. | Nobody replied.",
        "It was conducted on Sept. 3 in the north. | No. 5 was larger.",
        "Dr. Smith, Mr. Lee and Mrs. Gray met J. R. R. Tolkien. | It rained.",
        "It begins at 5 p.m. on Monday. | Bring 3.5 kg of rice.",
        "He works for Acme Inc. in Ohio. | She does not.",
        "“These are severe,” Mattis said Tuesday. | “We’ll see.”",
        "“We came.” | “We saw.” | She left.",
        "“Stop!” he said. | “Why?” she asked.",
        "He said “No.” | Then he left.",
        "“It is over. | We lost,” she said.",
        "“An unclosed quotation. | It goes on. | And on.",
        "„Nein.“ | Dann ging er.",
        "«Non.» | Il partit.",
        "'It was Tom's,' he said. | 'Was it?'",
        'He said "Go!" and "Run!" at once. | They ran.',
        "Wait … what? | Nothing.",
        "See https://example.org/a.b?c=d. | It is there.",
        "It fell.[1] | It rose.",
        "北朝鮮は発射した。 | 終わり。",
        "No end at all",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str) -> None:
    """Not at initials, abbreviations or dates; a closing mark stays with what it closes, an opening one as well."""
    assert sentences(text.replace(" | ", " ")) == text.split(" | ")


def test_only_the_span_that_is_asked_for_is_split() -> None:
    """And positions are the text's."""
    text = "Before. One here. Two here. After."
    spans = split_sentences(text, Span(8, 27))
    assert [span.of(text) for span in spans] == ["One here.", "Two here."]
    assert split_sentences(text, Span(7, 8)) == split_sentences(text, Span(4, 4)) == ()


def test_a_long_paragraph_is_split_like_a_short_one() -> None:
    """The splitter underneath sees windows of it; no sentence is cut where one ends."""
    told = [
        f"Sentence number {number} was told to Gen. Hyten at {number} p.m. in the U.S. base."
        for number in range(1, 900)
    ]
    assert sentences(" ".join(told)) == told
    endless = "and so on, " * 2_000
    assert sentences(f"{endless}he said. Then it ended.") == [f"{endless}he said.", "Then it ended."]


PIECES = st.sampled_from(
    [*"abAB.!?…'\"“”‘’«»()[]—-,:; \n\t1é👩北。", "\u00a0", "\u200b", "\u2028", "U.S.", "Gen. ", " said ", "[1]", "\r\n"]
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=60), st.data())
def test_sentences_are_all_of_the_text_but_white_space(text: str, data: st.DataObject) -> None:
    """In order, trimmed, none overlapping another."""
    start = data.draw(st.integers(0, len(text)))
    within = Span(start, data.draw(st.integers(start, len(text))))
    spans = split_sentences(text, within)
    assert all(span.trimmed(text) == span and len(span) and within.contains(span) for span in spans)
    ends = [within.start, *(end for span in spans for end in (span.start, span.end)), within.end]
    assert ends == sorted(ends)
    assert not "".join(text[a:b] for a, b in list(pairwise(ends))[::2]).strip()


HOSTILE = (
    *("“", "”", "' ", "’", "“a.” ", ". ", "A. B. ", "U.S. ", "![", "!é", "?-", "`a.` ", "「a。", "Yahoo!", "…", "?!"),
    *("<!--", "(", "[1]", "1.1.", "e.g. ", "a", " ", "\n", "「」。[", "‹a. ", "“Stop!” he said. "),
)


@pytest.mark.parametrize("pattern", HOSTILE)
def test_splitting_takes_time_in_proportion(pattern: str) -> None:
    """Splitting takes linear time, however the marks are piled up."""
    assert growth(pattern, sentences) < 24


class CountedText(str):
    """A text that counts the characters which slices of it, and of those, copy."""

    __slots__ = ()
    copied = 0

    def __getitem__(self, key: SupportsIndex | slice) -> "CountedText":
        part = CountedText(super().__getitem__(key))
        CountedText.copied += len(part)
        return part


class CountedMarks:
    """A pattern whose substitutions are counted texts."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def sub(self, replacement: str, text: str) -> CountedText:
        return CountedText(self._pattern.sub(replacement, text))


def test_splitting_copies_each_character_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of the rest of a text for each sentence would take seconds only where a text is very long."""
    monkeypatch.setattr(splitter, "_MARKS", CountedMarks(splitter._MARKS))
    text = CountedText("“It rained.” Nobody left [1] the hall. " * 1_000)
    monkeypatch.setattr(CountedText, "copied", 0)
    assert len(split_sentences(text, Span(0, len(text)))) == 2_000
    assert CountedText.copied < 8 * len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q. Where was it? It was late.", ["Q. Where was it?", "It was late."]),
        ("**A.** In the depot. I had the keys.", ["**A.** In the depot.", "I had the keys."]),
        ("**Why did you leave? You were liked.**", ["**Why did you leave?", "You were liked.**"]),
        ("*It was late.* He left.", ["*It was late.*", "He left."]),
    ],
)
def test_a_label_and_emphasis_are_no_sentences(text: str, expected: list[str]) -> None:
    """The label of a question stands with it, and asterisks with the sentence that they close."""
    assert sentences(text) == expected
