"""The tables, each row of a collection, with article numbers that count within it."""

from typing import Any, TypeAlias

import sqlalchemy as sa
from alembic import op

from corpus.library.migrations.first_form import carry_over, rename_tables

Columns: TypeAlias = list[sa.Column[Any]]

revision = "0001"
down_revision = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; of a library of the first form, with everything that it holds."""
    is_first_form = rename_tables(op.get_bind())
    _make_articles()
    _make_records()
    if is_first_form:
        carry_over(op.get_bind())
    op.execute("PRAGMA user_version = 3")  # a Pullquote from before there were revisions refuses a higher one than 2


def _keys(kind: Any, *names: str) -> Columns:
    return [sa.Column(name, kind, primary_key=True, autoincrement=False) for name in names]


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _needed(kind: Any, *names: str) -> Columns:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _optional(kind: Any, *names: str) -> Columns:
    return [sa.Column(name, kind) for name in names]


def _collection(key: bool = False) -> sa.Column[str]:
    of = sa.ForeignKey("collections.name", ondelete="CASCADE")
    return sa.Column("collection", sa.Text, of, primary_key=key, nullable=False)


def _make_articles() -> None:
    own = [*_keys(sa.Text, "name"), *_optional(sa.JSON, "policy"), *_optional(_TIME, "left_at")]
    op.create_table("collections", *own)
    standing = [*_optional(sa.Integer, "current"), *_optional(sa.Text, "removed_by"), *_optional(_TIME, "removed_at")]
    op.create_table("articles", _collection(key=True), *_keys(sa.Integer, "number"), *standing)
    shown = [*_needed(sa.Integer, "bytes"), *_needed(sa.LargeBinary, "signature"), *_needed(sa.Text, "text")]
    op.create_table("texts", _collection(key=True), *_keys(sa.Text, "id"), *shown)
    op.create_table(
        "revisions",
        _collection(key=True),
        *_keys(sa.Integer, "article", "number"),
        *_needed(sa.Text, "document", "name", "title"),
        *_optional(sa.Text, "publisher", "published", "url"),
        *_needed(sa.Text, "origin", "by"),
        *_needed(_TIME, "at"),
        *_needed(sa.JSON, "authors", "paragraphs", "captions"),
        sa.ForeignKeyConstraint(
            ["collection", "article"], ["articles.collection", "articles.number"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["collection", "document"], ["texts.collection", "texts.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_revisions_document", "revisions", ["collection", "document"])


def _make_records() -> None:
    lines = [*_needed(_TIME, "at"), *_needed(sa.Text, "by", "what"), *_optional(sa.JSON, "before")]
    op.create_table("audit", _number(), _collection(), *lines, sqlite_autoincrement=True)
    work = [*_needed(sa.Text, "kind", "by"), *_needed(_TIME, "begun"), *_optional(_TIME, "ended")]
    outcome = _optional(sa.Text, "outcome")
    op.create_table("jobs", _number(), _collection(), *work, *outcome, sqlite_autoincrement=True)
    read = [*_needed(sa.Text, "by"), *_needed(_TIME, "at"), *_needed(sa.Text, "origin"), *_needed(sa.JSON, "document")]
    op.create_table("drafts", *_keys(sa.Text, "id"), _collection(), *read)
    op.create_table("choices", *_keys(sa.BigInteger, "person"), _collection())
    for table, more in (("audit", ["id"]), ("jobs", ["id"]), ("drafts", []), ("choices", [])):
        op.create_index(f"ix_{table}_collection", table, ["collection", *more])
