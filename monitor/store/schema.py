"""Every table, for both databases.

    sources ─┬─ source_tags
             ├─ states            one row a source, rewritten by each check
             ├─ visits            the last 50 that were more than unchanged
             ├─ templates         what it repeats in release after release
             ├─ releases ─┬─ revisions ─ ─▸ texts (shared, counted)
             │            ├─ aliases       other keys that they go by
             │            └─ story_keys    what they are found by when others tell their story
             └─ changes ─┬─ deliveries ───▸ targets
                         └─ gathered ─▸ digests, each one delivery
    corrections   what somebody said about which releases are one
    counters   one row: the sequence, the data version, totals, which configuration was taken up
    feed_documents   when each published document last changed
    robots     what each origin's robots.txt said, until it is asked again
    hubs       how far each hub was told which feeds changed

Of a release that was trimmed (`trimmed_at`) the row stays, without revisions: a tombstone.

A release is known outside by its `id`; inside, its key is the `sequence` of its NEW change, so
that "newest first" is the order of the table itself. Older pages that are read later bring
history: it stands below all others, under numbers of its own that go down from 0. Migrations in
`migrations/versions` lead here; a test proves that they do.
"""

import sqlalchemy as sa
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    event,
)

from monitor.store.columns import Bytes, DueInstant, Instant, Json, Name, Sequence, Words

metadata = MetaData()

