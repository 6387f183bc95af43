"""The tables, each row of a collection, with article numbers that count within it."""

import sqlalchemy as sa
from alembic import op

from corpus.library.migrations.first_form import carry_over, drop_tables, rename_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables; of a library of the first form, with everything that it holds."""
    connection = op.get_bind()
    is_first_form = rename_tables(connection)
    _make_collections()
    _make_articles()
    _make_records()
    if is_first_form:
        carry_over(connection)
        drop_tables(connection)
    op.execute("PRAGMA user_version = 3")  # a Pullquote from before there were revisions refuses a higher one than 2


def _collection(key: bool = False) -> sa.Column[str]:
    of = sa.ForeignKey("collections.name", ondelete="CASCADE")
    return sa.Column("collection", sa.Text, of, primary_key=key, nullable=False)


def _make_collections() -> None:
    op.create_table(
        "collections",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("policy", sa.JSON),
        sa.Column("left_at", sa.DateTime(timezone=True)),
    )


def _make_articles() -> None:
    op.create_table(
        "articles",
        _collection(key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("current", sa.Integer),
        sa.Column("removed_by", sa.Text),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "texts",
        _collection(key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "revisions",
        _collection(key=True),
        sa.Column("article", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("authors", sa.JSON, nullable=False),
        sa.Column("paragraphs", sa.JSON, nullable=False),
        sa.Column("captions", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["collection", "article"], ["articles.collection", "articles.number"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["collection", "document"], ["texts.collection", "texts.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_revisions_document", "revisions", ["collection", "document"])


def _make_records() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        _collection(),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("before", sa.JSON),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, primary_key=True),
        _collection(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, primary_key=True),
        _collection(),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
    )
    op.create_table(
        "choices",
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
        _collection(),
    )
    op.create_index("ix_audit_collection", "audit", ["collection", "id"])
    op.create_index("ix_jobs_collection", "jobs", ["collection", "id"])
    op.create_index("ix_drafts_collection", "drafts", ["collection"])
    op.create_index("ix_choices_collection", "choices", ["collection"])
