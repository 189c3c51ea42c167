"""What the store gives back to be read: rows joined and ready, frozen, with no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.model.change import ChangeKind
from monitor.model.delivery import Delivery
from monitor.model.published import Published
from monitor.model.source import Failure, Source, SourceState


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its state. `removed_at` is set when the configuration no longer has it."""

    source: Source
    state: SourceState
    releases: int
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trimmed:
    """How many versions and how many whole releases went."""

    versions: int = 0
    releases: int = 0


@dataclass(frozen=True, slots=True)
class HubTold:
    """How far a hub was told: the newest sequence, and how often anything held was told."""

    sequence: int
    tellings: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """The source that is due the longest, and how many are due for too long."""

    source: str
    due_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class DueSource:
    """A source that is due, without its state. `due_at` is None where it was never checked."""

    source: Source
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release as people see it, at its newest revision.

    `sequence` is that of its NEW change: feeds are ordered by it. `also_at` names the other
    places of the same story: other places in its source, then other sources' URLs or places.
    `text` and `html` are empty where a list was asked for without texts.
    """

    id: str
    sequence: int
    source: str
    source_title: str
    source_place: str
    source_kind: str
    source_timezone: str
    tags: tuple[str, ...]
    key: str
    title: str
    url: str | None
    author: str | None
    published: Published
    revision: int
    content_hash: str
    first_seen_at: datetime
    changed_at: datetime
    withdrawn: bool
    places: Mapping[str, int]
    also_at: tuple[str, ...]
    enclosures: tuple[Mapping[str, object], ...] = ()
    story: str | None = None
    text: str = ""
    html: str | None = None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One version of a release, with its text."""

    release: str
    number: int
    title: str
    text: str
    html: str | None
    content_hash: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change with its sequence and what is needed to tell of it (no texts).

    `release`, `title`, `url`, `revision` are None for what happened to a source. `told` is False
    for a baseline and for a change that is held; `held` says why.
    """

    sequence: int
    id: str
    kind: ChangeKind
    source: str
    source_title: str
    source_place: str
    tags: tuple[str, ...]
    private: bool
    release: str | None
    title: str | None
    url: str | None
    published: Published | None
    content_hash: str | None
    revision: int | None
    previous: int | None
    baseline: bool
    told: bool
    held: str | None
    at: datetime
    added_words: int
    removed_words: int
    failure: Failure | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which releases a feed or a list is about: every condition must hold.

    `sources` and `tags`: any of them. `any_words`, `none_words`: whole words or phrases in
    title or text, case and accents folded. `include_private`: only where a token was shown.
    `one_per_story`: of those that say the same, the one taken up first. The releases of a
    source that was removed from the configuration stay.
    """

    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    any_words: tuple[str, ...] = ()
    none_words: tuple[str, ...] = ()
    include_private: bool = False
    one_per_story: bool = False


@dataclass(frozen=True, slots=True)
class NameRow:
    """Another key that a release goes by, on what evidence, since when."""

    key: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What somebody said about identity: `merge` made `second` one with `first`, `join` one story
    with it; `split` made `second` out of `first`, `part` a story of its own of both, which are the
    same. `undone_at` is set where it was taken back."""

    number: int
    source: str
    kind: str
    first: str
    second: str
    at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TargetState:
    """How a target stands: active, or switched off (by its own 410) and why."""

    target: str
    active: bool = True
    reason: str | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """How many deliveries of one target are in one state other than sent."""

    target: str
    state: str
    count: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures for probes and metrics, cheap to ask for."""

    sources: int
    failing: int
    paused: int
    releases: int
    changes: int
    owed: int
    oldest_owed_at: datetime | None
    dead: int
    due: int


@dataclass(frozen=True, slots=True)
class SlowCounts:
    """More figures, each a walk over all sources or what a database takes its time for.

    `ok` and `new` are sources that are neither paused nor failing, by whether they were checked.
    """

    ok: int
    new: int
    retrying: int
    store_bytes: int


@dataclass(frozen=True, slots=True)
class Lease:
    """A delivery taken to be sent now, with the change it tells of."""

    delivery: Delivery
    change: ChangeRow | None


@dataclass(frozen=True, slots=True)
class DigestRow:
    """What a digest tells of: `total` changes, the newest of them by sequence. `until_at` is when
    it was closed, None as long as it gathers."""

    since_at: datetime
    until_at: datetime | None
    total: int
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class RobotsRow:
    """What an origin's robots.txt said to a program named `agent`: its rules, none for all is
    allowed, or why nothing may be visited. Good until `expires_at`."""

    origin: str
    agent: str
    rules: str
    failure: Failure | None
    expires_at: datetime
