"""A question and a text, read together by the packaged reader."""

import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.encoding.embedding import Pieces
from index.reading.onnx_reader import strength
from index.reading.reader import UNREAD
from tests.support.kept_service import READER

TEXTS = (
    "The old bridge was closed in March. A firm from Porto will build a new one. It will cost 4 million.",
    "The ferry sails every hour. Tickets cost three euros. Dogs travel free.",
    "The museum opened in 1912. Its founder, Clara Weiss, gave it 300 paintings. Visitors come mainly in summer.",
    "The café was painted green.",
    "Bees dance to tell others where flowers are. Honey is made from nectar. Winter is hard for them.",
)


def sentences(text: str) -> Pieces:
    return tuple(match.span() for match in re.finditer(r"\S.*?\.(?=\s|$)", text))


def read(question: str, *texts: str) -> dict[str, float]:
    """Sentence → what the reader gives it."""
    scores = READER.scores(question, [(text, sentences(text)) for text in texts])
    return {
        text[first:last]: score
        for text, own in zip(texts, scores, strict=True)
        for (first, last), score in zip(sentences(text), own, strict=True)
    }


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How much will the new bridge cost?", "It will cost 4 million."),
        ("Why was the bridge closed?", "The old bridge was closed in March."),
        ("Who will build the new bridge?", "A firm from Porto will build a new one."),
        ("What do tickets for the ferry cost?", "Tickets cost three euros."),
        ("When did the museum open?", "The museum opened in 1912."),
        ("Who founded the museum?", "Its founder, Clara Weiss, gave it 300 paintings."),
        ("When do visitors come?", "Visitors come mainly in summer."),
        ("What is honey made from?", "Honey is made from nectar."),
    ],
)
def test_the_sentence_that_answers_is_strongest(question: str, answer: str) -> None:
    """Of all sentences of all texts."""
    scores = read(question, *TEXTS)
    assert max(scores, key=lambda sentence: scores[sentence]) == answer


@pytest.mark.parametrize("question", ["Who invented the telephone?", "What is the capital of Peru?"])
def test_where_nothing_answers_nothing_is_above_0(question: str) -> None:
    """A plain question about something else is answered by nothing."""
    assert max(read(question, *TEXTS).values()) < 0


def test_a_text_reads_the_same_beside_others() -> None:
    """Each text is read by itself, to the last bit."""
    question = "How much will the new bridge cost?"
    together = read(question, *TEXTS)
    assert read(question, *reversed(TEXTS)) == together
    assert {sentence: score for text in TEXTS for sentence, score in read(question, text).items()} == together


def test_a_text_is_read_in_the_light_of_the_question() -> None:
    """Which sentence of it is strongest depends on what is asked."""
    strongest = set()
    for question in ("Why was the bridge closed?", "Who will build the new bridge?", "How much will it cost?"):
        scores = read(question, TEXTS[0])
        strongest.add(max(scores, key=lambda sentence: scores[sentence]))
    assert len(strongest) == 3


def test_several_threads_read_as_one_does() -> None:
    """Nothing is kept between readings."""
    questions = [f"How much does the {name} cost?" for name in ("bridge", "ferry")]
    alone = [read(question, *TEXTS[:2]) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda question: read(question, *TEXTS[:2]), questions * 4)) == alone * 4


def test_no_texts_are_no_scores() -> None:
    """There is nothing to read."""
    assert READER.scores("What?", []) == []


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_a_sentence_without_tokens_is_unread(text: str) -> None:
    """There is nothing of it to read."""
    assert READER.scores("What?", [(text, ((0, len(text)),))]) == [[UNREAD]]


def test_what_is_too_long_is_read_in_part() -> None:
    """A long question leaves room for the text; of a long text the sentences at the end are unread."""
    assert np.isfinite(list(read("How much will the new bridge cost? " * 70, TEXTS[3]).values())).all()
    long = " ".join(f"Lot {number} was sold for {number} euros." for number in range(80))
    (scores,) = READER.scores("What was sold for 3 euros?", [(long, sentences(long))])
    assert scores[3] == max(scores)
    assert scores[-1] == UNREAD


def test_a_sentence_is_as_strong_as_its_best_ends_and_its_mean() -> None:
    """Whatever its length: many weak tokens do not make it strong."""
    tokens = np.array([[1.0, 4.0, -9.0], [3.0, -9.0, 2.0]], np.float32)
    assert strength(tokens) == pytest.approx(2 + 0.5 * (4 + 2), abs=1e-3)
    assert strength(tokens[:1]) == pytest.approx(1 + 0.5 * (4 - 9))
