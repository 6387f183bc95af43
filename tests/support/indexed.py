"""A folder of articles, indexed, as the faces search it."""

from pathlib import Path

from corpus.library.owners import SHARED
from index.encoding.encoder import Encoder
from index.service.collections import Collections
from index.service.view import View
from tests.support.fake_encoder import FakeEncoder


def opened(folder: Path, encoder: Encoder | None = None, **options: object) -> Collections:
    """The collections of `folder/articles` and `folder/data`, as another process sees them."""
    return Collections(folder / "articles", folder / "data", encoder or FakeEncoder(), **options)  # type: ignore[arg-type]


def indexed(folder: Path, encoder: Encoder | None = None) -> View:
    """The shared one, brought up to date."""
    collections = opened(folder, encoder)
    with collections.writing():
        collections.load()
        collections.reindex(SHARED, "operator")
    return collections.view([SHARED])
