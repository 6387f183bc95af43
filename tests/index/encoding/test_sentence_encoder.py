"""The encoder in torch: models of other kinds, odd vectors, and whose turn it is."""

import threading
from pathlib import Path
from time import sleep

import numpy as np
import pytest

import index.encoding.sentence_encoder
from index.encoding.model_files import EncoderError, Model, find_model
from index.encoding.sentence_encoder import SentenceEncoder

PASSAGE = "The sanctions are severe.  He said: “We will see.”"
SENTENCES = ((0, 25), (25, 27), (27, 50))


def test_a_model_that_does_not_average_its_tokens_encodes_each_piece(
    torch_encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself, as one token."""
    monkeypatch.setattr(SentenceEncoder, "_averaging", False)
    split, whole = torch_encoder.embed([(PASSAGE, SENTENCES), ("Hello", ())])
    alone = torch_encoder.embed_query("The sanctions are severe.")
    np.testing.assert_allclose(split.pieces[0], alone.vector, atol=1e-5)
    assert split.ranges.tolist() == [[0, 1], [1, 2], [2, 3]]
    assert (len(split.tokens), len(whole.tokens), whole.pieces.shape) == (3, 1, (0, 384))
    assert np.array_equal(torch_encoder.embed_query("Hello").tokens, whole.tokens)


def test_what_embeddings_depend_on_is_in_the_fingerprint(torch_encoder: SentenceEncoder, model: Path) -> None:
    """Of the packaged model also how its tokens are made smaller, which is made for it alone."""
    found = find_model(str(model))
    assert SentenceEncoder(found).fingerprint == found.fingerprint
    assert torch_encoder.fingerprint.startswith(torch_encoder.model.fingerprint)
    assert torch_encoder.fingerprint != torch_encoder.model.fingerprint


def test_another_folder_is_loaded_by_its_path(model: Path, torch_encoder: SentenceEncoder) -> None:
    """It encodes as the same files do elsewhere."""
    found = find_model(str(model))
    assert (found.name, found.folder) == (str(model), model)
    one, same = (encoder.embed_query("Hello").vector for encoder in (SentenceEncoder(found), torch_encoder))
    np.testing.assert_allclose(one, same, atol=1e-6)


def test_a_folder_that_the_library_cannot_load_is_told(model: Path) -> None:
    """Whatever the library raises."""
    (model / "config.json").write_text('{"model_type": "nothing"}')
    with pytest.raises(EncoderError, match=r"the model .* cannot be loaded"):
        SentenceEncoder(find_model(str(model))).embed_query("Hello")


class _Transformer:
    """Gives the same rows, whatever it is asked."""

    def __init__(self, rows: object) -> None:
        self.rows = rows

    def encode(self, _texts: list[str], **_options: object) -> object:
        return self.rows


@pytest.mark.parametrize(
    ("transformer", "words"),
    [
        (_Transformer(np.array([[1, np.nan, 0]])), "not finite or has no direction"),
        (_Transformer(np.array([[1, np.inf, 0]])), "not finite or has no direction"),
        (_Transformer(np.zeros((1, 3))), "not finite or has no direction"),
        (_Transformer(np.ones((2, 3))), r"vectors of shape \(2, 3\) for 1 texts"),
        (_Transformer(np.ones(3)), r"vectors of shape \(3,\) for 1 texts"),
    ],
)
def test_vectors_that_cannot_be_used_are_refused(
    monkeypatch: pytest.MonkeyPatch, transformer: _Transformer, words: str
) -> None:
    """FAISS would take them."""
    monkeypatch.setattr(SentenceEncoder, "_averaging", False)
    encoder = SentenceEncoder(Model("odd", Path(), ""))
    encoder.__dict__["_transformer"] = transformer
    with pytest.raises(EncoderError, match=words):
        encoder.embed_query("Hello")


@pytest.mark.slow
def test_a_question_does_not_wait_for_a_build(torch_encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads take turns in the order they came."""
    monkeypatch.setattr(index.encoding.sentence_encoder, "TURN", 3)  # of texts, so that turns are short
    turns: list[int] = []
    asked_at: list[int] = []
    answered_at: list[int] = []
    begun = threading.Event()

    def told(done: int) -> None:
        turns.append(done)
        begun.set()

    build = threading.Thread(target=torch_encoder.embed, args=([(f"Sentence {n}.", ()) for n in range(36)], told))
    build.start()
    assert begun.wait(30)
    while build.is_alive() and len(answered_at) < 3:
        asked_at.append(len(turns))
        torch_encoder.embed_query("What did Mattis say?")
        answered_at.append(len(turns))
    build.join()
    assert turns == list(range(3, 37, 3))
    assert len(answered_at) == 3
    # One turn may be running, and the next may be waiting.
    assert all(after - before <= 3 for before, after in zip(asked_at, answered_at, strict=True))


def test_turns_are_taken_in_the_order_of_coming() -> None:
    """Also where one thread wants the next at once, which a plain lock would always give it."""
    encoder = SentenceEncoder(Model("none", Path(), ""))
    turns: list[str] = []
    stop = threading.Event()

    def build() -> None:
        while not stop.is_set():
            with encoder._turn():
                turns.append("build")
                sleep(0.002)

    thread = threading.Thread(target=build)
    thread.start()
    waited: list[int] = []
    for _ in range(20):
        asked = len(turns)
        with encoder._turn():
            waited.append(len(turns) - asked)
    stop.set()
    thread.join()
    assert turns
    assert max(waited) <= 2
