"""From answers to outcomes, and from those to figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span
from index.answers.answer import Answer, Refusal
from index.evaluation.metrics import (
    ENOUGH,
    Outcome,
    Share,
    absent,
    auroc,
    by_tag,
    calibration_error,
    judge,
    repeated,
    summarize,
)
from index.evaluation.question_file import EvalQuestion, read_questions
from index.service.protocols import View

TEXT = """“We’ll  re-open the
harbour,” said Ann Jones. The pier cost $48.5 million in 1974.

Nothing else happened."""
HARBOUR = parse_article("harbour-news.txt", TEXT.encode())
OTHER = parse_article("other.md", b"# The pier of Bergen\n\nThe pier cost nothing.")


def excerpt(words: str, document: Document = HARBOUR, speaker: str | None = None) -> Excerpt:
    start = document.text.index(words)
    said_by = Speaker(speaker, None, Span(0, 0), "named") if speaker else None
    return Excerpt(document, Span(start, start + len(words)), "direct" if speaker else "narration", said_by)


WE = "“We’ll  re-open the\nharbour,”"
COST = excerpt("The pier cost $48.5 million in 1974.")
NOTHING = excerpt("Nothing else happened.")


def outcome(answers: str | None, *shown: Excerpt, sure: float = 0.9, **more: str) -> Outcome:
    question = EvalQuestion(1, "Why?", (answers,) if answers else (), **more)
    return judge(question, Answer("Why?", shown, sure) if shown else Refusal("Why?", (COST, NOTHING), sure))


@pytest.mark.parametrize(
    "words",
    ["\"we'll re–open", "We’ll", "the harbour", "pier cost", "48.5 million", "$48.5", "1974", "pier, cost"],
)
def test_an_answer_may_be_written_otherwise(words: str) -> None:
    """Case, white space, quotation marks, dashes and commas are forgiven."""
    assert outcome(words, excerpt(WE), COST).shown


@pytest.mark.parametrize("words", ["harbours", "har", "5 million", "€48.5 million", "the pier was", "197", "cost pier"])
def test_an_answer_stands_as_whole_words(words: str) -> None:
    """Parts of words or of numbers, another currency and another order are other words."""
    assert outcome(words, excerpt(WE), COST).result == "wrong"


def test_every_way_to_be_right_or_wrong() -> None:
    """A result is right, or says what went wrong."""
    said = excerpt(WE, speaker="Ann Jones")
    assert outcome("1974", COST, NOTHING).result == "right"
    assert outcome("1974", NOTHING, COST).result == "further"
    assert outcome("1974", NOTHING).result == "wrong"
    assert outcome("1974").result == "refused"
    assert outcome(None).result == "right"
    assert outcome(None, COST).result == "answered"
    assert outcome("harbour", said, speaker="Ann Jones").result == "right"
    assert outcome("harbour", said, speaker="Jones").result == "right"
    assert outcome("harbour", said, speaker="Bob Jones").result == "speaker"
    assert outcome("harbour", excerpt(WE), speaker="Ann Jones").result == "speaker"
    assert outcome("1974", said, COST, speaker="Bob Jones").result == "further"


def test_a_refusal_with_nothing_near_is_judged_too() -> None:
    """Where nothing is indexed near, there is nothing to be right."""
    assert judge(EvalQuestion(1, "Why?", ("so",)), Refusal("Why?", (), 0.0)).result == "refused"


def test_only_the_expected_article_will_do() -> None:
    """It is known by its title or its file's name, however these are written."""
    for name in ("The pier of Bergen", "THE PIER OF BERGEN", "other.md"):
        assert outcome("pier cost", COST, article=name).result == "wrong"
        assert outcome("pier cost", excerpt("The pier cost nothing.", OTHER), article=name).result == "right"


