"""What a library of the first form holds, from before there were revisions, carried over into the tables of today.

Its article numbers counted through all collections; now they count within each, in the same order. Its signatures are
of texts that were folded otherwise, and are made anew.
"""

import json
from datetime import datetime

from sqlalchemy import Connection, TextClause, text

from corpus.library.article_changes import put_revision
from corpus.library.models import Revision
from corpus.text.document import of_row

_VERSION = 2  # its `user_version`
# In an order in which they can be dropped: first what refers to others.
_TABLES = (
    *("digests", "revisions", "articles", "audit", "jobs", "drafts", "choices"),
    *("policies", "departures", "counters", "seals"),
)
_NUMBERED = """
    CREATE TEMPORARY TABLE numbers AS
    SELECT number AS old, row_number() OVER (PARTITION BY collection ORDER BY number) AS new FROM old_articles
"""
_COLLECTIONS = """
    INSERT INTO collections (name, policy, left_at) SELECT collection, policy, {at} FROM (
        SELECT collection FROM old_articles UNION SELECT collection FROM old_audit UNION
        SELECT collection FROM old_jobs UNION SELECT collection FROM old_drafts UNION
        SELECT collection FROM old_choices UNION SELECT collection FROM old_policies UNION
        SELECT collection FROM old_departures
    ) LEFT JOIN old_policies USING (collection) LEFT JOIN old_departures USING (collection)
"""
_ARTICLES = """
    INSERT INTO articles (collection, number, current, removed_by, removed_at)
    SELECT collection, new, current, removed_by, {removed_at} FROM old_articles JOIN numbers ON old = number
"""
_AUDIT = """
    INSERT INTO audit (id, collection, at, by, what, before)
    SELECT number, collection, {at}, who, what, CASE WHEN before IS NOT NULL THEN (
        SELECT json_group_array(json_array(new, json_extract(value, '$[1]')))
        FROM json_each(before) JOIN numbers ON old = json_extract(value, '$[0]')
    ) END FROM old_audit
"""
_JOBS = """
    INSERT INTO jobs (id, collection, kind, by, begun, ended, outcome)
    SELECT number, collection, kind, who, {begun}, {ended}, outcome FROM old_jobs
"""
_DRAFTS = """
    INSERT INTO drafts (id, collection, by, at, origin, document)
    SELECT id, collection, who, {at}, origin, content FROM old_drafts
"""
_CHOICES = "INSERT INTO choices (person, collection) SELECT person, collection FROM old_choices"
_REVISIONS = """
    SELECT collection, new AS article, number, document, origin, who, at, content
    FROM old_revisions JOIN numbers ON old = article
"""


def is_first_form(connection: Connection) -> bool:
    """Whether the file is of the first form."""
    return connection.exec_driver_sql("PRAGMA user_version").scalar() == _VERSION


def rename_tables(connection: Connection) -> None:
    """Make room for the new tables."""
    for name in _TABLES:
        connection.execute(text(f"ALTER TABLE {name} RENAME TO old_{name}"))


def carry_over(connection: Connection) -> None:
    """Fill the new tables, and drop the old ones. Raises ValueError where a text is not the one that has its id."""
    for statement in (_NUMBERED, _COLLECTIONS, _ARTICLES, _AUDIT, _JOBS, _DRAFTS, _CHOICES):
        connection.execute(_with_times(statement))
    for row in connection.execute(text(_REVISIONS)):
        document = of_row({**json.loads(row.content), "id": row.document})
        at = datetime.fromisoformat(row.at)
        put_revision(connection, row.collection, Revision(row.article, row.number, document, row.origin, row.who, at))
    for name in ("numbers", *(f"old_{name}" for name in _TABLES)):
        connection.execute(text(f"DROP TABLE {name}"))


def _with_times(statement: str) -> TextClause:
    """Times are kept in UTC without saying so, as SQLAlchemy has them in SQLite."""
    names = ("at", "removed_at", "begun", "ended")
    times = {name: f"replace(substr({name}, 1, instr({name}, '+') - 1), 'T', ' ')" for name in names}
    return text(statement.format(**times))
