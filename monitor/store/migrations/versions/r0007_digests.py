"""Digests: what was gathered for a target, to be told as one message."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Two tables beside the deliveries: most targets have no digest."""
    op.create_table(
        "digests",
        sa.Column("digest", NAME, sa.ForeignKey("deliveries.id"), primary_key=True),
        sa.Column("target", NAME, sa.ForeignKey("targets.target"), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger()),
    )
    op.create_index("digests_target", "digests", ["target", "until_at"])
    still_open = sa.text("until_at IS NULL")
    op.create_index(
        "digests_open",
        "digests",
        ["target"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "gathered",
        sa.Column("target", NAME, primary_key=True),
        sa.Column("sequence", SEQUENCE, sa.ForeignKey("changes.sequence"), primary_key=True),
        sa.Column("digest", NAME, sa.ForeignKey("digests.digest"), nullable=False),
    )
    op.create_index("gathered_digest", "gathered", ["digest", "sequence"])
    op.create_index("gathered_sequence", "gathered", ["sequence"])
