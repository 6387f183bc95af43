"""Whom a question asks others about."""

import pytest

from index.query.query import parse


@pytest.mark.parametrize(
    ("question", "whom", "agrees"),
    [
        ("Who disagreed with Holm?", "Holm", False),
        ("who criticised the mayor of Ashby over the budget", "mayor of Ashby", False),
        ("Who in the party attacked Ida Holm’s plan?", "Ida Holm", False),
        ("Who openly criticized what Holm said about the bridge?", "Holm", False),
        ("Who has spoken out against Holm?", "Holm", False),
        ("Who objected to Holm because of the noise?", "Holm", False),
        ("Who agreed with Holm about the ferry?", "Holm", True),
        ("who praised ida holm", "ida holm", True),
        ("Who sided with the director?", "director", True),
    ],
)
def test_a_question_may_ask_who_stands_by_a_person_or_against(question: str, whom: str, agrees: bool) -> None:
    """The person is the object, and nobody's words alone are asked for."""
    query = parse(question)
    assert query.reaction
    assert (query.reaction.whom, query.reaction.agrees) == (whom, agrees)
    assert query.speaker is None


@pytest.mark.parametrize(
    "question",
    ["Who backed the plan?", "Who did Holm disagree with?", "Who opposed it?", "What did Holm attack?", "Who is Holm?"],
)
def test_what_is_done_to_things_or_by_the_person_is_no_such_question(question: str) -> None:
    """A plan is no person, and whom a person disagrees with is another question."""
    assert parse(question).reaction is None


def test_a_long_run_of_words_is_read_in_time() -> None:
    """Only the beginning of a question is looked at."""
    assert parse("who " + "spoke out " * 500).reaction is None
