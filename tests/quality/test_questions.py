"""Our questions are what they claim to be."""

from corpus.text.document import Document
from index.evaluation.metrics import repeated
from index.evaluation.question_file import EvalQuestion
from index.service.protocols import View

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
    """At least a third of the questions have no answer, each is tagged with what it tries, and none is asked twice."""
    assert len(questions) >= 160
    assert 3 * sum(not each.answers for each in questions) >= len(questions)
    assert all(each.tag for each in questions)
    assert not repeated(questions)


def _plain(document: Document) -> str:
    return " ".join(document.text.split())
