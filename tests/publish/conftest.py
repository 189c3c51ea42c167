"""A store of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store.store import Store
from tests.publish.kept import open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path)
    try:
        yield store
    finally:
        store.close()
