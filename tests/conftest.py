"""What several rooms are tested with: the article that ships, its index, and the packaged encoder, loaded once."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from corpus.text.document import Document
from index.encoding.encoder import Encoder
from index.encoding.runtimes import find_encoder
from tests.support.kept_service import indexed
from tests.support.once import made_once
from tests.support.reading import read_article

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "corpus" / "articles" / "north-korea-missile.txt"

LONGEST = {ROOT / "tests" / "torture", ROOT / "tests" / "quality"}

MEMORY = Path("/dev/shm")  # noqa: S108 - a disk that syncs at once: a third of a run would be waiting for syncs
ROOM = 2 << 30  # bytes; in a container it may have hardly any
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

settings.register_profile("pullquote", deadline=None)  # a busy machine, or a model that is loaded, breaks nothing
settings.load_profile("pullquote")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of tests/quality; pytest reads them here alone."""
    parser.addoption("--raise-floors", action="store_true", help="keep better figures as tests/quality/floors.json")
    parser.addoption("--lower-floors", action="store_true", help="keep worse ones too: say why in the commit")


TORCH = {  # loads in ten seconds and more: in one process of a run, not in all of them
    "tests/index/encoding/test_encoders.py",
    "tests/index/encoding/test_onnx_encoder.py",
    "tests/index/encoding/test_sentence_encoder.py",
    "tests/index/reading/test_readers.py",
}


class TorchTogether(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """All tests of a file in one process, and all files that need torch in one."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "torch" if file in TORCH else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TorchTogether | None:
    """What `--dist loadfile` means here."""
    return TorchTogether(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have what takes longest come first, lest one process wait at the end for another."""
    items.sort(key=lambda item: not LONGEST & {*item.path.parents})  # stable: the files and their tests stay in order


@pytest.fixture(scope="session")
def article() -> Document:
    """The article that ships."""
    return read_article(SHIPPED)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged encoder. One thread: the vectors are the same on any number of cores, and no core is fought over."""
    return find_encoder(threads=1)


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A folder that has the article that ships in `articles` and its index in `data`; who writes there takes a copy."""

    def make(folder: Path) -> None:
        (folder / "articles").mkdir()
        shutil.copy(SHIPPED, folder / "articles")
        indexed(folder, encoder)

    return made_once(tmp_path_factory, "shipped", make)
