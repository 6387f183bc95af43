"""Whose words a question asks for, and who said words that it quotes."""

import pytest

from index.answers.answer import Answer, Refusal
from index.answers.asked_speaker import SAID
from index.encoding.encoder import Encoder
from index.people.sayings import find_person
from index.service.view import LiveView
from tests.support.kept_service import indexed_article

PIER = """---
title: Fight over the old pier
---
“The pier is safe,” said Mayor Ada Holm. Bo Krag, an engineer, said the opposite. “It is not safe,” Krag said.

“Tolls will go up,” said Mia Frost. “Tolls will go down,” said Jon Hale.

The storm of 2003 broke three planks, Hale said.

“It is the end of the harbour.”

Fisherman Carl Dietz was in tears. “It is the end of the harbour,” he said.

As an old sailor put it in 1920:

> Planks are promises.

Q: Why did you leave the board?

A: Nobody listened to us.

Q: And the school in Ashby?

ROSA LIND: I would close it tomorrow."""

MILL = """Village worries about the mill’s chimney

Bricklayer Jens Rask went up on Friday. He scratched at the mortar for an hour.

“It will not last another winter,” Rask said.
"""


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> LiveView:
    """One article in which people contradict each other."""
    return indexed_article(tmp_path_factory.mktemp("pier"), "pier.md", PIER, encoder)


@pytest.mark.parametrize(
    "question",
    [
        "Did Krag say the pier is safe?",
        "did krag say the pier is safe",
        "Did Bo Krag really say that the pier was safe?",
        "Has Krag ever said the pier is safe?",
        "Does Krag say the pier is safe?",
        "Is it true that Krag said the pier is safe?",
        "Do you know whether Krag said the pier is safe?",
        "Can you tell me if the engineer said the pier is safe?",
        "Did Krag call the pier safe?",
        "Did the engineer claim the pier is safe?",
    ],
)
def test_whether_somebody_said_it_is_answered_in_his_own_words(view: LiveView, question: str) -> None:
    """A denial answers; the words of the one who did say it do not."""
    answer = view.answer(question)
    assert isinstance(answer, Answer)
    assert answer.excerpts[0].text == "“It is not safe,”"
    assert all(excerpt.speaker and excerpt.speaker.name == "Bo Krag" for excerpt in answer.excerpts)


@pytest.mark.parametrize(
    "question",
    [
        "Who said “It is the end of the harbour”?",
        "who said “it is the end of the harbour”",
        "Whose words are “It is the end of the harbour”?",
        "Who said that “it is the end of the harbour”?",
        "Who told us “It is the end of the harbour”?",
        "Do you know who said “It is the end of the harbour”?",
        "“It is the end of the harbour”: who said it?",
        'Who said "It is the end of the harbour"?',
        "Who was it that said “it is the end of the harbour” in the article?",
        "please tell me who said “It is the end of the harbour”",
    ],
)
def test_whoever_the_article_names_beside_the_words_said_them(view: LiveView, question: str) -> None:
    """Though the same words stand before, as a pull quote, beside nobody's name."""
    answer = view.answer(question)
    assert isinstance(answer, Answer)
    assert answer.excerpts[0].speaker
    assert answer.excerpts[0].speaker.name == "Carl Dietz"


def test_words_that_another_paragraph_introduces_are_shown_with_it(view: LiveView) -> None:
    """It says whose they are."""
    answer = view.answer("Who said “Planks are promises”?")
    assert "an old sailor" in answer.excerpts[0].text or "sailor" in str(answer.excerpts[0].speaker)


def test_two_who_are_asked_for_both_answer(view: LiveView) -> None:
    """Each with words of his or her own."""
    answer = view.answer("What did Frost and Hale say about the tolls?")
    assert isinstance(answer, Answer)
    assert {excerpt.speaker.name for excerpt in answer.excerpts[:2] if excerpt.speaker} == {"Mia Frost", "Jon Hale"}


def test_the_question_of_an_interview_is_no_answer(view: LiveView) -> None:
    """What follows it is."""
    answer = view.answer("Why did you leave the board?")
    assert "Nobody listened" in answer.excerpts[0].text
    assert "Why did" not in answer.excerpts[0].text


def test_another_year_is_not_answered(view: LiveView) -> None:
    """Where no article has it."""
    assert isinstance(view.answer("How many planks did the storm of 1993 break?"), Refusal)


def test_a_detail_that_is_not_there_is_not_answered(view: LiveView) -> None:
    """A sentence about the same thing is no answer where it has no sum of money, or no age."""
    assert isinstance(view.answer("How much did the three planks of the storm of 2003 cost?"), Refusal)
    assert isinstance(view.answer("How old is fisherman Carl Dietz?"), Refusal)


def test_nobody_is_denied_whose_words_may_be_there(view: LiveView) -> None:
    """Only of somebody who is not there it is said that no words were found."""
    assert view.answer("What did Krag say about herrings?").summary.heard
    assert not view.answer("What did Olga Prim say about herrings?").summary.heard


def test_the_topic_of_words_may_stand_in_the_question_of_an_interview(view: LiveView) -> None:
    """Words are as sure as if they held the topic themselves, where the interviewer's question holds it."""
    answer = view.answer("What did Rosa Lind say about the school in Ashby?")
    assert isinstance(answer, Answer)
    assert answer.excerpts[0].text == "I would close it tomorrow."
    assert answer.confidence >= SAID


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> LiveView:
    """An article in which words lean on what stands around them."""
    return indexed_article(tmp_path_factory.mktemp("mill"), "mill.txt", MILL, encoder)


@pytest.mark.parametrize(
    "question",
    [
        "What did Rask say about the chimney?",
        "What did the bricklayer say about the mortar?",
        "Did Jens Rask say anything about the chimney?",
    ],
)
def test_words_that_lean_are_found_by_the_topic_around_them(mill: LiveView, question: str) -> None:
    """The topic may stand at the head of the article or in the paragraph before; the answer is less sure then."""
    answer = mill.answer(question)
    assert isinstance(answer, Answer)
    assert "another winter" in answer.excerpts[0].text
    assert answer.confidence < SAID


@pytest.mark.parametrize("question", ["What did Rask say about the ferry?", "What did Rask say about the election?"])
def test_words_that_lean_on_something_else_are_refused(mill: LiveView, question: str) -> None:
    """A topic that stands nowhere near is none of theirs."""
    assert isinstance(mill.answer(question), Refusal)


def test_words_that_lean_are_about_the_topic_beside_them(mill: LiveView) -> None:
    """What a person says is listed for a topic that only the paragraph before has."""
    rask = find_person(mill.people, "Rask").id
    assert [saying.excerpt.text for saying in mill.sayings(rask, "mortar")] == ["“It will not last another winter,”"]
    assert mill.sayings(rask, "ferry") == ()
