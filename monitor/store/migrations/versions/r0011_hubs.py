"""How far hubs were told."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """A table of its own: most monitors have no hub."""
    op.create_table(
        "hubs",
        sa.Column("hub", NAME, primary_key=True),
        sa.Column("sequence", SEQUENCE, nullable=False),
        sa.Column("tellings", sa.Integer(), nullable=False),
    )
