"""Our questions are what they claim to be, and nobody is misquoted on the way to their answers."""

import pytest

from corpus.speakers.name_match import names_match
from corpus.text.document import Document
from index.answers.answer import Answer
from index.evaluation.metrics import Outcome, judge, repeated
from index.evaluation.question_file import EvalQuestion
from index.service.protocols import View

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("questions")]
Questions = tuple[EvalQuestion, ...]


def test_expected_answers_are_verbatim(questions: Questions, collection: View) -> None:
    """Every expected answer, and the name of who says it, stands in its article word for word."""
    for each in questions:
        texts = [_plain(document) for document in collection.documents if each.article in (None, document.name)]
        for answer in each.answers:
            assert any(answer in text for text in texts), each
        if each.speaker:
            assert any(each.speaker in text for text in texts), each


def test_the_questions_are_many_and_differ(questions: Questions) -> None:
    """A third or more have no answer in the articles, each tells what it tries, and none is asked twice."""
    assert len(questions) >= 160
    assert 3 * sum(not each.answers for each in questions) >= len(questions)
    assert all(each.tag for each in questions)
    assert not repeated(questions)


def test_nobody_is_given_the_words_of_another(outcomes: tuple[Outcome, ...]) -> None:
    """Direct speech that is shown stands beside nobody whom other questions ask for, but the one who said it."""
    spoken = [each.question for each in outcomes if each.question.speaker]
    people = {question.speaker or "" for question in spoken}
    shown = {excerpt for each in outcomes for excerpt in (*each.answer.excerpts, *each.answer.nearest)}
    for excerpt in shown:
        if excerpt.kind == "direct" and excerpt.speaker:
            given = {name for name in people if names_match(name, excerpt.speaker)}
            held = (each for each in spoken if judge(each, Answer("", (excerpt,), 1)).first)
            assert all(each.speaker in given for each in held if given), excerpt


def _plain(document: Document) -> str:
    return " ".join(document.text.split())
