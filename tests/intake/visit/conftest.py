"""A site, and a visitor of it who waits for nobody."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from monitor.config.settings import Fetch, Limits
from monitor.intake.visit.visitor import Visitor
from monitor.net.door import Door
from tests.support.loopback import LOOPBACK
from tests.support.server import Site


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **step: float) -> None:
        self.at += timedelta(**step)


class Time:
    """Monotonic time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def wall(self) -> float:
        return 1.8e9 + self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def fetch() -> Fetch:
    limits = Limits(deadline_seconds=5, body_bytes=1_000_000)
    return Fetch(allow_private=LOOPBACK, delay_seconds=0, limits=limits)


@pytest.fixture
async def visitor(fetch: Fetch, watch: Watch) -> AsyncIterator[Visitor]:
    async with Door(fetch) as door:
        yield Visitor(door, fetch, watch)
