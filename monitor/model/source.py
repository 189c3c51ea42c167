"""What is watched, and how it stands: frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""When a source is due that is visited no more until somebody asks for it."""


STOPPED_FROM = datetime(8000, 1, 1, tzinfo=UTC)
"""Due times are moved when a clock is set right: what is still beyond this means NEVER."""


WAITING = "waiting"
"""The key of a memo under which stands why something of the source is held for now."""


NOISE = "noise"
"""The key of a memo under which stands what is known of parts that change by themselves."""


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
        """Fetched with credentials: kept out of every feed that is not asked for by its token.

        What is filled in at the request is a credential in a body as well as in a header.
        """
        return bool(self.headers) or self.feed_token is not None or "${" in self._posted

    @property
    def _posted(self) -> str:
        return str(self.options.get("post", ""))


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
