"""The library's first form: one table of documents by their ids, of no collection and without revisions."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from corpus.text.document import Document, of_row

_COLUMNS = "id TEXT PRIMARY KEY, document BLOB NOT NULL, first_seen TEXT NOT NULL, checksum BLOB NOT NULL"
STATEMENTS = (f"CREATE TABLE documents ({_COLUMNS})",)


def old_documents(connection: sqlite3.Connection) -> Iterator[tuple[datetime, Document] | None]:
    """Each document with when it was first seen; None for one that is damaged. Raises sqlite3.Error."""
    for row in connection.execute("SELECT id, document, first_seen, checksum FROM documents"):
        yield _document(*row)


def _document(key: object, data: object, seen: object, checksum: object) -> tuple[datetime, Document] | None:
    if not (isinstance(key, str) and isinstance(data, bytes) and isinstance(seen, str)):
        return None
    parts = key.encode(errors="surrogateescape"), data, seen.encode(errors="surrogateescape")
    if sha256(b"".join(parts)).digest() != checksum:
        return None
    return datetime.fromisoformat(seen), of_row(json.loads(data))
