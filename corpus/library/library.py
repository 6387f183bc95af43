"""The library: every collection's articles with all their revisions, kept for ever in one SQLite file.

It is the only truth; an index is a cache of it. One process writes, others read meanwhile. No row is shared between
collections, so that one can be erased without another.
"""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from corpus.library import backup as mending
from corpus.library.article_rows import changed, current_revisions, find_revisions, listed, revision_of, taken_back
from corpus.library.backup import check_backup as check_backup
from corpus.library.backup import put_back as put_back
from corpus.library.database import FAILURES, Row, Rows, connected, reading, writing
from corpus.library.database import LibraryError as LibraryError
from corpus.library.guild_rows import Records, drop_old_drafts, note
from corpus.library.integrity import faults_of
from corpus.library.models import Change, Entry, Kept, Revision
from corpus.library.schema import TABLES, WHOLE
from corpus.text.similarity import LIKE, likeness

_NUMBER = 63  # bits of a number that SQLite keeps


class Library(Records):
    """Thread-safe. Raises LibraryError where the disk fails, or what is asked for is damaged; nothing is changed then.

    Before anything else the one process that writes prepares it.
    """

    def prepare(self) -> tuple[str, ...]:
        """Make, mend or bring up to date what is there, and drop old drafts; a sentence for each thing that was wrong.

        A damaged file is set aside, and what is sound in it kept. Raises LibraryError where a newer version wrote it.
        """
        notes = mending.prepare(self._path)
        with writing(self._path) as rows:
            drop_old_drafts(rows)
        return notes

    def collections(self) -> tuple[str, ...]:
        """Those that have anything."""
        with reading(self._path) as rows:
            return tuple(sorted({str(row[0]) for row in rows.rows("seals") if row[0] != WHOLE}))

    # Articles ---------------------------------------------------------------------------------------------------------

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

    # The whole --------------------------------------------------------------------------------------------------------

    def erase(self, collection: str) -> None:
        """Erase every row of a collection, so that its words are in the files no longer, and delete the libraries that
        were set aside, which may have them too."""
        mending.discard(self._path)
        with writing(self._path) as rows:
            for table in TABLES.keys() - {"seals"}:
                rows.renew(table, collection)
        scraps = f"{collection} is erased, but scraps of it may be in the file and its log"
        try:
            with closing(connected(self._path, "rw")) as connection:
                connection.execute("VACUUM")  # for SQLite erases rows but not all that moving them has left in pages
                ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except FAILURES as error:
            raise LibraryError(f"{scraps} ({error}); erase it again") from error
        if busy:
            raise LibraryError(f"{scraps}, which is being read; erase it again")

    def backup(self, path: Path) -> None:
        """A copy in a file of its own, checked. Raises LibraryError where a file is there."""
        mending.backup(self._path, path)

    def faults(self) -> tuple[str, ...]:
        """A sentence for each thing that is wrong: with the file, with a row, or with how rows fit each other."""
        return faults_of(self._path)


def _undoable(rows: Rows, collection: str) -> Row | None:
    where, last = "collection = ? AND before IS NOT NULL", "number DESC LIMIT 1"
    return next(iter(rows.rows("audit", where, collection, order=last)), None)