def test_figures_count_every_outcome() -> None:
    """Each figure is of the questions that it is about."""
    said = excerpt(WE, speaker="Ann Jones")
    figures = summarize(
        [
            outcome("1974", COST, sure=0.9),
            outcome("1974", NOTHING, COST, sure=0.8),
            outcome("1974", NOTHING, sure=0.7),
            outcome("1974", sure=0.1),
            outcome("harbour", said, sure=0.9, speaker="Ann Jones"),
            outcome("harbour", said, sure=0.9, speaker="Bob Dole"),
            outcome(None, sure=0.1),
            outcome(None, NOTHING, sure=0.75),
        ]
    )
    assert (figures.first, figures.shown, figures.refused_wrongly) == (Share(3, 6), Share(4, 6), Share(1, 6))
    assert (figures.speakers, figures.refused) == (Share(1, 2), Share(1, 2))
    assert figures.auroc == pytest.approx((5 + 0.5 + 4) / 12)
    assert figures.ece is None
    assert figures.length == 25.5


def test_what_was_not_asked_has_no_figure() -> None:
    """Without a question of a kind, or an answer, there is nothing to tell."""
    nothing, alone = summarize([]), summarize([outcome("1974")])
    assert (nothing.first, nothing.auroc, nothing.ece, nothing.length) == (Share(0, 0), None, None, None)
    assert (alone.refused_wrongly, alone.auroc, alone.length) == (Share(1, 1), None, None)


def test_calibration_is_told_from_enough_questions() -> None:
    """Of refusals the nearest passage counts, whose confidence it is."""
    figures = summarize([outcome("1974", sure=0.3)] * ENOUGH)
    assert figures.ece == pytest.approx(0.7)


def test_figures_by_tag() -> None:
    """Questions without a tag are in none of them."""
    tagged = [outcome("1974", COST, tag="when"), outcome("1974", tag="when"), outcome(None, tag="none"), outcome(None)]
    found = by_tag(tagged)
    assert {tag: (each.first, each.refused) for tag, each in found.items()} == {
        "when": (Share(1, 2), Share(0, 0)),
        "none": (Share(0, 0), Share(1, 1)),
    }


def test_answers_that_stand_nowhere_are_found() -> None:
    """Neither in an article's paragraphs and captions, nor in the one that was named."""
    questions = (
        EvalQuestion(1, "A?", ("re-open the harbour",)),
        EvalQuestion(2, "B?", ("The pier of Bergen",)),
        EvalQuestion(3, "C?", ("1974",), article="other.md"),
        EvalQuestion(4, "D?", ("1975", "nothing")),
        EvalQuestion(5, "E?", ("1974",), article="elsewhere"),
        EvalQuestion(6, "F?", article="elsewhere"),
        EvalQuestion(7, "G?", ("1974. Nothing",)),
    )
    assert [each.line for each in absent(questions, (HARBOUR, OTHER))] == [2, 3, 5, 7]
    assert absent(questions[:1], ()) == questions[:1]


def test_questions_asked_twice_are_found() -> None:
    """Each is told with the line that asks it first."""
    asked = ("Why?", "WHY?", "How?", "why?")
    assert repeated(EvalQuestion(line, each) for line, each in enumerate(asked, start=1)) == {2: 1, 4: 1}


@settings(max_examples=30)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=8), st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_auroc_counts_pairs(positive: list[int], negative: list[int]) -> None:
    """It is the share of pairs in the right order, equal ones counted half."""
    pairs = [(p > n) + (p == n) / 2 for p in positive for n in negative]
    assert auroc(positive, negative) == pytest.approx(np.mean(pairs))


def test_calibration_error() -> None:
    """None where each share fits its confidence; all of it where every sure answer is wrong."""
    assert calibration_error([0.25] * 4 + [1.0], [True, False, False, False, True]) == 0
    assert calibration_error([1.0, 1.0], [False, False]) == 1
    assert calibration_error([0.05, 0.95, 0.95, 0.95], [False, True, True, False]) == pytest.approx(
        (0.05 + 3 * (0.95 - 2 / 3)) / 4
    )


def test_the_real_thing_is_judged(real: View) -> None:
    """From a file through the collection to figures."""
    lines = (
        '{"question": "What did Mattis say about the sanctions?", "answer": "severe sanctions", "speaker": "Mattis"}',
        '{"question": "What is the capital of France?"}',
    )
    questions = read_questions("q.jsonl", "\n".join(lines).encode())
    figures = summarize([judge(each, real.answer(each.question)) for each in questions])
    assert (figures.first, figures.speakers, figures.refused) == (Share(1, 1), Share(1, 1), Share(1, 1))
    assert figures.auroc == 1
