"""The tables of the library. Every row says whose it is, the name of a collection, and ends with its checksum."""

from dataclasses import dataclass

VERSION = 2
"""Of the file's form, counted in `PRAGMA user_version`. Version 1 had one table of documents, by their ids."""

PAGE = 4096
"""Bytes of a page of the file."""

WHOLE = ""
"""Whose the rows are that belong to no collection."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns with their types, and how many of the first ones are its key."""

    columns: dict[str, str]
    key: int = 1
    refers: str = ""
    """What of another table it needs, in SQL."""
    looked_up: str = "collection"
    """Another column that rows are found by."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.columns)

    @property
    def keys(self) -> tuple[str, ...]:
        return self.names[: self.key]


def _of(columns: str, key: int = 1, refers: str = "", looked_up: str = "collection") -> Table:
    named = (each.partition(" ") for each in columns.split(", "))
    return Table({name: kind for name, _, kind in named}, key, refers, looked_up)


TABLES = {
    "articles": _of("number INTEGER, collection TEXT, current INTEGER, removed_by TEXT, removed_at TEXT"),
    # Whole: all that is known of a revision.
    "revisions": _of(
        "article INTEGER, number INTEGER, collection TEXT, document TEXT, origin TEXT, who TEXT, at TEXT, content TEXT",
        2,
        "FOREIGN KEY (article) REFERENCES articles (number)",
        "document",
    ),
    # What lists show of a revision, without its text; it can be made again from the revision.
    "digests": _of(
        "article INTEGER, number INTEGER, collection TEXT, document TEXT, name TEXT, title TEXT, publisher TEXT, "
        "published TEXT, url TEXT, bytes INTEGER, origin TEXT, who TEXT, at TEXT, signature BLOB",
        2,
        "FOREIGN KEY (article, number) REFERENCES revisions (article, number)",
    ),
    # `before` is how the articles stood, as JSON, while the change can be undone.
    "audit": _of("number INTEGER, collection TEXT, at TEXT, who TEXT, what TEXT, before TEXT"),
    "policies": _of("collection TEXT, policy TEXT", looked_up=""),
    "choices": _of("person INTEGER, collection TEXT"),
    "drafts": _of("id TEXT, collection TEXT, who TEXT, at TEXT, origin TEXT, content TEXT"),
    "jobs": _of("number INTEGER, collection TEXT, kind TEXT, who TEXT, begun TEXT, ended TEXT, outcome TEXT"),
    "departures": _of("collection TEXT, at TEXT", looked_up=""),
    # The last number that was given to an article, an audit line, a job: none is used again.
    "counters": _of("name TEXT, collection TEXT, last INTEGER", looked_up=""),
    # How many rows a collection has in a table, and the sum of their checksums: a row that vanished is missed.
    "seals": _of("collection TEXT, about TEXT, rows INTEGER, total BLOB", 2, looked_up=""),
}


def statements() -> tuple[str, ...]:
    """What creates them, in the order in which SQLite does when it writes the file anew: pages are where they were."""
    made, indexes = [], []
    for name, table in TABLES.items():
        columns = [f"{column} {kind}" for column, kind in table.columns.items()]
        parts = [*columns, "checksum BLOB", f"PRIMARY KEY ({', '.join(table.keys)})", *filter(None, [table.refers])]
        made.append(f"CREATE TABLE {name} ({', '.join(parts)})")
        if table.looked_up:
            indexes.append(f"CREATE INDEX {name}_by_{table.looked_up} ON {name} ({table.looked_up})")
    return (*made, *indexes)
