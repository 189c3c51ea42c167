"""What was told last of a release of which a later revision is held; how often one was told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0002"


def upgrade() -> None:
    """Empty wherever nothing was ever held: adding them touches no row."""
    op.add_column("releases", sa.Column("told_revision", sa.Integer()))
    op.add_column("counters", sa.Column("tellings", sa.Integer()))
