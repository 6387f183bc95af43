"""What was trained is checked before it is used."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from corpus.trained import TrainedError
from index import trained
from index.encoding import compression, onnx_encoder
from index.reading import onnx_reader
from index.retrieval import confidence, search
from index.trained import FOLDER, load_arrays, load_object

Load = Callable[[str, str], object]
PINNED = {module.FILE: module.SHA256 for module in (compression, confidence, onnx_encoder, onnx_reader, search)}


@pytest.mark.parametrize("name", PINNED)
def test_the_files_are_those_that_are_pinned(name: str) -> None:
    """Whoever trains anew pins anew."""
    assert sha256((FOLDER / name).read_bytes()).hexdigest() == PINNED[name]


def test_every_file_is_pinned() -> None:
    """None lies there unchecked."""
    files = {path.name for path in FOLDER.iterdir() if path.is_file() and path.suffix != ".py"}
    assert files == {*PINNED, "reader.LICENSE", "reader.NOTICE"}


def test_arrays_and_objects_are_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With their kinds of numbers."""
    monkeypatch.setattr(trained, "FOLDER", tmp_path)
    rows = np.arange(6, dtype=np.int8).reshape(2, 3)
    data = {"rows": save({"rows": rows}), "object": json.dumps({"one": [1, "ä"]}).encode()}
    for name, each in data.items():
        (tmp_path / name).write_bytes(each)
    (found,) = load_arrays("rows", sha256(data["rows"]).hexdigest()).values()
    assert found.dtype == np.int8
    assert np.array_equal(found, rows)
    assert load_object("object", sha256(data["object"]).hexdigest()) == {"one": [1, "ä"]}


@pytest.mark.parametrize("load", [load_arrays, load_object])
@pytest.mark.parametrize("data", [b"", b"\x00", b'{"format": 1}'])
def test_an_altered_file_is_refused(load: Load, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is read, and with the way to mend it."""
    monkeypatch.setattr(trained, "FOLDER", tmp_path)
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(TrainedError, match=r"^file is not the file that .*; install Pullquote again$"):
        load("file", sha256(b"another").hexdigest())


@pytest.mark.parametrize("load", [load_arrays, load_object])
def test_a_missing_file_is_told(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so is what lies in its place."""
    monkeypatch.setattr(trained, "FOLDER", tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(TrainedError, match=r"^file, which .* cannot be read \(No such file or directory\)$"):
        load("file", "")
    with pytest.raises(TrainedError, match=r"^folder, which .* cannot be read"):
        load("folder", "")
