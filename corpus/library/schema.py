"""The tables of the library. Every row is of a collection, and goes with it when that is erased."""

from datetime import UTC, datetime

import sqlalchemy as sa

HEAD = "0002"
"""The newest revision in `migrations/versions`. Revisions are numbered in their order, so that they can be compared."""


class UtcTime(sa.TypeDecorator[datetime]):
    """A moment, kept in UTC. SQLite knows no time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value else None


def _collection(key: bool = False) -> sa.Column[str]:
    """Whose a row is."""
    return sa.Column(
        "collection", sa.Text, sa.ForeignKey("collections.name", ondelete="CASCADE"), primary_key=key, nullable=False
    )


metadata = sa.MetaData()

collections = sa.Table(
    "collections",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("policy", sa.JSON(none_as_null=True)),  # what moderators have settled
    sa.Column("left_at", UtcTime),  # when the bot left the server
)

articles = sa.Table(
    "articles",
    metadata,
    _collection(key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("current", sa.Integer),  # the number of the revision that answers; null where the article was taken away
    sa.Column("removed_by", sa.Text),
    sa.Column("removed_at", UtcTime),
)

texts = sa.Table(
    "texts",
    metadata,
    _collection(key=True),
    sa.Column("id", sa.Text, primary_key=True),  # the sha256 of the text
    sa.Column("bytes", sa.Integer, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("text", sa.Text, nullable=False),  # the last: SQLite reads the others without it
)

revisions = sa.Table(
    "revisions",
    metadata,
    _collection(key=True),
    sa.Column("article", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text),
    sa.Column("published", sa.Text),  # an ISO date
    sa.Column("url", sa.Text),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("paragraphs", sa.JSON, nullable=False),  # pairs of offsets, as are the captions
    sa.Column("captions", sa.JSON, nullable=False),
    sa.Column("places", sa.JSON(none_as_null=True)),  # of its source: offset, kind and name; null where it has none
    sa.ForeignKeyConstraint(["collection", "article"], ["articles.collection", "articles.number"], ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["collection", "document"], ["texts.collection", "texts.id"], ondelete="CASCADE"),
    sa.Index("ix_revisions_document", "collection", "document"),
)

sources = sa.Table(
    "sources",
    metadata,
    _collection(key=True),
    sa.Column("article", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("charset", sa.Text),
    sa.Column("data", sa.LargeBinary, nullable=False),  # as it was fetched, packed by zlib
    sa.ForeignKeyConstraint(
        ["collection", "article", "revision"],
        ["revisions.collection", "revisions.article", "revisions.number"],
        ondelete="CASCADE",
    ),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _collection(),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("before", sa.JSON(none_as_null=True)),  # how the articles stood, while the change can be undone
    sa.Index("ix_audit_collection", "collection", "id"),
    sqlite_autoincrement=True,
)

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _collection(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("begun", UtcTime, nullable=False),
    sa.Column("ended", UtcTime),
    sa.Column("outcome", sa.Text),
    sa.Index("ix_jobs_collection", "collection", "id"),
    sqlite_autoincrement=True,  # a job that was erased may end still: its number must be no other's
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _collection(),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("document", sa.JSON, nullable=False),
    sa.Column("batch", sa.Text),  # shared by those that came together
    sa.Column("media_type", sa.Text),  # this and the next two are of what was fetched
    sa.Column("charset", sa.Text),
    sa.Column("data", sa.LargeBinary),
    sa.Index("ix_drafts_collection", "collection"),
)

choices = sa.Table(
    "choices",
    metadata,
    sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
    _collection(),
    sa.Index("ix_choices_collection", "collection"),
)
