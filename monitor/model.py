"""The types that flow, in the order in which they flow. All frozen: a stage makes a new value.

    Source + SourceState ─fetch─▸ Response | NotModified | Failure
      ─parse─▸ Document*  ─filter─▸ Document*  ─identify─▸ Release*
      ─decide─▸ Check(next_state, releases, changes, failure)
      ══ store.commit(check): one transaction ══
    Change ─route─▸ Delivery ─send─▸ Sent | Retry(after) | Dead(reason)

Instants are aware datetimes in UTC and end in `_at`; durations are seconds and end in `_seconds`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from feeds.model import Enclosure

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""When a source is due that is visited no more until somebody asks for it."""

STOPPED_FROM = datetime(8000, 1, 1, tzinfo=UTC)
"""Due times are moved when a clock is set right: what is still beyond this means NEVER."""


WAITING = "waiting"
"""The key of a memo under which stands why something of the source is held for now."""


NOISE = "noise"
"""The key of a memo under which stands what is known of parts that change by themselves."""


class Precision(StrEnum):
    """How much of a date was said."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Published:
    """When a release says that it was published, as precisely as it says it.

    `value` is ISO 8601: `2024-12-10T09:00:00+01:00`, `2024-12-10`, `2024-12` or `2024`.
    `inferred`: some part of it (the year, or all of it) was concluded, not read.
    """

    value: str
    precision: Precision = Precision.DAY
    inferred: bool = False

    @classmethod
    def on(cls, day: date, *, inferred: bool = False) -> "Published":
        """A date of day precision."""
        return cls(day.isoformat(), Precision.DAY, inferred)

    def starts_at(self, timezone: str) -> datetime:
        """The first instant that this date can mean, in `timezone` unless it carries its own."""
        zone = ZoneInfo(timezone)
        if self.precision is Precision.INSTANT:
            moment = datetime.fromisoformat(self.value)
            return moment if moment.tzinfo else moment.replace(tzinfo=zone)
        year, month, day = (*map(int, self.value.split("-")), 1, 1)[:3]
        return datetime.combine(date(year, month, day), time(), zone)


@dataclass(frozen=True, slots=True)
class Source:
    """What to watch. Configuration only: it never changes while it is used.

    `place` is the URL, or the glob of files relative to `root`. `options` holds the keys that
    only this kind knows, already checked. `headers` may hold `${VARIABLE}`, and a `Basic` with
    name and password: filled in and encoded at the moment of the request, and never kept.
    `every` is `15m`-like, five cron fields or `auto`; `quiet` are the windows in which no visit
    begins (monitor.config.quiet). `history` limits what is kept (monitor.retention.Limits).
    """

    id: str
    kind: str
    place: str
    title: str
    tags: tuple[str, ...] = ()
    every: str = "1h"
    timezone: str = "UTC"
    root: str = "."
    tell_baseline: bool = False
    quiet: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    feed_token: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    history: Mapping[str, float] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Fetched with credentials: kept out of every feed that is not asked for by its token."""
        return bool(self.headers) or self.feed_token is not None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a visit came to nothing: an expected outcome, recorded.

    `kind` is a stable slug (`unreachable`, `http`, `robots`, `empty`, `binary`, …), `message`
    says what happened and where, `hint` what to do next. `permanent`: waiting will not mend it.
    """

    kind: str
    message: str
    hint: str | None = None
    permanent: bool = False
    status: int | None = None
    retry_after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask again with, byte for byte, and the URL that gave it (rule C1)."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Where permanent redirects have led, `count` visits in a row since `since_at`.

    `used`: they were believed, and `url` is visited instead of the configured place.
    """

    url: str
    count: int
    since_at: datetime
    used: bool = False


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is kept about a source between visits. `version` fences: it counts commits.

    `next_due_at` is None when the source was never checked (it is due now). `raw_hash` and
    `text_hash` let an unchanged visit end early. `memo` is the kind's own (JSON-able) memory,
    as the size and time of each file; `rhythm` that of `every: auto` (monitor.intake.rhythm).
    """

    source: str
    version: int = 0
    next_due_at: datetime | None = None
    last_checked_at: datetime | None = None
    last_success_at: datetime | None = None
    last_changed_at: datetime | None = None
    baseline_at: datetime | None = None
    paused: bool = False
    failures: int = 0
    failure: Failure | None = None
    validators: Validators | None = None
    raw_hash: str | None = None
    text_hash: str | None = None
    key_policy: str | None = None
    memo: Mapping[str, Any] = field(default_factory=dict)
    rhythm: Mapping[str, Any] | None = None
    moved: Moved | None = None

    @property
    def stopped(self) -> bool:
        """Whether it is visited no more until somebody asks for it (it answered 410)."""
        return self.next_due_at is not None and self.next_due_at >= STOPPED_FROM

    @property
    def waiting(self) -> str | None:
        """Why something of it is held until it has stood still, in words; None where nothing is."""
        return self.memo.get(WAITING)

    @property
    def noise(self) -> list[Mapping[str, Any]]:
        """The parts that are known to change by themselves: `label`, `kind`, `since_at`, …
        (monitor.intake.noise.learn)."""
        tracks = self.memo.get(NOISE, {}).values()
        return [track for track in tracks if track.get("since_at")]


@dataclass(frozen=True, slots=True)
class Part:
    """One body that a visit brought: the whole page, or one file of many.

    `place` names it for people and tells the places of one release apart: URL, or file path
    as the glob gives it. `content_type` is the header's value, lower case, if there was one;
    `link` that of the Link header (RFC 8288), as it came.
    """

    place: str
    body: bytes
    content_type: str | None = None
    language: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A visit that brought something to read.

    `parts` are those that were read now, `absent` the places of earlier visits that are gone.
    A place in neither was not looked into, and nothing is concluded about its releases.
    `failure` is set when some parts could not be read though others could. `again_seconds`:
    something was not ready to be read (it is still being written); look again so soon.
    `moved_to`: where nothing but permanent redirects led. `cookies` are what came to be set, as
    headers, for whoever shows the page in a browser; they are never kept.
    """

    parts: tuple[Part, ...]
    absent: tuple[str, ...] = ()
    status: int | None = None
    validators: Validators | None = None
    raw_hash: str | None = None
    memo: Mapping[str, Any] | None = None
    fresh_seconds: float | None = None
    failure: Failure | None = None
    again_seconds: float | None = None
    moved_to: str | None = None
    cookies: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class NotModified:
    """A visit that learnt, without reading a body, that nothing changed.

    `settles_failure` is False where an earlier failure says nothing about this (a bad file that
    stands as it stood is still bad): then the failure goes on being reported. `again_seconds`
    as in Response.
    """

    status: int | None = None
    validators: Validators | None = None
    fresh_seconds: float | None = None
    settles_failure: bool = True
    again_seconds: float | None = None


