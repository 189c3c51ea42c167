"""What this process counts about itself, for Prometheus. Labels come from small closed sets."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.process_collector import ProcessCollector

_CHECK_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one process, in a registry of their own: none is shared, none is global."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._checks = Counter(
            "feed_monitor_checks",
            "Checks of sources that ended, by kind of source and outcome.",
            ("kind", "outcome"),
            registry=self.registry,
        )
        self._check_seconds = Histogram(
            "feed_monitor_check_seconds",
            "How long a check took, from its visit to its commit.",
            buckets=_CHECK_SECONDS,
            registry=self.registry,
        )
        self._tick_lag_seconds = Gauge(
            "feed_monitor_tick_lag_seconds",
            "How much later than planned the schedule looked for what is due.",
            registry=self.registry,
        )
        self._deliveries = Counter(
            "feed_monitor_deliveries",
            "Attempts to deliver a message, by what they came to: sent, retry or dead.",
            ("outcome",),
            registry=self.registry,
        )

    def checked(self, kind: str, outcome: str, seconds: float) -> None:
        """A check ended. `kind` is one of the table of kinds, `outcome` an Outcome's value."""
        self._checks.labels(kind, outcome).inc()
        self._check_seconds.observe(seconds)

    def ticked(self, lag_seconds: float) -> None:
        """The schedule looked for what is due, this much after it meant to."""
        self._tick_lag_seconds.set(max(0.0, lag_seconds))

    def delivered(self, outcome: str) -> None:
        """An attempt was answered: `sent`, `retry` or `dead`."""
        self._deliveries.labels(outcome).inc()
