"""What this process counts about itself, for Prometheus. Labels come from small closed sets.

No URL, no id and no text of anybody's stands in a label: their number would grow with what is
watched, and a scrape would show what is private.
"""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.process_collector import ProcessCollector

OTHER = "other"
"""The label of what is not in its set: a value nobody foresaw must not make a series."""

FAILURE_KINDS = frozenset({
    "astray", "browser", "no_browser", "no_pdf_reader",
    "no_article", "no_json", "no_list", "no_sitemap", "redesigned",
    "address_refused", "binary", "busy", "consent", "deadline", "directory", "empty", "fetch",
    "forbidden", "gone", "http", "limit", "login", "memory", "missing", "no_feed", "no_items",
    "not_a_page", "not_found", "postponed", "reader", "robots", "selector", "server_error",
    "throttled", "too_large", "unavailable", "unreachable", "unreadable", "unset_variable",
    "unusable_header", "wall",
})  # fmt: skip
"""What a `Failure.kind` may be. A test finds every kind that is written somewhere."""

KILLED_FOR = frozenset({"deadline", "memory", "crash", "stopped"})
"""Why a reader (a child process that parses) was ended before its time, or ended by itself."""

_CHECK_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_LATE_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)


class Metrics:
    """The counters of one process, in a registry of their own: none is shared, none is global."""

    def __init__(self) -> None:
        # When each series began: as many lines again, for nobody.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._check_counters()
        self._schedule_gauges()
        self._deliveries = self._counter(
            "deliveries",
            "Attempts to deliver a message, by what they came to.",
            "outcome",
            ("sent", "retry", "dead"),
        )
        self._readers = self._gauge("readers", "Child processes that read what was fetched.")
        self._killed = self._counter(
            "readers_killed", "Readers that ended before their time, by reason.", "reason",
            (*KILLED_FOR, OTHER),
        )  # fmt: skip
        self._loaded_at = self._gauge(
            "config_loaded_timestamp_seconds", "When the configuration in force was taken up."
        )
        self._loaded_well = self._gauge(
            "config_last_load_successful", "1 where the newest configuration is the one in force."
        )

    def _check_counters(self) -> None:
        self._checks = Counter(
            "feed_monitor_checks",
            "Checks of sources that ended, by kind of source and outcome.",
            ("kind", "outcome"),
            registry=self.registry,
        )
        self._checks_by: dict[tuple[str, str], Counter] = {}
        self._failures = self._counter(
            "check_failures", "Checks that failed, by why.", "kind", (*FAILURE_KINDS, OTHER)
        )
        self._check_seconds = self._histogram(
            "check_seconds", "How long a check took, from its visit to its commit.", _CHECK_SECONDS
        )
        self._check_late_seconds = self._histogram(
            "check_late_seconds", "How long after it was due a check began.", _LATE_SECONDS
        )

    def _schedule_gauges(self) -> None:
        self._tick_lag_seconds = self._gauge(
            "tick_lag_seconds", "How much later than planned the schedule looked for what is due."
        )
        self._queued = self._gauge("checks_queued", "Sources that are due and not begun.")
        self._under_way = self._gauge("checks_under_way", "Checks that run now.")

    def checked(
        self, kind: str, outcome: str, seconds: float, failure_kind: str | None = None
    ) -> None:
        """A check ended. `kind` is one of the table of kinds, `outcome` an Outcome's value.

        `failure_kind` is its Failure's, if it failed.
        """
        counter = self._checks_by.get((kind, outcome))
        if counter is None:
            counter = self._checks_by[kind, outcome] = self._checks.labels(kind, outcome)
        counter.inc()
        self._check_seconds.observe(seconds)
        if failure_kind is not None:
            _known(self._failures, failure_kind).inc()

    def began(self, lag_seconds: float) -> None:
        """A check began, this much after it was due."""
        self._check_late_seconds.observe(max(0.0, lag_seconds))

    def queue(self, due: int, under_way: int) -> None:
        """How many sources wait for a free worker, and how many are at one."""
        self._queued.set(due)
        self._under_way.set(under_way)

    def ticked(self, lag_seconds: float) -> None:
        """The schedule looked for what is due, this much after it meant to."""
        self._tick_lag_seconds.set(max(0.0, lag_seconds))

    def delivered(self, outcome: str) -> None:
        """An attempt was answered: `sent`, `retry` or `dead`."""
        self._deliveries[outcome].inc()

    def readers(self, alive: int) -> None:
        """How many child processes there are now."""
        self._readers.set(alive)

    def reader_killed(self, reason: str) -> None:
        """A reader ended that had not been told to go: one of KILLED_FOR."""
        _known(self._killed, reason).inc()

    def configured(self, at: datetime | None) -> None:
        """A configuration was taken up at this instant; None: a newer one was found wrong."""
        self._loaded_well.set(at is not None)
        if at is not None:
            self._loaded_at.set(at.timestamp())

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(f"feed_monitor_{name}", about, registry=self.registry)

    def _histogram(self, name: str, about: str, buckets: Iterable[float]) -> Histogram:
        return Histogram(
            f"feed_monitor_{name}", about, buckets=tuple(buckets), registry=self.registry
        )

    def _counter(
        self, name: str, about: str, label: str, values: Iterable[str]
    ) -> dict[str, Counter]:
        """A counter by one label. All its series stand from the start: one that appeared with
        its first event would hide that event from `increase()`."""
        counter = Counter(f"feed_monitor_{name}", about, (label,), registry=self.registry)
        return {value: counter.labels(value) for value in sorted(values)}


def _known(counters: dict[str, Counter], value: str) -> Counter:
    return counters.get(value) or counters[OTHER]
