"""The library: every collection's articles with all their revisions, kept for ever in one SQLite file.

It is the only truth; an index is a cache of it. One process writes, others read meanwhile. No row is shared between
collections, so that one can be erased without another.
"""

from contextlib import closing
from pathlib import Path

from corpus.library import backup as mending
from corpus.library.articles import Articles
from corpus.library.audit import AuditLog
from corpus.library.database import FAILURES, LibraryError, connected, reading, writing
from corpus.library.drafts import Drafts, drop_old_drafts
from corpus.library.guilds import Guilds
from corpus.library.integrity import faults_of
from corpus.library.jobs import JobLog
from corpus.library.schema import TABLES, WHOLE


class Library:
    """Thread-safe. Raises LibraryError where the disk fails, or what is asked for is damaged; nothing is changed then.

    Before anything else the one process that writes prepares it.
    """

    def __init__(self, path: Path) -> None:
        self.articles = Articles(path)
        self.drafts = Drafts(path)
        self.jobs = JobLog(path)
        self.guilds = Guilds(path)
        self.audit = AuditLog(path)
        self._path = path

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