POSTPONED = "postponed"
"""The kind of a Failure that says: nobody was asked."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """A visit that was not made, because its host is being left alone: nothing follows from it.

    `why` says so to people; after `seconds` it is worth another try.
    """

    why: Failure
    seconds: float


@dataclass(frozen=True, slots=True)
class Document:
    """What the source said: one item, before identity.

    `text` is plain, its paragraphs separated by one blank line; `html` is sanitised, or None
    when the text is all there is. `position` counts from 0 within its `place`. `whole` is True
    where the source is one document watched for edits (a page), not an item of a list.
    """

    title: str
    text: str
    place: str
    position: int = 0
    html: str | None = None
    url: str | None = None
    guid: str | None = None
    published: Published | None = None
    author: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is already kept of a release, as far as a decision needs it.

    `places` maps place to position. `changes` counts the changes recorded about it so far.
    `told_revision` as in Release.
    `aliases` are the other keys that it goes by, the latest last; `merged` those of them that it
    was given by hand, which may stand beside its own. `named` is False where its own key is now
    that of another release. `trimmed`: nothing else is kept of it, its text least of all.
    """

    id: str
    key: str
    content_hash: str
    revision: int
    title: str
    url: str | None
    published: Published | None
    withdrawn: bool
    first_seen_at: datetime
    changed_at: datetime
    places: Mapping[str, int]
    changes: int
    told_revision: int | None = None
    aliases: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    named: bool = True
    trimmed: bool = False


