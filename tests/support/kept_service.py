"""A real service over a data folder, with its parts at hand, whose reindexes can be held up."""

from pathlib import Path
from threading import Event
from typing import Any

from corpus.library.owners import SHARED
from index.encoding.encoder import Encoder
from index.engine.build import Progress
from index.reading.onnx_reader import OnnxReader
from index.service.composition import open_service
from index.service.protocols import Indexing, Service, Views
from index.service.registry import Registry
from index.service.report import Report, Status
from index.service.view import LiveView
from tests.support.fake_encoder import FakeEncoder

READER = OnnxReader()
"""The packaged reader, loaded once."""


class HeldIndexing:
    """An `Indexing` whose reindexes wait for a gate, telling their progress."""

    def __init__(self, indexing: Indexing) -> None:
        self.begun = 0
        self.gate = Event()
        self.gate.set()
        self.inner = indexing

    def reindex(self, collection: str, by: str, progress: Progress | None = None) -> Report:
        self.begun += 1
        while progress and not self.gate.wait(0.01):
            progress(500, 2_000)
        return self.inner.reindex(collection, by, progress)

    def status(self, collection: str) -> Status:
        return self.inner.status(collection)


class KeptService:
    """The service of `folder/articles` and `folder/data`, as a process sees it that begins now.

    Nothing is read where the encoder is a fake.
    """

    def __init__(self, folder: Path, encoder: Encoder | None = None, **options: Any) -> None:
        self.folder, self.articles, self.data = folder, folder / "articles", folder / "data"
        encoder = encoder or FakeEncoder()
        reader = None if isinstance(encoder, FakeEncoder) else READER
        real = open_service(self.articles, self.data, encoder, **{"reader": reader, **options})
        assert isinstance(real.views, Registry)
        self.registry = real.views
        self.library = self.registry._library
        self.views: Views = real.views
        self.additions, self.curation = real.additions, real.curation
        self.policies, self.guilds, self.operations = real.policies, real.guilds, real.operations
        self.indexing = HeldIndexing(real.indexing)

    @property
    def gate(self) -> Event:
        """What reindexes wait for; open at first."""
        return self.indexing.gate

    @property
    def service(self) -> Service:
        """What the faces get."""
        return Service(
            views=self.views,
            additions=self.additions,
            curation=self.curation,
            indexing=self.indexing,
            policies=self.policies,
            guilds=self.guilds,
            operations=self.operations,
        )


def indexed(folder: Path, encoder: Encoder | None = None) -> LiveView:
    """The shared collection of a folder, brought up to date."""
    kept = KeptService(folder, encoder)
    with kept.operations.writing():
        kept.operations.load()
        kept.indexing.reindex(SHARED, "operator")
    return kept.registry.view([SHARED])


def indexed_article(folder: Path, name: str, text: str, encoder: Encoder | None = None) -> LiveView:
    """The shared collection of a folder without anything yet, with one article."""
    (folder / "articles").mkdir()
    (folder / "articles" / name).write_text(text, encoding="utf-8")
    return indexed(folder, encoder)


def loaded(folder: Path, encoder: Encoder | None = None) -> LiveView:
    """The shared collection of a folder that is indexed already."""
    kept = KeptService(folder, encoder)
    assert kept.operations.load() == ()
    return kept.registry.view([SHARED])
