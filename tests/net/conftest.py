"""A site, and a door that may go to it."""

from collections.abc import AsyncIterator, Iterator

import pytest

from monitor.config.settings import Fetch, Limits
from monitor.net.door import Door
from tests.support.loopback import LOOPBACK
from tests.support.server import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with Door(Fetch(allow_private=LOOPBACK, limits=Limits(deadline_seconds=20))) as door:
        yield door
