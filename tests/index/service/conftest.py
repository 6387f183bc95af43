"""A service over a data folder whose shared collection is indexed, with an encoder without a model."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.library.owners import SHARED, of_guild
from corpus.quotes.citation import cite
from corpus.quotes.excerpt import Excerpt
from corpus.text.span import Span
from index.encoding.encoder import Encoder
from index.service.report import Report
from tests.conftest import SHIPPED
from tests.support.fake_encoder import FakeEncoder
from tests.support.kept_service import KeptService, indexed
from tests.support.once import made_once

QUESTION = "What did Mattis say about the sanctions?"
HERE, THERE = of_guild(1), of_guild(2)
MILL = "“The mill turns again,” said Lena Vogt, the miller.\n\nIt stood still for a year."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with the article that ships."""
    folder = tmp_path / "articles"
    folder.mkdir()
    shutil.copy(SHIPPED, folder)
    return folder


@pytest.fixture
def fake() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture(scope="session")
def shared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an indexed shared collection; who writes there takes a copy."""

    def make(folder: Path) -> None:
        (folder / "articles").mkdir()
        shutil.copy(SHIPPED, folder / "articles")
        indexed(folder)

    return made_once(tmp_path_factory, "service", make) / "data"


@pytest.fixture
def data(articles: Path, shared_data: Path) -> Path:
    """The data folder of the articles, their shared collection indexed with the fake encoder."""
    return Path(shutil.copytree(shared_data, articles.parent / "data"))


@pytest.fixture
def kept(data: Path, fake: FakeEncoder) -> KeptService:
    """A service of that data folder, which has loaded nothing yet."""
    return KeptService(data.parent, fake)


def begun(articles: Path, fake: FakeEncoder, **options: object) -> KeptService:
    """As one process begins with it."""
    kept = KeptService(articles.parent, fake, **options)
    with kept.operations.writing():
        kept.operations.load()
    return kept


def another(kept: KeptService, encoder: Encoder | None = None) -> KeptService:
    return KeptService(kept.folder, encoder)


def names(kept: KeptService, *of: str) -> list[str]:
    return [document.name for document in kept.views.view(of or (SHARED,)).documents]


def reindex(kept: KeptService, progress: Callable[[int, int], None] | None = None) -> Report:
    return kept.indexing.reindex(SHARED, "operator", progress)


def fresh(kept: KeptService) -> bool:
    return kept.indexing.status(SHARED).fault is None


def add(kept: KeptService, text: str, name: str = "mill.txt", to: str = HERE, article: int | None = None) -> int:
    """The article's number."""
    draft = kept.additions.draft(to, name, text.encode(), "7").draft
    return kept.additions.add(to, draft.id, "7", article)[0].article


class Cancelled(Exception):  # noqa: N818  # it is no error
    """What a face raises to stop a reindex."""


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def files(kept: KeptService, pattern: str) -> list[Path]:
    return sorted((kept.folder / "data" / "shared").glob(pattern))


def cited(kept: KeptService, words: str) -> str:
    """The id of a citation of these words, in the first guild's article that has them."""
    documents = kept.views.view([HERE]).documents
    document = next(each for each in documents if words in each.text)
    start = document.text.index(words)
    return cite(Excerpt(document, Span(start, start + len(words)), "direct")).id
