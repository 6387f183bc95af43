"""The tables of the library. Every row is of a collection, and goes with it when that is erased."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

HEAD = "0001"
"""The newest revision in `migrations/versions`. Revisions are numbered in their order, so that they can be compared."""


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept in UTC. SQLite knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value else None


def _collection(key: bool = False) -> Column[str]:
    """Whose a row is."""
    return Column(
        "collection", Text, ForeignKey("collections.name", ondelete="CASCADE"), primary_key=key, nullable=False
    )


metadata = MetaData()

alembic_version = Table("alembic_version", MetaData(), Column("version_num", Text))
"""Alembic's own table, with one row: the revision of the file."""

collections = Table(
    "collections",
    metadata,
    Column("name", Text, primary_key=True),
    Column("policy", JSON(none_as_null=True)),  # what moderators have settled
    Column("left_at", UtcTime),  # when the bot left the server
)

articles = Table(
    "articles",
    metadata,
    _collection(key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("current", Integer),  # the number of the revision that answers; null where the article was taken away
    Column("removed_by", Text),
    Column("removed_at", UtcTime),
)

texts = Table(
    "texts",
    metadata,
    _collection(key=True),
    Column("id", Text, primary_key=True),  # the sha256 of the text
    Column("bytes", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),  # the last: SQLite reads the others without it
)

revisions = Table(
    "revisions",
    metadata,
    _collection(key=True),
    Column("article", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("publisher", Text),
    Column("published", Text),  # an ISO date
    Column("url", Text),
    Column("origin", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("paragraphs", JSON, nullable=False),  # pairs of offsets, as are the captions
    Column("captions", JSON, nullable=False),
    ForeignKeyConstraint(["collection", "article"], ["articles.collection", "articles.number"], ondelete="CASCADE"),
    ForeignKeyConstraint(["collection", "document"], ["texts.collection", "texts.id"], ondelete="CASCADE"),
    Index("ix_revisions_document", "collection", "document"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    _collection(),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("before", JSON(none_as_null=True)),  # how the articles stood, while the change can be undone
    Index("ix_audit_collection", "collection", "id"),
    sqlite_autoincrement=True,
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    _collection(),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("begun", UtcTime, nullable=False),
    Column("ended", UtcTime),
    Column("outcome", Text),
    Index("ix_jobs_collection", "collection", "id"),
    sqlite_autoincrement=True,  # a job that was erased may end still: its number must be no other's
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    _collection(),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("origin", Text, nullable=False),
    Column("document", JSON, nullable=False),
    Index("ix_drafts_collection", "collection"),
)

choices = Table(
    "choices",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    _collection(),
    Index("ix_choices_collection", "collection"),
)
