"""The articles of collections with all their revisions, and what is changed about them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from corpus.library.article_rows import changed, current_revisions, find_revisions, listed, revision_of, taken_back
from corpus.library.audit import note
from corpus.library.database import Row, Rows, reading, writing
from corpus.library.models import Change, Entry, Kept, Revision
from corpus.text.similarity import LIKE, likeness

_NUMBER = 63  # bits of a number that SQLite keeps


class Articles:
    """Every call is a transaction of its own. Raises LibraryError where the disk fails, or what is asked for is
    damaged; nothing is changed then."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def current(self, collection: str) -> tuple[Revision, ...]:
        """The revisions that answer, by article number. Raises LibraryError where one is damaged or missing."""
        with reading(self._path) as rows:
            return current_revisions(rows, collection)

    def entries(self, collection: str, removed: bool = False) -> tuple[Entry, ...]:
        """The articles that answer, or those that were taken away, by title."""
        with reading(self._path) as rows:
            return tuple(entry for entry, _ in listed(rows, collection, removed))

    def revisions(self, collection: str, article: int) -> tuple[Revision, ...]:
        """Of an article, the oldest first; none where the collection has no such article."""
        if article.bit_length() > _NUMBER:
            return ()
        with reading(self._path) as rows:
            found = rows.rows("revisions", "article = ? AND collection = ?", article, collection, order="number")
            return tuple(map(revision_of, found))

    def find(self, beginning: str, collections: Sequence[str]) -> tuple[Kept, ...]:
        """The revisions in these collections whose document's id begins so."""
        with reading(self._path) as rows:
            return find_revisions(rows, beginning, collections)

    def alike(self, signed: bytes, collections: Sequence[str]) -> tuple[tuple[str, Entry, float], ...]:
        """The articles that answer whose text is like that of a signature, the likest first, with their likeness."""
        with reading(self._path) as rows:
            found = [
                (name, entry, likeness(signed, other))
                for name in collections
                for entry, other in listed(rows, name, removed=False)
            ]
        return tuple(sorted((each for each in found if each[2] >= LIKE), key=lambda each: -each[2]))

    def size(self, collection: str) -> int:
        """Bytes of text of all its revisions, in UTF-8."""
        with reading(self._path) as rows:
            return sum(row[9] for row in rows.whole("digests", collection))

    # Changes ----------------------------------------------------------------------------------------------------------

    def apply(self, collection: str, changes: Sequence[Change], by: str, what: str) -> tuple[int, ...]:
        """Make changes and an audit line, all or nothing; the number of the article of each. It can be undone.

        Raises LibraryError for an article or a revision that the collection has not.
        """
        with writing(self._path) as rows:
            numbers, before = changed(rows, collection, changes, by, datetime.now(UTC))
            note(rows, collection, by, what, before if numbers else None)
        return tuple(numbers)

    def undo(self, collection: str, by: str) -> str | None:
        """Have the articles of the last change that is not undone yet stand as they did; what it was, None for none."""
        with writing(self._path) as rows:
            last = _undoable(rows, collection)
            if last is None:
                return None
            *line, before = last
            rows.put("audit", *line, None)
            taken_back(rows, collection, before, by, datetime.now(UTC))
            what = str(line[4])
            note(rows, collection, by, f"undone: {what}")
        return what

    def undoable(self, collection: str) -> str | None:
        """What `undo` would undo."""
        with reading(self._path) as rows:
            last = _undoable(rows, collection)
        return last[4] if last else None


def _undoable(rows: Rows, collection: str) -> Row | None:
    where, last = "collection = ? AND before IS NOT NULL", "number DESC LIMIT 1"
    return next(iter(rows.rows("audit", where, collection, order=last)), None)
