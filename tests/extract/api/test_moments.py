"""The dates that JSON values say."""

from datetime import date
from typing import Any

import pytest

from monitor.extract.api.moments import moment, settled

TODAY = date(2025, 3, 21)


@pytest.mark.parametrize(
    ("value", "published"),
    [
        (1742464800, "2025-03-20T10:00:00+00:00"),
        (1742464800.5, "2025-03-20T10:00:00+00:00"),
        (1742464800000, "2025-03-20T10:00:00+00:00"),
        ("1742464800", "2025-03-20T10:00:00+00:00"),
        (1742464800000000, "2025-03-20T10:00:00+00:00"),
        (20250320, "2025-03-20"),
        ("20250320", "2025-03-20"),
        ("2025-03-20T10:00:00Z", "2025-03-20T10:00:00+00:00"),
        ("2025-03-20T10:00:00.1234567Z", "2025-03-20T10:00:00+00:00"),
        ("2025-03-20 10:00:00 +0100", "2025-03-20T10:00:00+01:00"),
        ("2025-03-20T10:00:00", "2025-03-20"),
        ("2025-03-20T00:00:00Z", "2025-03-20"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        ("Thu, 20 Mar 2025 10:00:00 GMT", "2025-03-20T10:00:00+00:00"),
        ("20 mars 2025", "2025-03-20"),
        ("March 20, 2025", "2025-03-20"),
        ("/Date(1742464800000)/", "2025-03-20T10:00:00+00:00"),
        ([[2025, 3, 20]], "2025-03-20"),
        ([2025, 3], "2025-03"),
    ],
)
def test_a_date_is_read(value: Any, published: str) -> None:
    found = settled(moment(value, TODAY), {}, TODAY, to_come=False)
    assert found
    assert found.value == published


@pytest.mark.parametrize(
    "value",
    [None, True, 7, 12345, -1, "", "soon", "2025-13-45", [1, 2], [[2025, 2, 31]], float("inf"),
     10**30, "Thu, 99 Foo 2025 10:00:00 GMT", 20259999, {}, "20 March", "2031-01-01"],
)  # fmt: skip
def test_what_is_no_date_is_none(value: Any) -> None:
    assert settled(moment(value, TODAY), {}, TODAY, to_come=False) is None


def test_a_time_without_a_zone_is_an_instant_where_its_key_says_utc() -> None:
    found = settled(moment("2025-03-20T10:00:00", TODAY, utc=True), {}, TODAY, to_come=False)
    assert found
    assert found.value == "2025-03-20T10:00:00+00:00"


def test_an_event_may_be_to_come() -> None:
    assert settled(moment("2031-01-01", TODAY), {}, TODAY, to_come=True)
