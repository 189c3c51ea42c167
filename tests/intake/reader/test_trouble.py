"""What is said of a part that could not be read."""

import signal

import pytest

from monitor.intake.reader import trouble
from monitor.model.source import Failure

PLACE = "https://x.example/news"


@pytest.mark.parametrize(
    ("failure", "kind", "says"),
    [
        (trouble.too_slow(PLACE, 400_000, 20), "deadline", "its 400 kB took more than 20 s"),
        (trouble.too_slow(PLACE, 12, 0.5), "deadline", "its 1 kB took more than 0.5 s"),
        (
            trouble.too_big(PLACE, 9_800_000, 160_000_000),
            "memory",
            "its 9.8 MB takes more than 160 MB of memory",
        ),
        (trouble.too_much(PLACE, 9_000_000, 40_000_000), "too_large", "its 9 MB say comes to 40"),
        (trouble.crashed(PLACE, 900, -signal.SIGSEGV), "reader", "(SIGSEGV)"),
        (trouble.crashed(PLACE, 900, -signal.SIGKILL), "memory", "the system ended"),
        (trouble.crashed(PLACE, 900, -250), "reader", "(signal 250)"),
        (trouble.crashed(PLACE, 900, 1), "reader", "(exit code 1)"),
        (trouble.broke(PLACE, "KeyError: 'x'"), "reader", "KeyError: 'x'"),
        (trouble.not_started(PLACE, "no memory"), "reader", "no reader could be started"),
    ],
)
def test_a_failure_says_where_what_and_what_to_do(failure: Failure, kind: str, says: str) -> None:
    assert failure.kind == kind
    assert failure.message.startswith(PLACE)
    assert says in failure.message
    assert failure.hint
    assert not failure.permanent, "another visit may bring other bytes"
