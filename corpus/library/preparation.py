"""What is done to a library before it is used: it is made, looked at, and brought up to date."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection

from corpus.library.backup import advice, back_up_beside, backups, failing
from corpus.library.database import Database, LibraryError, connected, version_of
from corpus.library.integrity import damage_of
from corpus.library.migrations.first_form import carry_over, is_first_form, rename_tables
from corpus.library.schema import HEAD, metadata

MIGRATIONS = Path(__file__).with_name("migrations")


def prepare(database: Database) -> tuple[str, ...]:
    """Make a library that can be written; a sentence for each thing to know.

    Raises LibraryError where it is damaged, where it is missing though there are backups, or where a newer version
    wrote it: nothing is changed then.
    """
    path = database.path
    is_new = _is_empty(path)
    if is_new and backups(path):
        raise LibraryError(f"the library is missing, though there are backups of it: {advice(path)}")
    damage = None if is_new else damage_of(database)
    if damage:
        database.damage = f"the library is damaged ({damage}) and is not changed any more: {advice(path)}"
        raise LibraryError(database.damage)
    with failing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(connected(path, "rwc")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")  # a backup that somebody copied there has it not
    return _bring_up_to_date(database, is_new)


def _is_empty(path: Path) -> bool:
    """Whether there is no library yet, or one that was cut off while it was made."""
    if not path.exists() or not path.stat().st_size:
        return True
    try:
        with closing(connected(path, "ro")) as connection:
            return connection.execute("SELECT 1 FROM sqlite_schema").fetchone() is None
    except sqlite3.Error:
        return False


def _bring_up_to_date(database: Database, is_new: bool) -> tuple[str, ...]:
    with database.reading(any_version=True) as connection:
        if version_of(connection) == HEAD:
            return ()
    backup = None if is_new else back_up_beside(database.path)
    try:
        with database.writing(any_version=True) as connection:
            _migrate(connection)
    except LibraryError:
        if backup:
            backup.unlink()  # nothing was changed, and a start that is tried again and again makes no heap of them
        raise
    if backup is None:
        return ()
    with suppress(LibraryError):  # it is of use without, only larger
        database.compact()
    return (f"the library has a new form; {backup} is a backup of the one before",)


def _migrate(connection: Connection) -> None:
    """Make the tables, or do what `migrations/versions` holds and the file lacks, in one transaction."""
    from alembic.migration import MigrationContext  # a tenth of a second that a library in today's form does not need
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS))
    context = MigrationContext.configure(connection)
    version = context.get_current_revision()
    if version is None:
        _make_tables(connection)
    else:
        with Operations.context(context):
            for script in reversed(list(scripts.iterate_revisions("head", version))):
                script.module.upgrade()
    context.stamp(scripts, "head")


def _make_tables(connection: Connection) -> None:
    """Make the tables of today; of a library of the first form, with everything that it holds."""
    was_first_form = is_first_form(connection)
    if was_first_form:
        rename_tables(connection)
    metadata.create_all(connection)
    if was_first_form:
        carry_over(connection)
    connection.exec_driver_sql("PRAGMA user_version = 3")  # the first form's Pullquote refuses a higher one than 2
