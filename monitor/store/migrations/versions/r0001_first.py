"""The first tables. Frozen: what changes later is a revision of its own."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create every table, and the one row of counters."""
    _create_sources()
    _create_releases()
    _create_changes()
    _create_deliveries()
    _create_bookkeeping()


def _create_sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.BigInteger()),
    )
    op.create_index("sources_position", "sources", ["position"])
    op.create_table(
        "source_tags",
        sa.Column("tag", NAME, primary_key=True),
        sa.Column("source", NAME, sa.ForeignKey("sources.id"), primary_key=True),
    )
    op.create_index("source_tags_source", "source_tags", ["source"])
    op.create_table(
        "states",
        sa.Column("source", NAME, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_due_at", sa.BigInteger(), nullable=False),
        sa.Column("last_checked_at", sa.BigInteger()),
        sa.Column("last_success_at", sa.BigInteger()),
        sa.Column("last_changed_at", sa.BigInteger()),
        sa.Column("baseline_at", sa.BigInteger()),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("validators", sa.Text()),
        sa.Column("raw_hash", sa.Text()),
        sa.Column("text_hash", sa.Text()),
        sa.Column("key_policy", sa.Text()),
        sa.Column("releases", sa.Integer(), nullable=False),
        sa.Column("memo", sa.Text()),
    )
    op.create_index(
        "states_due", "states", ["next_due_at"], **_where(~_flag("paused") & ~_flag("removed"))
    )
    op.create_index(
        "states_failing",
        "states",
        ["source"],
        **_where(sa.and_(sa.text("failures > 0"), ~_flag("removed"))),
    )
    op.create_index(
        "states_paused", "states", ["source"], **_where(_flag("paused") & ~_flag("removed"))
    )
    op.create_table(
        "visits",
        sa.Column("source", NAME, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("at", sa.BigInteger()),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("elapsed_seconds", sa.Float(), nullable=False),
        sa.Column("failure", sa.Text()),
    )


def _create_releases() -> None:
    op.create_table(
        "releases",
        sa.Column("sequence", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("id", NAME, nullable=False, unique=True),
        sa.Column("source", NAME, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("published", sa.Text(), nullable=False),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("enclosures", sa.Text()),
        sa.Column("story", sa.Text()),
        sa.Column("changes", sa.Integer(), nullable=False),
    )
    op.create_index("releases_source", "releases", ["source", "sequence"])
    op.create_index(
        "releases_story", "releases", ["story", "sequence"], **_where(sa.text("story IS NOT NULL"))
    )
    op.create_table(
        "revisions",
        sa.Column("release", NUMBER, sa.ForeignKey("releases.sequence"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "texts",
        sa.Column("hash", sa.LargeBinary(), primary_key=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("texts_unused", "texts", ["hash"], **_where(sa.text("uses = 0")))


def _create_changes() -> None:
    op.create_table(
        "changes",
        sa.Column("sequence", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("id", NAME, nullable=False, unique=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", NAME, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("release", NUMBER, sa.ForeignKey("releases.sequence")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer()),
        sa.Column("previous", sa.Integer()),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Text()),
        sa.Column("routed", sa.Boolean(), nullable=False),
        sa.Column("added_words", sa.Integer(), nullable=False),
        sa.Column("removed_words", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text()),
    )
    op.create_index("changes_after_baseline", "changes", ["sequence"], **_where(~_flag("baseline")))
    op.create_index(
        "changes_after_baseline_by_source",
        "changes",
        ["source", "sequence"],
        **_where(~_flag("baseline")),
    )
    op.create_index("changes_held", "changes", ["sequence"], **_where(sa.text("held IS NOT NULL")))
    op.create_index("changes_release", "changes", ["release"])
    op.create_index("changes_source", "changes", ["source", "sequence"])
    op.create_index("changes_unrouted", "changes", ["sequence"], **_where(~_flag("routed")))


def _create_deliveries() -> None:
    op.create_table(
        "targets",
        sa.Column("target", NAME, primary_key=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("changed_at", sa.BigInteger()),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("sequence", NUMBER, sa.ForeignKey("changes.sequence")),
        sa.Column("target", NAME, sa.ForeignKey("targets.target"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger()),
        sa.Column("ready_at", sa.BigInteger()),
        sa.Column("owed_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger()),
        sa.Column("lease", sa.Text()),
        sa.Column("holder", sa.Text()),
        sa.Column("last_error", sa.Text()),
    )
    op.create_index(
        "deliveries_leased", "deliveries", ["target"], **_where(sa.text("lease IS NOT NULL"))
    )
    op.create_index(
        "deliveries_open",
        "deliveries",
        ["target", "sequence", "ready_at"],
        **_where(sa.text("ready_at IS NOT NULL")),
    )
    op.create_index(
        "deliveries_owed", "deliveries", ["owed_at"], **_where(sa.text("ready_at IS NOT NULL"))
    )
    op.create_index(
        "deliveries_ready",
        "deliveries",
        ["target", "ready_at"],
        **_where(sa.text("ready_at IS NOT NULL")),
    )
    op.create_index("deliveries_sequence", "deliveries", ["sequence", "target"], unique=True)
    op.create_index(
        "deliveries_settled",
        "deliveries",
        ["settled_at"],
        **_where(sa.text("settled_at IS NOT NULL")),
    )
    op.create_index("deliveries_state", "deliveries", ["state", "sequence"])
    op.create_index("deliveries_target", "deliveries", ["target", "sequence"])


def _create_bookkeeping() -> None:
    op.create_table(
        "counters",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sequence", NUMBER, nullable=False),
        sa.Column("data_version", NUMBER, nullable=False),
        sa.Column("releases", NUMBER, nullable=False),
        sa.Column("changes", NUMBER, nullable=False),
        sa.Column("probe", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "feed_documents",
        sa.Column("document", NAME, primary_key=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("modified_at", sa.BigInteger(), nullable=False),
    )
    op.execute(
        "INSERT INTO counters (id, sequence, data_version, releases, changes, probe)"
        " VALUES (1, 0, 0, 0, 0, FALSE)"
    )


def _flag(name: str) -> sa.ColumnElement[bool]:
    """A yes or no, written as each database does: queries must say the same to use the index."""
    return sa.column(name, sa.Boolean)


def _where(condition: sa.ClauseElement) -> dict[str, Any]:
    return {"sqlite_where": condition, "postgresql_where": condition}
