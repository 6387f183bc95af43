"""What the tests of encoders share: a copy of the packaged model, and the packaged model in torch."""

import shutil
from pathlib import Path

import pytest

import index.encoding.model_files
from index.encoding.model_files import find_model
from index.encoding.sentence_encoder import SentenceEncoder

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


@pytest.fixture(scope="session")
def torch_encoder() -> SentenceEncoder:
    """The packaged encoder in torch, which computes with floats."""
    return SentenceEncoder(find_model(None), threads=1)
