"""What a library of the first form holds, carried over into the tables of revision 0001.

Its article numbers counted through all collections; now they count within each, in the same order.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, MetaData, Table, insert, select, text

from corpus.text.document import text_id

Tables: TypeAlias = dict[str, Table]
Row: TypeAlias = dict[str, Any]

# In an order in which they can be dropped: first what refers to others.
_NAMES = (
    *("digests", "revisions", "articles", "audit", "jobs", "drafts", "choices"),
    *("policies", "departures", "counters", "seals"),
)
_OLD = "first_form_"


def rename_tables(connection: Connection) -> bool:
    """Make room for the new tables; whether the file is of the first form."""
    names = connection.scalars(text("SELECT name FROM sqlite_schema WHERE type = 'table'")).all()
    if "seals" not in names:
        return False
    for name in _NAMES:
        connection.execute(text(f"ALTER TABLE {name} RENAME TO {_OLD}{name}"))
    return True


def drop_tables(connection: Connection) -> None:
    """What is left when everything is carried over."""
    for name in _NAMES:
        connection.execute(text(f"DROP TABLE {_OLD}{name}"))


def carry_over(connection: Connection) -> None:
    """Fill the new tables. Raises ValueError where the text of an article is not the one that has its id."""
    reflected = MetaData()
    reflected.reflect(connection)
    tables = dict(reflected.tables)
    numbers = _numbers(connection, tables)
    _put(connection, tables["collections"], _collections(connection, tables))
    _put(connection, tables["articles"], _articles(connection, tables, numbers))
    _put_revisions(connection, tables, numbers)
    _put(connection, tables["audit"], _audit(connection, tables, numbers))
    _put(connection, tables["jobs"], _jobs(connection, tables))
    _put(connection, tables["drafts"], _drafts(connection, tables))
    _put(connection, tables["choices"], _old(connection, tables, "choices"))


def _old(connection: Connection, tables: Tables, name: str) -> Iterator[Row]:
    """The rows of an old table, by their keys, without their checksums."""
    old = tables[_OLD + name]
    for row in connection.execute(select(old).order_by(*old.primary_key)):
        yield {field: value for field, value in row._mapping.items() if field != "checksum"}


def _put(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    for row in rows:
        connection.execute(insert(table).values({name: value for name, value in row.items() if value is not None}))


def _numbers(connection: Connection, tables: Tables) -> dict[int, int]:
    """The new number of each article, by the one that it had."""
    last: dict[str, int] = defaultdict(int)
    numbers: dict[int, int] = {}
    for row in _old(connection, tables, "articles"):
        last[row["collection"]] += 1
        numbers[row["number"]] = last[row["collection"]]
    return numbers


def _collections(connection: Connection, tables: Tables) -> Iterator[Row]:
    policies = {row["collection"]: _json(row["policy"]) for row in _old(connection, tables, "policies")}
    left = {row["collection"]: _time(row["at"]) for row in _old(connection, tables, "departures")}
    names = {*policies, *left}
    for about in ("articles", "audit", "jobs", "drafts", "choices"):
        names.update(row["collection"] for row in _old(connection, tables, about))
    for name in sorted(names):
        yield {"name": name, "policy": policies.get(name), "left_at": left.get(name)}


def _articles(connection: Connection, tables: Tables, numbers: dict[int, int]) -> Iterator[Row]:
    for row in _old(connection, tables, "articles"):
        yield {**row, "number": numbers[row["number"]], "removed_at": _time(row["removed_at"])}


def _put_revisions(connection: Connection, tables: Tables, numbers: dict[int, int]) -> None:
    digests = tables[_OLD + "digests"]
    query = select(digests.c.article, digests.c.number, digests.c.bytes, digests.c.signature)
    signed = {row[:2]: {"bytes": row.bytes, "signature": row.signature} for row in connection.execute(query)}
    known: set[tuple[str, str]] = set()
    for row in _old(connection, tables, "revisions"):
        document = json.loads(row["content"])
        if text_id(document["text"]) != row["document"]:
            raise ValueError(f"the stored text of {document['name']} has changed")
        whose = {"collection": row["collection"], "id": row["document"]}
        if tuple(whose.values()) not in known:
            known.add((row["collection"], row["document"]))
            words = {**whose, **signed[row["article"], row["number"]], "text": document["text"]}
            connection.execute(insert(tables["texts"]).values(words))
        fields = {name: value for name, value in document.items() if name in tables["revisions"].c}
        fields |= {name: row[name] for name in ("collection", "number", "document", "origin")}
        fields |= {"article": numbers[row["article"]], "by": row["who"], "at": _time(row["at"])}
        _put(connection, tables["revisions"], iter([fields]))


def _audit(connection: Connection, tables: Tables, numbers: dict[int, int]) -> Iterator[Row]:
    for row in _old(connection, tables, "audit"):
        before = [[numbers[number], stood] for number, stood in json.loads(row["before"])] if row["before"] else None
        yield {
            "id": row["number"],
            "collection": row["collection"],
            "at": _time(row["at"]),
            "by": row["who"],
            "what": row["what"],
            "before": before,
        }


def _jobs(connection: Connection, tables: Tables) -> Iterator[Row]:
    for row in _old(connection, tables, "jobs"):
        times = {"begun": _time(row["begun"]), "ended": _time(row["ended"])}
        kept = {name: row[name] for name in ("collection", "kind", "outcome")}
        yield {"id": row["number"], "by": row["who"], **kept, **times}


def _drafts(connection: Connection, tables: Tables) -> Iterator[Row]:
    for row in _old(connection, tables, "drafts"):
        kept = {name: row[name] for name in ("id", "collection", "origin")}
        yield {**kept, "by": row["who"], "at": _time(row["at"]), "document": json.loads(row["content"])}


def _json(stored: str) -> Any:
    """What a server had settled; what an earlier version found lost is no JSON, and stays an error."""
    try:
        return json.loads(stored)
    except ValueError:
        return stored


def _time(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored).astimezone(UTC) if stored else None
