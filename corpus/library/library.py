"""The library: every collection's articles with all their revisions, kept for ever in one SQLite file.

It is the only truth; an index is a cache of it. One process writes, others read meanwhile. No row is shared between
collections, so that one can be erased without another.
"""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import delete, select

from corpus.library import backup as backups
from corpus.library.articles import Articles
from corpus.library.database import Database, LibraryError
from corpus.library.guilds import Drafts, Guilds
from corpus.library.integrity import faults_of
from corpus.library.journal import AuditLog, JobLog
from corpus.library.preparation import prepare
from corpus.library.schema import collections


class Library:
    """Thread-safe. Raises LibraryError where the disk fails, or what is asked for is damaged; nothing is changed then.

    Before anything else the one process that writes prepares it.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self.articles = Articles(self._database)
        self.drafts = Drafts(self._database)
        self.jobs = JobLog(self._database)
        self.guilds = Guilds(self._database)
        self.audit = AuditLog(self._database)
        self._path = path
        self._backed_up: date | None = None

    def prepare(self) -> tuple[str, ...]:
        """Make the library or bring it up to date, and drop old drafts; a sentence for each thing to know.

        Raises LibraryError where it is damaged or a newer version wrote it; a damaged one is read on, and not changed.
        """
        notes = prepare(self._database)
        self.drafts.drop_old()
        return (*notes, *self.back_up_daily())

    def back_up_daily(self) -> tuple[str, ...]:
        """Back the library up, if that was not tried today; a sentence where it fails."""
        today = datetime.now(UTC).date()
        if self._backed_up == today:
            return ()
        self._backed_up = today
        try:
            if self.collections() and not backups.has_backup_of_today(self._path):
                backups.back_up_beside(self._path)
                backups.delete_old_backups(self._path)
        except LibraryError as error:
            return (str(error),)
        return ()

    def collections(self) -> tuple[str, ...]:
        """Those that have anything."""
        with self._database.reading() as connection:
            return tuple(connection.scalars(select(collections.c.name).order_by(collections.c.name)))

    def erase(self, collection: str) -> None:
        """Erase every row of a collection, so that its words are in the files no longer: neither in the library and its
        log nor in the backups beside it. Libraries that were set aside are deleted."""
        with backups.failing(self._path):
            for path in backups.set_aside(self._path):
                path.unlink()
        for path in backups.backups(self._path):
            _erase_from_backup(path, collection)
        _erase(self._database, collection)

    def backup(self, path: Path) -> None:
        """A copy in a file of its own, checked. Raises LibraryError where a file is there."""
        backups.backup(self._path, path)

    def faults(self) -> tuple[str, ...]:
        """A sentence for each thing that is wrong: with the file, with a text, or with how rows fit each other."""
        return faults_of(self._path)


def _erase_from_backup(path: Path, collection: str) -> None:
    """One that cannot be changed, as those of earlier versions cannot, is deleted."""
    try:
        _erase(Database(path), collection)
    except LibraryError:
        with backups.failing(path):
            path.unlink()


def _erase(database: Database, collection: str) -> None:
    with database.writing() as connection:
        connection.execute(delete(collections).where(collections.c.name == collection))
    try:
        database.compact()
    except LibraryError as error:
        raise LibraryError(
            f"{collection} is erased, but scraps of it may be in the file and its log ({error}); erase it again"
        ) from error
