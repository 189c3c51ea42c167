"""Other keys that releases go by, since their publisher renamed them; a note on a change."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """A table of its own: hardly any release is ever renamed."""
    op.add_column("changes", sa.Column("note", sa.Text()))
    op.create_table(
        "aliases",
        sa.Column("source", NAME, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("release", SEQUENCE, sa.ForeignKey("releases.sequence"), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("aliases_release", "aliases", ["release"])
