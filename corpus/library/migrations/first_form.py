"""What a library of the first form holds, carried over into the tables of revision 0001.

Its article numbers counted through all collections; now they count within each, in the same order. Its signatures are
of texts that were folded otherwise, and are made anew.
"""

import json

from sqlalchemy import Connection, TextClause, text

from corpus.text.document import text_id
from corpus.text.similarity import signature

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
    INSERT INTO collections SELECT collection, policy, {at} FROM (
        SELECT collection FROM old_articles UNION SELECT collection FROM old_audit UNION
        SELECT collection FROM old_jobs UNION SELECT collection FROM old_drafts UNION
        SELECT collection FROM old_choices UNION SELECT collection FROM old_policies UNION
        SELECT collection FROM old_departures
    ) LEFT JOIN old_policies USING (collection) LEFT JOIN old_departures USING (collection)
"""
_ARTICLES = """
    INSERT INTO articles SELECT collection, new, current, removed_by, {removed_at}
    FROM old_articles JOIN numbers ON old = number
"""
_AUDIT = """
    INSERT INTO audit SELECT number, collection, {at}, who, what, CASE WHEN before IS NOT NULL THEN (
        SELECT json_group_array(json_array(new, json_extract(value, '$[1]')))
        FROM json_each(before) JOIN numbers ON old = json_extract(value, '$[0]')
    ) END FROM old_audit
"""
_JOBS = "INSERT INTO jobs SELECT number, collection, kind, who, {begun}, {ended}, outcome FROM old_jobs"
_DRAFTS = "INSERT INTO drafts SELECT id, collection, who, {at}, origin, content FROM old_drafts"
_CHOICES = "INSERT INTO choices SELECT person, collection FROM old_choices"
_REVISIONS = """
    SELECT collection, new, number, document, origin, who AS by, {at} AS at, content, digests.bytes
    FROM old_revisions JOIN numbers ON old = article
    JOIN (SELECT article, number, bytes FROM old_digests) AS digests USING (article, number)
"""
_TEXT = "INSERT OR IGNORE INTO texts VALUES (:collection, :document, :bytes, :signature, :text)"
_REVISION = """
    INSERT INTO revisions VALUES (:collection, :new, :number, :document, :name, :title, :publisher, :published, :url,
        :origin, :by, :at, :authors, :paragraphs, :captions)
"""


def rename_tables(connection: Connection) -> bool:
    """Make room for the new tables; whether the file is of the first form."""
    names = connection.scalars(text("SELECT name FROM sqlite_schema WHERE type = 'table'")).all()
    is_first_form = "seals" in names
    for name in _TABLES if is_first_form else ():
        connection.execute(text(f"ALTER TABLE {name} RENAME TO old_{name}"))
    return is_first_form


def carry_over(connection: Connection) -> None:
    """Fill the new tables, and drop the old ones. Raises ValueError where a text is not the one that has its id."""
    for statement in (_NUMBERED, _COLLECTIONS, _ARTICLES, _AUDIT, _JOBS, _DRAFTS, _CHOICES):
        connection.execute(_with_times(statement))
    for row in connection.execute(_with_times(_REVISIONS)).mappings():
        document = json.loads(row["content"])
        if text_id(document["text"]) != row["document"]:
            raise ValueError(f"the stored text of {document['name']} has changed")
        lists = {name: json.dumps(document[name], ensure_ascii=False) for name in ("authors", "paragraphs", "captions")}
        signed = {"signature": signature(document["text"])}
        for statement in (_TEXT, _REVISION):
            connection.execute(text(statement), {**document, **lists, **signed, **row})
    for name in ("numbers", *(f"old_{name}" for name in _TABLES)):
        connection.execute(text(f"DROP TABLE {name}"))


def _with_times(statement: str) -> TextClause:
    """Times are kept in UTC without saying so, as SQLAlchemy has them in SQLite."""
    names = ("at", "removed_at", "begun", "ended")
    times = {name: f"replace(substr({name}, 1, instr({name}, '+') - 1), 'T', ' ')" for name in names}
    return text(statement.format(**times))
