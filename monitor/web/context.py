"""What the web is given by the daemon: everything it may ask, and nothing else."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from monitor.clock import Clock
from monitor.config.settings import Settings
from monitor.metrics import Metrics
from monitor.model.change import Check
from monitor.publish.publisher import Publisher
from monitor.store.store import Store

LATE_SECONDS = 30.0
"""A schedule that has not moved for this long is not working."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the daemon stands, for the probe and the pages.

    `tick_age_seconds` is by the monotonic clock, None before the first tick. `store_error` says
    why nothing can be written now (a full disk, say). `configuration_error` says what is wrong
    with a config.yaml that was therefore not taken up: the one before it goes on.
    """

    tick_age_seconds: float | None = None
    store_error: str | None = None
    configuration_error: str | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why this process is not ready; empty when it is."""
        late = self.tick_age_seconds is None or self.tick_age_seconds > LATE_SECONDS
        schedule = ("the schedule is not running",) if late else ()
        return (*([self.store_error] if self.store_error else []), *schedule)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What somebody should look at, while the work goes on."""
        wrong = self.configuration_error
        return (f"config.yaml was not taken up: {wrong}",) if wrong else ()


@dataclass(frozen=True, slots=True)
class Context:
    """What every page, probe and verb of the web works with.

    `check_now` visits a source at once and waits for the outcome; None when somebody else is at
    it. UsageError where there is no such source. `health` may block.
    """

    store: Store
    publisher: Publisher
    settings: Callable[[], Settings]
    clock: Clock
    check_now: Callable[[str], Awaitable[Check | None]]
    health: Callable[[], Health]
    metrics: Metrics = field(default_factory=Metrics)
