"""Spans and the documents they point into."""

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.document import Document, text_id
from corpus.text.span import Span

SPANS = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: Span(min(ends), max(ends)))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 2), (-2, -1)])
def test_a_span_runs_forward_from_nought(start: int, end: int) -> None:
    """Python's slices would take others and mean something else by them."""
    with pytest.raises(ValueError, match=f"no span from {start} to {end}"):
        Span(start, end)


def test_a_span_is_a_slice_and_cannot_be_changed() -> None:
    """The end is not in it."""
    span = Span(2, 5)
    assert (span.of("abcdefg"), len(span), len(Span(4, 4))) == ("cde", 3, 0)
    with pytest.raises(FrozenInstanceError):
        span.start = 0  # type: ignore[misc]


@given(SPANS, SPANS)
def test_containing_and_overlapping_are_about_characters(one: Span, other: Span) -> None:
    """As sets of positions have it; an empty span overlaps nothing."""
    first, second = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.overlaps(other) == bool(first & second)
    if second:
        assert one.contains(other) == (second <= first)


@given(st.text("a \n\u00a0\u2003", max_size=12), SPANS)
def test_trimming_takes_white_space_from_the_ends_alone(text: str, span: Span) -> None:
    """What is left begins and ends with a word, and is empty where there was none."""
    span = Span(min(span.start, len(text)), min(span.end, len(text)))
    trimmed = span.trimmed(text)
    assert trimmed.of(text) == span.of(text).strip()
    assert span.contains(trimmed)


def test_a_position_has_the_number_of_its_paragraph(article: Document) -> None:
    """Counted from 1; between paragraphs and in captions there is none."""
    for number, span in enumerate(article.paragraphs, start=1):
        assert {article.paragraph_at(at) for at in (span.start, span.end - 1)} == {number}
        assert article.paragraph_at(span.end) is None
    assert [article.paragraph_at(caption.start) for caption in article.captions] == [None, None]
    assert article.paragraph_at(len(article.text) + 1) is None
    assert replace(article, paragraphs=()).paragraph_at(0) is None


def test_documents_are_the_same_where_their_texts_are(article: Document) -> None:
    """Whatever they are called."""
    assert replace(article, name="other.txt", title="Other", paragraphs=()) == article
    assert article.id == text_id(article.text) != text_id(article.text + " ")
