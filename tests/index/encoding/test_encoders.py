"""What every encoder gives, in ONNX Runtime and in torch."""

import threading
from collections.abc import Sequence

import numpy as np
import pytest

from index.encoding.compression import Matrix
from index.encoding.encoder import Encoder
from index.encoding.onnx_encoder import LONGEST, OnnxEncoder
from index.encoding.sentence_encoder import TURN, SentenceEncoder

PASSAGE = "The sanctions are severe.  He said: “We will see.”"
SENTENCES = ((0, 25), (25, 27), (27, 50))  # that between them is white space


@pytest.fixture(params=["onnx", "torch"])
def either(request: pytest.FixtureRequest, encoder: OnnxEncoder, torch_encoder: SentenceEncoder) -> Encoder:
    """The packaged model in each runtime."""
    return encoder if request.param == "onnx" else torch_encoder


def vectors_of(encoder: Encoder, texts: Sequence[str]) -> Matrix:
    """A row for each text."""
    return np.stack([embedding.vector for embedding in encoder.embed([(text, ()) for text in texts])])


def test_vectors_are_finite_unit_and_of_one_length(either: Encoder) -> None:
    """In the order of the texts, also where there is nothing in one, or far too much."""
    texts = ["", "short", "A longer sentence about sanctions.", "word " * 3_000, "👩‍🚀 北朝鮮 \u202e", "short"]
    vectors = vectors_of(either, texts)
    assert vectors.shape == (6, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[1], vectors[5], atol=1e-5)
    np.testing.assert_allclose(vectors[2], either.embed_query(texts[2]).vector, atol=1e-5)


def test_what_means_the_same_is_near(either: Encoder) -> None:
    """The model is the real one."""
    one, same, other = vectors_of(either, ["The sanctions are severe.", "Harsh penalties were imposed.", "I like cake"])
    assert one @ same > 0.4 > 0.2 > one @ other


def test_a_text_is_embedded_in_one_pass(either: Encoder) -> None:
    """The whole as of a question, its pieces in the light of the whole, and the tokens that each is made of."""
    (found,) = either.embed([(PASSAGE, SENTENCES)])
    np.testing.assert_allclose(found.vector, either.embed_query(PASSAGE).vector, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(found.pieces, axis=1), 1, atol=1e-5)
    alone = either.embed([(PASSAGE[start:end], ()) for start, end in SENTENCES])
    assert [found.ids[start:end].tolist() for start, end in found.ranges] == [each.ids.tolist() for each in alone]
    assert len(found.tokens) == len(found.ids) == sum(len(each.ids) for each in alone)
    assert 0.5 < found.pieces[0] @ alone[0].vector < 0.999
    np.testing.assert_array_equal(found.pieces[1], found.vector)  # which has no tokens of its own


@pytest.mark.slow
def test_texts_are_embedded_in_their_order(either: Encoder) -> None:
    """None is cut short, and one without a word has a vector too."""
    texts = ["", "short", "word " * 300, *(f"Text {number}." for number in range(TURN))]
    told: list[int] = []
    found = either.embed([(text, ()) for text in texts], told.append)
    assert [len(each.ids) for each in found[:3]] == [0, 1, 300]
    assert all(each.tokens.shape == (len(each.ids), found[0].tokens.shape[1]) for each in found)
    for place in (place for place in range(len(texts)) if place != 2):  # of which a question is only the beginning
        np.testing.assert_allclose(found[place].vector, either.embed_query(texts[place]).vector, atol=1e-4)
    assert (told[0] <= TURN, told == sorted(told), told[-1]) == (True, True, TURN + 3)
    assert either.embed([]) == []


def test_many_threads_get_the_vectors_of_their_own_texts(either: Encoder) -> None:
    """Not each other's."""
    texts = [f"This is text number {number}." for number in range(6)]
    found: dict[int, Matrix] = {}

    def work(number: int) -> None:
        found[number] = either.embed_query(texts[number]).vector

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    np.testing.assert_allclose(np.stack([found[number] for number in range(6)]), vectors_of(either, texts), atol=1e-5)


def test_a_question_is_embedded_as_any_text(either: Encoder) -> None:
    """A question that fits one window has the vectors that a passage of the same words would have."""
    (passage,) = either.embed([("Who pays for the bridge?", ())])
    question = either.embed_query("Who pays for the bridge?")
    assert np.allclose(question.vector, passage.vector, atol=1e-6)
    assert np.array_equal(question.ids, passage.ids)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ['"', "a b ", "港", "ferry ", "é́ "])
def test_a_long_question_costs_no_more_than_its_first_tokens(either: Encoder, piece: str) -> None:
    """Of a question with more tokens than LONGEST, the encoder sees no more than so many."""
    text = f"ferry {piece * 300}"
    question = either.embed_query(text)
    (whole,) = either.embed([(text, ())])
    assert 0 < len(question.ids) < LONGEST < len(whole.ids)
    assert np.array_equal(question.ids, whole.ids[: len(question.ids)])
