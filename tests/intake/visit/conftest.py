"""A site, and a visitor of it who waits for nobody."""

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
