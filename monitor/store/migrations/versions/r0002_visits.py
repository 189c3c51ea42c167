"""What visits learn: a source's rhythm, where it moved to, what each robots.txt said.

Also the digest by which an unchanged list of sources is known, and an index that goes on
behind a source that is due.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """New columns may be empty, which costs nothing however many sources there are."""
    op.add_column("states", sa.Column("rhythm", sa.Text()))
    op.add_column("states", sa.Column("moved", sa.Text()))
    op.add_column("counters", sa.Column("sources_digest", sa.Text()))
    op.create_table(
        "robots",
        sa.Column("origin", NAME, primary_key=True),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("rules", sa.LargeBinary(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("robots_expires_at", "robots", ["expires_at"])
    op.drop_index("states_due", "states")
    watched = ~sa.column("paused", sa.Boolean) & ~sa.column("removed", sa.Boolean)
    op.create_index(
        "states_due",
        "states",
        ["next_due_at", "source"],
        sqlite_where=watched,
        postgresql_where=watched,
    )
