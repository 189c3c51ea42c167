"""Releases of which only a tombstone is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Empty wherever nothing was trimmed: adding it touches no row."""
    op.add_column("releases", sa.Column("trimmed_at", sa.BigInteger()))
