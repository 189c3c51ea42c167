"""A real store, a real receiver, and an outbox between them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture
from structlog.typing import EventDict

from monitor.alerts import deliver, outbox, pending
from monitor.alerts.outbox import Outbox
from monitor.config.settings import Fetch, Settings, Target
from monitor.model.delivery import Delivery
from monitor.net.door import Door
from monitor.store.store import Store
from tests.alerts.newsroom import Newsroom
from tests.alerts.rows import SECRET, target
from tests.support.receiver import Receiver

LOOPBACK = (ip_network("127.0.0.0/8"),)
AT_ONCE = (0.0, 0.0)


class Post:
    """What a test of the outbox handles: the store, its targets, the time, and outboxes."""

    def __init__(self, store: Store, door: Door, folder: Path) -> None:
        self.store = store
        self.news = Newsroom(store)
        self.outcomes: asyncio.Queue[str] = asyncio.Queue()
        self.later = timedelta()
        self._door = door
        self._folder = folder
        self.settings = Settings(folder / "config.yaml", folder)

    def delivered(self, outcome: str) -> None:
        """As the metrics: told once an attempt is recorded."""
        self.outcomes.put_nowait(outcome)

    def now(self) -> datetime:
        """The real instant, so that signatures are fresh, and as much `later` as a test says."""
        return datetime.now(UTC) + self.later

    def configure(self, *targets: Target) -> None:
        """From now on these are the targets."""
        self.settings = Settings(self._folder / "config.yaml", self._folder, targets=targets)

    def to(self, receiver: Receiver, name: str = "ops", **keys: Any) -> Target:
        """A target for a receiver, tried twice without a wait unless `keys` say otherwise."""
        defaults = {"secrets": (SECRET,), "allow_private": LOOPBACK, "retries_seconds": AT_ONCE}
        return target(name, receiver.url, **(defaults | keys))

    def outbox(self, holder: str = "here", store: Store | None = None) -> Outbox:
        """An outbox as the daemon makes it; what its attempts came to goes to `outcomes`."""
        return Outbox(
            store or self.store,
            lambda: self._door,
            lambda: self.settings,
            self.now,
            holder,
            self,
        )

    @asynccontextmanager
    async def running(self, outbox: Outbox | None = None) -> AsyncIterator[Outbox]:
        """An outbox at work; stopped in the end."""
        working = outbox or self.outbox()
        task = asyncio.create_task(working.run())
        try:
            yield working
        finally:
            await working.stop(grace_seconds=0)
            await task

    async def outcome(self, count: int = 1) -> list[str]:
        """What the next attempts came to, once they are recorded."""
        async with asyncio.timeout(20):
            return [await self.outcomes.get() for _ in range(count)]

    def deliveries(self, **which: Any) -> list[Delivery]:
        """What is kept of deliveries, in the order of their changes."""
        return sorted(
            self.store.deliveries(**which), key=lambda row: (row.sequence or 0, row.target)
        )

    def delivery(self, **which: Any) -> Delivery:
        """The one delivery that there is."""
        [delivery] = self.store.deliveries(**which)
        return delivery


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    store = Store.open(f"sqlite:///{tmp_path}/monitor.db")
    try:
        async with Door(Fetch()) as door:
            yield Post(store, door, tmp_path)
    finally:
        store.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(SECRET) as receiver:
        yield receiver


@pytest.fixture
def another() -> Iterator[Receiver]:
    with Receiver(SECRET) as receiver:
        yield receiver


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> list[EventDict]:
    """Every line that the outbox logs, however logging is set up."""
    capture = LogCapture()
    for module in (deliver, outbox, pending):
        monkeypatch.setattr(module, "log", structlog.wrap_logger(None, processors=[capture]))
    return capture.entries


async def beside(wait: Callable[..., Any], *args: Any) -> Any:
    """Wait for a receiver in a thread, so that the outbox goes on."""
    return await asyncio.to_thread(wait, *args)
