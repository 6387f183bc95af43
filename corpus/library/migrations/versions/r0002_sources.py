"""Where in its source an article stands, what was fetched of it, and which drafts came together."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns, empty, and the table."""
    op.add_column("revisions", sa.Column("places", sa.JSON))
    for name in ("batch", "media_type", "charset"):
        op.add_column("drafts", sa.Column(name, sa.Text))
    op.add_column("drafts", sa.Column("data", sa.LargeBinary))
    collection = sa.ForeignKey("collections.name", ondelete="CASCADE")
    numbers = (sa.Column(name, sa.Integer, primary_key=True, autoincrement=False) for name in ("article", "revision"))
    op.create_table(
        "sources",
        sa.Column("collection", sa.Text, collection, primary_key=True, nullable=False),
        *numbers,
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("charset", sa.Text),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["collection", "article", "revision"],
            ["revisions.collection", "revisions.article", "revisions.number"],
            ondelete="CASCADE",
        ),
    )
