"""What makes one story of releases at several sources: their keys, and what each source repeats."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Releases that are kept already have no keys: they are found by their exact words alone."""
    op.create_table(
        "story_keys",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("release", SEQUENCE, sa.ForeignKey("releases.sequence"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("story_keys_release", "story_keys", ["release"])
    op.create_table(
        "templates",
        sa.Column("source", NAME, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("learnt_from", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("passages", sa.Text, nullable=False),
    )
