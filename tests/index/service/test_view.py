"""What answers, asked as the faces ask it."""

import pytest

from corpus.quotes.citation import cite
from corpus.quotes.excerpt import checked_text
from index.answers.answer import Answer, Refusal
from index.query.query import QuestionError
from index.service.protocols import View
from tests.conftest import SHIPPED
from tests.support.reading import read_article

QUESTION = "What did Mattis say about the sanctions?"


def test_a_question_is_answered_with_the_articles_own_words(real: View) -> None:
    """With whose they are, and where they stand."""
    answer = real.answer(QUESTION)
    assert isinstance(answer, Answer)
    best = answer.excerpts[0]
    assert checked_text(best) == "“These are the most severe sanctions yet laid on North Korea,”"
    assert best.kind == "direct"
    assert best.speaker
    assert (best.speaker.name, best.speaker.role) == ("Mattis", "Secretary of Defense")
    assert (cite(best).paragraph, cite(best).sentences) == (9, (1, 1))
    assert 0 <= answer.confidence <= 1
    assert best.document == read_article(SHIPPED)


def test_the_answer_comes_from_the_right_article(real: View) -> None:
    """Of several."""
    answer = real.answer("What did Ann Jones say about the harbour?")
    assert isinstance(answer, Answer)
    best = answer.excerpts[0]
    assert best.text == "“We will rebuild the harbour,”"
    assert best.document.name == "harbour.txt"


def test_what_nobody_says_here_is_not_answered(real: View) -> None:
    """However near the topic is; the nearest passages are no answer."""
    answer = real.answer("What did Angela Merkel say about the sanctions?")
    assert isinstance(answer, Refusal)
    assert answer.excerpts


@pytest.mark.parametrize(
    "question",
    ["a", "'; DROP TABLE documents; --", "\0", "what did \\ say", "\ud800 sanctions", "word " * 1_000, "北朝鮮"],
)
def test_a_strange_question_is_answered_or_refused(real: View, question: str) -> None:
    """Nothing else happens."""
    try:
        answer = real.answer(question)
    except QuestionError:
        return
    assert 0 <= answer.confidence <= 1
    assert all(checked_text(excerpt) for excerpt in answer.excerpts)


def test_who_said_quoted_words_is_answered_by_the_sentence_that_has_them(real: View) -> None:
    """However little the question shares with it otherwise."""
    answer = real.answer("Who said “spoke with one voice”?")
    assert answer.confidence > 0.8
    assert isinstance(answer, Answer)
    assert "spoke with one voice" in answer.excerpts[0].text


def test_what_somebody_said_is_answered_by_reported_speech(real: View) -> None:
    """Where no topic is asked for, and nothing is quoted."""
    answer = real.answer("What did the officials say?")
    assert isinstance(answer, Answer)
    assert "reported" in {excerpt.kind for excerpt in answer.excerpts}
