"""A store that holds nothing for each test: what is published is the same on either database."""

import pytest

from monitor.store.store import Store


@pytest.fixture
def store(plain_store: Store) -> Store:
    return plain_store
