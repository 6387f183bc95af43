"""A question and a passage, read together by the packaged encoder's last layers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from corpus.readers.files import parse_article
from index.encoding.embedding import Embedding
from index.encoding.encoder import Encoder
from index.encoding.onnx_encoder import LONGEST
from index.engine.build import build
from index.engine.generation import Generation
from index.retrieval.features import UNREAD
from index.retrieval.reader import load_reader, reader_weights, strength, to_pair

TEXTS = (
    "The old bridge was closed in March. A firm from Porto will build a new one. It will cost 4 million.",
    "The ferry sails every hour. Tickets cost three euros. Dogs travel free.",
    "The museum opened in 1912. Its founder, Clara Weiss, gave it 300 paintings. Visitors come mainly in summer.",
    "The café was painted green.",
    "Bees dance to tell others where flowers are. Honey is made from nectar. Winter is hard for them.",
)
ALIKE = 1e-4  # sums in another order differ by 2e-6 on these


@pytest.fixture(scope="module")
def town(encoder: Encoder) -> Generation:
    """A passage for each of TEXTS."""
    return build([parse_article("town.txt", "\n\n".join(TEXTS).encode())], encoder.embed)


def asked(question: str, encoder: Encoder) -> Embedding:
    return encoder.embed_query(question)


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
def test_the_sentence_that_answers_is_strongest(town: Generation, encoder: Encoder, question: str, answer: str) -> None:
    """Of all sentences of all passages."""
    found = load_reader().scores(town, asked(question, encoder), range(len(TEXTS)))
    assert set(found) == set(range(len(town.sentences)))
    assert town.sentence_text(max(found, key=lambda number: found[number])) == answer


@pytest.mark.parametrize("question", ["Who invented the telephone?", "What is the capital of Peru?"])
def test_where_nothing_answers_nothing_is_above_0(town: Generation, encoder: Encoder, question: str) -> None:
    """On plain questions about something else."""
    assert max(load_reader().scores(town, asked(question, encoder), range(len(TEXTS))).values()) < 0


def test_a_passage_reads_the_same_beside_others(town: Generation, encoder: Encoder) -> None:
    """In whatever order: shorter ones are filled up, and nothing looks at the filling."""
    question = asked("How much will the new bridge cost?", encoder)
    together = load_reader().scores(town, question, range(len(TEXTS)))
    backwards = load_reader().scores(town, question, range(len(TEXTS))[::-1])
    alone = {
        number: value
        for each in range(len(TEXTS))
        for number, value in load_reader().scores(town, question, [each]).items()
    }
    assert alone == pytest.approx(together, abs=ALIKE)
    assert backwards == pytest.approx(together, abs=ALIKE)


def test_a_passage_is_read_in_the_light_of_the_question(town: Generation, encoder: Encoder) -> None:
    """Which sentence of it is strongest depends on what is asked."""
    strongest = set()
    for question in ("Why was the bridge closed?", "Who will build the new bridge?", "How much will it cost?"):
        found = load_reader().scores(town, asked(question, encoder), [0])
        strongest.add(max(found, key=lambda number: found[number]))
    assert len(strongest) == 3


def test_several_threads_read_as_one_does(town: Generation, encoder: Encoder) -> None:
    """Nothing is kept between readings."""
    questions = [asked(f"How much does the {name} cost?", encoder) for name in ("bridge", "ferry", "museum", "honey")]

    def read(question: Embedding) -> dict[int, float]:
        return load_reader().scores(town, question, range(len(TEXTS)))

    with ThreadPoolExecutor(4) as pool:
        for together, alone in zip(pool.map(read, questions * 3), [read(each) for each in questions] * 3, strict=True):
            assert together == pytest.approx(alone, abs=ALIKE)


def test_no_passages_are_no_sentences(town: Generation, encoder: Encoder) -> None:
    """There is nothing to read."""
    assert load_reader().scores(town, asked("What?", encoder), []) == {}


def test_a_long_question_is_read(town: Generation, encoder: Encoder) -> None:
    """The reader sees the first LONGEST of a question that has more, and that is no error."""
    question = asked("How much will the new bridge cost? " * 90, encoder)
    assert len(question.states) == LONGEST
    assert np.isfinite(list(load_reader().scores(town, question, [0, 3]).values())).all()


def test_a_sentence_without_tokens_is_unread(encoder: Encoder) -> None:
    """There is nothing of it to read; the others are."""

    def without(texts: list[tuple[str, tuple[tuple[int, int], ...]]]) -> list[Embedding]:
        (found,) = encoder.embed(texts)
        return [replace(found, ranges=np.array([[0, 0], *found.ranges[1:].tolist()], np.int32))]

    generation = build([parse_article("ferry.txt", TEXTS[1].encode())], without)
    found = load_reader().scores(generation, asked("What do tickets cost?", encoder), [0])
    assert found[0] == UNREAD < found[1]


def test_a_pair_is_the_question_and_then_the_passage(town: Generation, encoder: Encoder) -> None:
    """With one mark of beginning; of the passage's tokens it is seen whether the question holds them, and how rare."""
    question = asked("Who founded the museum?", encoder)
    pair = to_pair(town, question, 2)
    tokens = len(town.tokens.ids(2))
    assert pair.question_length == len(question.states) == len(question.ids) + 2
    assert len(pair.states) == len(pair.overlap) == pair.question_length + tokens + 1
    shared, weighed, rarity = pair.overlap[pair.question_length : -1].T
    assert shared.tolist() == [float(number in question.ids) for number in town.tokens.ids(2)]
    assert 0 < shared.sum() < tokens
    assert np.array_equal(weighed, shared * rarity)
    assert (rarity > 0).all()
    assert not pair.overlap[: pair.question_length].any()
    assert not pair.overlap[-1].any()


def test_a_sentence_is_as_strong_as_its_best_ends_and_its_mean() -> None:
    """Whatever its length: many weak tokens do not make it strong."""
    tokens = np.array([[1.0, 4.0, -9.0], [3.0, -9.0, 2.0]], np.float32)
    assert strength(tokens) == pytest.approx(2 + 0.5 * (4 + 2), abs=1e-3)
    assert strength(tokens[:1]) == pytest.approx(1 + 0.5 * (4 - 9))


def test_the_trained_weights_are_numbers() -> None:
    """All of them, in single precision, and of at least one layer."""
    weights = reader_weights()
    assert all(weight.dtype == np.float32 and np.isfinite(weight).all() for weight in weights.values())
    assert any(name.startswith("layers.0.") for name in weights)
