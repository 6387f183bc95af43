"""Details that a question asks for and a text lacks."""

import pytest

from index.query.asked_detail import lacks_asked_detail
from tests.support.growth import growth


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many planks broke?", "Planks broke in the storm of 2003, Hale said."),
        ("How old is Ada Holm?", "Ada Holm came six years after the storm."),
        ("How old is Ada Holm?", "Ada Holm came with her 14-year-old son."),
        ("How much did the pier cost?", "The pier was built by 1,200 workers in two years."),
        ("How much did Bo Krag pay for the boat?", "Bo Krag paid for the boat and left."),
        ("What is the name of Ada Holm’s son?", "Ada Holm lives with a son who sails."),
        ("What was the name of the judge who closed the pier?", "A judge closed the pier."),
    ],
)
def test_a_text_lacks_what_it_has_nothing_of_the_kind_for(question: str, text: str) -> None:
    """Neither a year is an amount, nor the age of somebody else or another number what is asked for."""
    assert lacks_asked_detail(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many planks broke?", "Fourteen planks broke."),
        ("How many planks broke?", "Thousands of planks broke in 2003."),
        ("How many planks broke in 2003?", "In 2003 broke 31 planks."),
        ("How old is Ada Holm?", "Ada Holm, 61, was there."),
        ("How old is Ada Holm?", "Ada Holm died on Sunday. She was 96."),
        ("How old was Ada Holm’s son?", "Ada Holm came with her 14-year-old son."),
        ("How old is Ada Holm?", "The 61-year-old came with her 14-year-old son."),
        ("How old is the pier?", "The pier dates from 1890."),
        ("How much did the pier cost?", "The town spent €3m on the pier."),
        ("How much did the pier move?", "The pier moved by the width of a hand."),
        ("What is the name of Ada Holm’s son?", "Ada Holm’s son Per sails."),
        ("What is the name of the fund?", "It is the harbour fund."),
        ("Who closed the pier?", "A judge closed the pier."),
    ],
)
def test_a_text_that_may_have_the_detail_lacks_none(question: str, text: str) -> None:
    """A number in words, an age in any form, a sum and a name are details, and other questions ask for none."""
    assert not lacks_asked_detail(question, text)


@pytest.mark.parametrize(
    "pattern", ["how much ", "what is the name of ", "her 14-year-old ", "Holm’s 14-year-old son "]
)
def test_time_is_linear(pattern: str) -> None:
    """Looking for a detail takes linear time, whatever is repeated in a question or a text."""
    assert growth(pattern, lambda text: lacks_asked_detail("How old is Ada Holm?", text)) < 24
    assert growth(pattern, lambda text: lacks_asked_detail(text, "Ada Holm was there."), largest=6_000) < 24
