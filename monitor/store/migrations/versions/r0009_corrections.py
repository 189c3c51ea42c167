"""What somebody said about which releases are one."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """A table of its own, with its indexes."""
    op.create_table(
        "corrections",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("source", NAME, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first", NAME, nullable=False),
        sa.Column("second", NAME, nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger()),
    )
    for name in ("source", "first", "second"):
        op.create_index(f"corrections_{name}", "corrections", [name])
