"""What acceptance tests begin with, unless they bring their own: a program, a site, a receiver."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.harbour import NOTES, SECRET, note
from tests.support.process import Program
from tests.support.receiver import Receiver
from tests.support.server import Site


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The program with one file of notes; not started."""
    with Program(tmp_path, NOTES) as program:
        note(program, "unchanged")
        yield program


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(SECRET) as receiver:
        yield receiver
