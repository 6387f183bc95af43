"""Which reader a setting means, and any cross-encoder of sentence-transformers as one."""

import json
import shutil
from pathlib import Path

import pytest

from index.encoding.model_files import EncoderError
from index.reading.onnx_reader import OnnxReader
from index.reading.reader import UNREAD
from index.reading.readers import find_reader
from tests.index.encoding.conftest import PACKAGED

TEXT = "The ferry sails at noon. Tickets cost 9 euros."
SENTENCES = ((0, 24), (25, 46))


def cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A small one that has learned nothing, with the vocabulary of the packaged encoder."""
    import torch  # seconds of import: not in every process that collects the tests
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(0)
    config = BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
        shutil.copy(PACKAGED / name, folder)
    return folder


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a cross-encoder; who changes it takes a copy."""
    return cross_encoder(tmp_path_factory.mktemp("model"))


@pytest.fixture
def folder(untrained: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return shutil.copytree(untrained, tmp_path / "model")


def test_a_setting_names_a_reader(untrained: Path) -> None:
    """The packaged one, none at all, or a folder."""
    assert isinstance(find_reader(), OnnxReader)
    assert isinstance(find_reader("default"), OnnxReader)
    assert find_reader("none") is None
    found = find_reader(str(untrained))
    assert found is not None
    assert found.name == str(untrained)


def test_a_cross_encoder_scores_sentences_by_themselves_and_in_their_text(untrained: Path) -> None:
    """Each of its own number; the same text gives the same numbers beside others."""
    reader = find_reader(str(untrained))
    assert reader is not None
    one, other, nothing = reader.scores("When does it sail?", [(TEXT, SENTENCES), ("At noon.", ((0, 8),)), ("", ())])
    assert [len(one), len(other), len(nothing)] == [2, 1, 0]
    assert one[0] != one[1]
    assert reader.scores("When does it sail?", [(TEXT, SENTENCES)]) == [pytest.approx(one, abs=1e-5)]
    assert reader.scores("When does it sail?", [(" .", ((0, 1),))]) == [[UNREAD]]
    assert reader.scores("When does it sail?", []) == []


def test_a_cross_encoder_takes_as_many_threads_as_it_may(untrained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting reaches the library that computes it; without one the library is left as it is."""
    told: list[int] = []
    monkeypatch.setattr("torch.set_num_threads", told.append)
    for threads in (None, 1):
        reader = find_reader(str(untrained), threads)
        assert reader is not None
        reader.scores("When does it sail?", [(TEXT, SENTENCES)])
    assert told == [1]


def test_a_model_of_several_labels_is_refused(tmp_path: Path) -> None:
    """Which of them says that a text answers is not known."""
    reader = find_reader(str(cross_encoder(tmp_path / "model", labels=3)))
    assert reader is not None
    with pytest.raises(EncoderError, match="one finite number"):
        reader.scores("When does it sail?", [(TEXT, SENTENCES)])


def test_a_model_without_a_trained_head_is_refused(folder: Path) -> None:
    """An encoder is no reader."""
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "architectures": ["BertModel"]}))
    with pytest.raises(EncoderError, match="no cross-encoder"):
        find_reader(str(folder))
    (folder / "config.json").write_text("[]")
    with pytest.raises(EncoderError, match=r"config\.json"):
        find_reader(str(folder))


def test_a_reader_is_checked_as_an_encoder_is(folder: Path) -> None:
    """Code and pickled weights are not loaded, and what is not there is told."""
    (folder / "modeling.py").write_text("raise SystemExit")
    with pytest.raises(EncoderError, match="code or pickled data"):
        find_reader(str(folder))
    with pytest.raises(EncoderError, match="no model folder"):
        find_reader(str(folder / "nothing"))


def test_a_model_that_the_library_cannot_load_is_told(folder: Path) -> None:
    """Whatever the library raises."""
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "model_type": "nothing"}))
    reader = find_reader(str(folder))
    assert reader is not None
    with pytest.raises(EncoderError, match=r"the reader .* cannot be loaded"):
        reader.scores("When does it sail?", [(TEXT, SENTENCES)])
