"""What revisions were made from that came from the web, kept as it was fetched."""

import zlib

from sqlalchemy import Connection, insert, select

from corpus.library.database import LibraryError
from corpus.library.models import Source
from corpus.library.schema import sources


def put_source(connection: Connection, collection: str, article: int, revision: int, source: Source) -> None:
    """Keep the source of a revision; a page takes a fifth of its bytes."""
    whose = {"collection": collection, "article": article, "revision": revision}
    kept = {"media_type": source.media_type, "charset": source.charset, "data": zlib.compress(source.data)}
    connection.execute(insert(sources).values(whose | kept))


def get_sources(connection: Connection, collection: str, article: int) -> dict[int, Source]:
    """The sources of an article's revisions, by their numbers. Raises LibraryError where one is damaged."""
    query = select(sources).where(sources.c.collection == collection, sources.c.article == article)
    try:
        return {
            row.revision: Source(row.media_type, row.charset, zlib.decompress(row.data))
            for row in connection.execute(query.order_by(sources.c.revision))
        }
    except zlib.error as error:
        raise LibraryError(f"what was fetched of article {article} is damaged in the library") from error