@dataclass(frozen=True, slots=True)
class Alias:
    """Another key that a release goes by, and on what evidence, in plain words."""

    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Version:
    """A revision that is kept, without its text: what it said, as a hash, and since when."""

    number: int
    content_hash: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """A Document with a key (who it is) and a content hash (what it says): a row to be kept.

    `id` is a UUID derived from source and key. `revision` counts from 1; `places` maps place to
    position. `published` never changes once it is kept. `story` is equal for releases that say
    the same at several sources, None where the text is too short to tell. `aliases` are keys that
    it goes by from now on, beside those that are kept.

    `changed_at` is when it was last edited as far as it was told. Where a revision is held,
    `told_revision` is the one that was told last, and `seen_at` when this one was seen.
    `story_keys` are what a new one is found by when another source tells its story
    (`monitor.stories.sketch`).
    """

    id: str
    source: str
    key: str
    content_hash: str
    revision: int
    document: Document
    published: Published
    first_seen_at: datetime
    changed_at: datetime
    places: Mapping[str, int]
    withdrawn: bool = False
    story: str | None = None
    told_revision: int | None = None
    seen_at: datetime | None = None
    aliases: tuple[Alias, ...] = ()
    story_keys: tuple[int, ...] = ()


class ChangeKind(StrEnum):
    """What can happen to a release; the last four happen to a source, or to all of them (LATE)."""

    NEW = "new"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    FAILING = "failing"
    RECOVERED = "recovered"
    RENUMBERED = "renumbered"
    LATE = "late"


RELEASE_KINDS = (ChangeKind.NEW, ChangeKind.REVISED, ChangeKind.WITHDRAWN, ChangeKind.RETURNED)
"""What can happen to a release."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened, once. The store numbers it by one rising sequence.

    `id` derives from release (or source) and how many changes it had before, never from the
    sequence. No target hears of a baseline, nor of what is `held`, which says why in words.
    `previous` is the revision before a REVISED; the diff is always between `previous` and
    `revision`. `note` says in plain words what happened to a source.
    """

    id: str
    kind: ChangeKind
    source: str
    at: datetime
    release: str | None = None
    revision: int | None = None
    previous: int | None = None
    baseline: bool = False
    added_words: int = 0
    removed_words: int = 0
    failure: Failure | None = None
    held: str | None = None
    note: str | None = None


class Outcome(StrEnum):
    """How a visit ended, in one word."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """The whole outcome of one visit, failure included: what `store.commit` takes.

    `releases` are the rows to write (new, revised, moved, withdrawn, returned); a row whose
    revision is not kept yet brings its text. `base_version` is the state's version that the
    decision was made from: if it has moved, the commit is refused with StaleCheck. `history`: its
    new releases are older than all that is kept, stand behind it, and are told to nobody.
    """

    source: str
    outcome: Outcome
    base_version: int
    next_state: SourceState
    releases: tuple[Release, ...] = ()
    changes: tuple[Change, ...] = ()
    failure: Failure | None = None
    status: int | None = None
    elapsed_seconds: float = 0.0
    history: bool = False

    @property
    def note(self) -> str | None:
        """What is to be said of the source itself, if anything."""
        return next((change.note for change in self.changes if change.note), None)

    def count(self, kind: ChangeKind) -> int:
        """How many changes of one kind this check brings."""
        return sum(change.kind is kind for change in self.changes)


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    OWED = "owed"
    SENT = "sent"
    RETRYING = "retrying"
    DEAD = "dead"


CHANGE, DIGEST = "change", "digest"
"""What a delivery tells of: one change, or what was gathered."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one target. `id` is what the receiver sees on every attempt of it.

    A digest's `sequence` is that of the first change that it tells of.

    `attempts` counts attempts that were answered or refused; one that a crash cut short does
    not count. `lease` is the token that must still stand when the outcome is recorded.
    """

    id: str
    sequence: int | None
    target: str
    state: DeliveryState
    attempts: int
    next_at: datetime | None
    last_error: str | None = None
    lease: str | None = None
    kind: str = CHANGE


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A change that its target hears of in a digest, which is due at `due_at`.

    `id` is the digest's, should this be its first change.
    """

    id: str
    sequence: int
    target: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """The receiver took the message; `status` is its answer's, None where it has none."""

    status: int | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Not taken this time. `after_seconds` is the receiver's own wish, if it had one."""

    reason: str
    after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Dead:
    """Never going to be taken. `switch_off`: the receiver wants nothing more, ever (410)."""

    reason: str
    switch_off: bool = False


Answer = Sent | Retry | Dead
"""What sending comes to: a closed set."""