sources = Table(
    "sources",
    metadata,
    Column("id", Name, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("spec", Text, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("removed_at", Instant),
    Index("sources_position", "position"),
)

source_tags = Table(
    "source_tags",
    metadata,
    Column("tag", Name, primary_key=True),
    Column("source", Name, ForeignKey("sources.id"), primary_key=True),
    Index("source_tags_source", "source"),
)

states = Table(
    "states",
    metadata,
    Column("source", Name, ForeignKey("sources.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("next_due_at", DueInstant, nullable=False),
    Column("last_checked_at", Instant),
    Column("last_success_at", Instant),
    Column("last_changed_at", Instant),
    Column("baseline_at", Instant),
    Column("paused", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failure", Json),
    Column("validators", Json),
    Column("raw_hash", Text),
    Column("text_hash", Text),
    Column("key_policy", Text),
    Column("releases", Integer, nullable=False),
    Column("memo", Json),
    Column("rhythm", Json),
    Column("moved", Json),
)
WATCHED = sa.and_(sa.not_(states.c.paused), sa.not_(states.c.removed))
PAUSED = sa.and_(states.c.paused, sa.not_(states.c.removed))
FAILING = sa.and_(states.c.failures > sa.literal_column("0"), sa.not_(states.c.removed))
Index("states_due", states.c.next_due_at, states.c.source, sqlite_where=WATCHED)
Index("states_paused", states.c.source, sqlite_where=PAUSED)
Index("states_failing", states.c.source, sqlite_where=FAILING)

visits = Table(
    "visits",
    metadata,
    Column("source", Name, ForeignKey("sources.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", Instant),
    Column("outcome", Text, nullable=False),
    Column("new", Integer, nullable=False),
    Column("revised", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("status", Integer),
    Column("elapsed_seconds", Float, nullable=False),
    Column("failure", Json),
)

releases = Table(
    "releases",
    metadata,
    Column("sequence", Sequence, primary_key=True, autoincrement=False),
    Column("id", Name, nullable=False, unique=True),
    Column("source", Name, ForeignKey("sources.id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("url", Words),
    Column("author", Words),
    Column("published", Text, nullable=False),
    Column("precision", Text, nullable=False),
    Column("inferred", Boolean, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("first_seen_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("places", Json, nullable=False),
    Column("enclosures", Json),
    Column("story", Text),
    Column("changes", Integer, nullable=False),
    Column("told_revision", Integer),
    Column("trimmed_at", Instant),
    Index("releases_source", "source", "sequence"),
)
JOINED = releases.c.story.is_not(None)
Index("releases_story", releases.c.story, releases.c.sequence, sqlite_where=JOINED)

aliases = Table(
    "aliases",
    metadata,
    Column("source", Name, ForeignKey("sources.id"), primary_key=True),
    Column("key", Words, primary_key=True),
    Column("release", Sequence, ForeignKey("releases.sequence"), nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("aliases_release", "release"),
)

story_keys = Table(
    "story_keys",
    metadata,
    Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("release", Sequence, ForeignKey("releases.sequence"), primary_key=True),
    Index("story_keys_release", "release"),
    sqlite_with_rowid=False,
)

templates = Table(
    "templates",
    metadata,
    Column("source", Name, ForeignKey("sources.id"), primary_key=True),
    Column("learnt_from", Integer, nullable=False),
    Column("words", Json, nullable=False),
    Column("passages", Json, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("source", Name, ForeignKey("sources.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("first", Name, nullable=False),
    Column("second", Name, nullable=False),
    Column("detail", Json, nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    Index("corrections_source", "source"),
    Index("corrections_first", "first"),
    Index("corrections_second", "second"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("release", Sequence, ForeignKey("releases.sequence"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", Words, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("text", Bytes, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    Column("hash", Bytes, primary_key=True),
    Column("uses", Integer, nullable=False),
    Column("body", Bytes, nullable=False),
)
UNUSED = texts.c.uses == sa.literal_column("0")
Index("texts_unused", texts.c.hash, sqlite_where=UNUSED)

changes = Table(
    "changes",
    metadata,
    Column("sequence", Sequence, primary_key=True, autoincrement=False),
    Column("id", Name, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("source", Name, ForeignKey("sources.id"), nullable=False),
    Column("release", Sequence, ForeignKey("releases.sequence")),
    Column("at", Instant, nullable=False),
    Column("revision", Integer),
    Column("previous", Integer),
    Column("baseline", Boolean, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("held", Text),
    Column("routed", Boolean, nullable=False),
    Column("added_words", Integer, nullable=False),
    Column("removed_words", Integer, nullable=False),
    Column("failure", Json),
    Column("note", Words),
    Index("changes_release", "release"),
    Index("changes_source", "source", "sequence"),
)
UNROUTED = sa.not_(changes.c.routed)
AFTER_BASELINE = sa.not_(changes.c.baseline)
HELD = changes.c.held.is_not(None)
Index("changes_unrouted", changes.c.sequence, sqlite_where=UNROUTED)
Index("changes_held", changes.c.sequence, sqlite_where=HELD)
Index("changes_after_baseline", changes.c.sequence, sqlite_where=AFTER_BASELINE)
Index(
    "changes_after_baseline_by_source",
    changes.c.source,
    changes.c.sequence,
    sqlite_where=AFTER_BASELINE,
)

targets = Table(
    "targets",
    metadata,
    Column("target", Name, primary_key=True),
    Column("active", Boolean, nullable=False),
    Column("reason", Words),
    Column("changed_at", Instant),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Name, primary_key=True),
    Column("sequence", Sequence, ForeignKey("changes.sequence")),
    Column("target", Name, ForeignKey("targets.target"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant),
    Column("ready_at", Instant),
    Column("owed_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("lease", Text),
    Column("holder", Text),
    Column("last_error", Words),
    Index("deliveries_sequence", "sequence", "target", unique=True),
    Index("deliveries_target", "target", "sequence"),
    Index("deliveries_state", "state", "sequence"),
)

digests = Table(
    "digests",
    metadata,
    Column("digest", Name, ForeignKey("deliveries.id"), primary_key=True),
    Column("target", Name, ForeignKey("targets.target"), nullable=False),
    Column("since_at", Instant, nullable=False),
    Column("until_at", Instant),
    Index("digests_target", "target", "until_at"),
)
STILL_OPEN = digests.c.until_at.is_(None)
Index("digests_open", digests.c.target, unique=True, sqlite_where=STILL_OPEN)

gathered = Table(
    "gathered",
    metadata,
    Column("target", Name, primary_key=True),
    Column("sequence", Sequence, ForeignKey("changes.sequence"), primary_key=True),
    Column("digest", Name, ForeignKey("digests.digest"), nullable=False),
    Index("gathered_digest", "digest", "sequence"),
    Index("gathered_sequence", "sequence"),
)

# `ready_at` is when a delivery may next be taken: its next attempt, or where it is leased the
# end of its lease. Settled ones have none, so that every index below holds what is owed alone.
OPEN = deliveries.c.ready_at.is_not(None)
LEASED = deliveries.c.lease.is_not(None)
SETTLED = deliveries.c.settled_at.is_not(None)
Index(
    "deliveries_open",
    deliveries.c.target,
    deliveries.c.sequence,
    deliveries.c.ready_at,
    sqlite_where=OPEN,
)
Index("deliveries_ready", deliveries.c.target, deliveries.c.ready_at, sqlite_where=OPEN)
Index("deliveries_owed", deliveries.c.owed_at, sqlite_where=OPEN)
Index("deliveries_leased", deliveries.c.target, sqlite_where=LEASED)
Index("deliveries_settled", deliveries.c.settled_at, sqlite_where=SETTLED)

counters = Table(
    "counters",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Sequence, nullable=False),
    Column("data_version", Sequence, nullable=False),
    Column("releases", Sequence, nullable=False),
    Column("changes", Sequence, nullable=False),
    Column("probe", Boolean, nullable=False),
    Column("sources_digest", Text),
    Column("tellings", Integer),
)

feed_documents = Table(
    "feed_documents",
    metadata,
    Column("document", Name, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("modified_at", Instant, nullable=False),
)

robots = Table(
    "robots",
    metadata,
    Column("origin", Name, primary_key=True),
    Column("agent", Text, nullable=False),
    Column("rules", Bytes, nullable=False),
    Column("failure", Json),
    Column("expires_at", Instant, nullable=False),
    Index("robots_expires_at", "expires_at"),
)

hubs = Table(
    "hubs",
    metadata,
    Column("hub", Name, primary_key=True),
    Column("sequence", Sequence, nullable=False),
    Column("tellings", Integer, nullable=False),
)

schema_version = Table(
    "schema_version",
    metadata,
    Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="schema_version_pkc"),  # as Alembic makes it
)


@event.listens_for(metadata, "before_create")
def _partial_on_postgresql_too(_metadata: MetaData, connection: Connection, **_: object) -> None:
    """An index is of the same rows on either. Said to both above, it would load PostgreSQL's
    dialect, asyncpg's and more, wherever the schema is."""
    if connection.dialect.name != "postgresql":
        return
    for index in (index for table in metadata.tables.values() for index in table.indexes):
        index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]
