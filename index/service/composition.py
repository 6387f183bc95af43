"""The service, put together from its parts."""

from datetime import timedelta
from pathlib import Path

from corpus.library.library import Library
from index.encoding.encoder import Encoder
from index.engine.lock import Lock
from index.reading.reader import Reader
from index.retrieval.depths import READ
from index.service.adding.additions import Additions
from index.service.adding.admission import Admission
from index.service.curation import Curation
from index.service.guilds import LibraryGuilds
from index.service.indexing import LibraryIndexing
from index.service.operations import LIBRARY, Operations
from index.service.protocols import Service
from index.service.registry import Registry
from index.service.report import Quota
from index.service.writer import Writer

IDLE = 900.0  # seconds
GRACE = timedelta(days=30)


def open_service(
    articles: Path,
    data: Path,
    encoder: Encoder,
    reader: Reader | None = None,
    read: int = READ,
    quota: Quota | None = None,
    idle: float = IDLE,
    grace: timedelta = GRACE,
) -> Service:
    """The service of a data folder, with nothing loaded yet.

    `articles` is the operator's folder, `read` how many sentences the reader, if there is one, reads for a question,
    `idle` the seconds after which the memory of a guild's collection is given back, `grace` how long a guild that was
    left is kept.
    """
    library, lock = Library(data / LIBRARY), Lock(data)
    registry = Registry(data, library, encoder, reader, read, idle)
    writer = Writer(library, registry, lock)
    quota = quota or Quota()
    admission = Admission(library, registry, quota)
    guilds = LibraryGuilds(library, registry, writer, grace)
    return Service(
        views=registry,
        additions=Additions(library, admission, writer),
        curation=Curation(library, admission, writer),
        indexing=LibraryIndexing(articles, library, registry, writer, quota, grace),
        policies=guilds,
        guilds=guilds,
        operations=Operations(data, library, registry, lock),
    )
