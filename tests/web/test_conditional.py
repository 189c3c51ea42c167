"""Conditional requests, as a table: what a reader sends, and whether it has the bytes already."""

from datetime import UTC, datetime

import pytest

from monitor.web.conditional import accepts_gzip, as_http_date, http_date, not_modified

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MODIFIED = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
SAME = "Sun, 06 Nov 1994 08:49:37 GMT"
EARLIER = "Sun, 06 Nov 1994 08:49:36 GMT"
LATER = "Mon, 07 Nov 1994 00:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({}, False, id="an unconditional request"),
        pytest.param({"if-none-match": '"abc"'}, True, id="the same tag"),
        pytest.param({"if-none-match": 'W/"abc"'}, True, id="the same tag, made weak on its way"),
        pytest.param({"if-none-match": '"abd"'}, False, id="another tag"),
        pytest.param({"if-none-match": '"x", "abc"'}, True, id="a list with it"),
        pytest.param({"if-none-match": '"x",W/"abc" , "y"'}, True, id="a mixed list with it"),
        pytest.param({"if-none-match": '"x", "y,abc"'}, False, id="a comma within a tag"),
        pytest.param({"if-none-match": "*"}, True, id="any tag"),
        pytest.param({"if-none-match": '"*"'}, False, id="a tag that looks like any"),
        pytest.param({"if-none-match": "abc"}, False, id="a tag without quotes"),
        pytest.param({"if-none-match": ""}, False, id="no tag at all"),
        pytest.param({"if-none-match": '"abc-gzip"'}, False, id="the tag of another coding"),
        pytest.param({"if-modified-since": SAME}, True, id="since the very second"),
        pytest.param({"if-modified-since": LATER}, True, id="since later"),
        pytest.param({"if-modified-since": EARLIER}, False, id="since a second before"),
        pytest.param({"if-modified-since": "yesterday"}, False, id="since no date"),
        pytest.param(
            {"if-none-match": '"x"', "if-modified-since": LATER}, False, id="the tag wins, unequal"
        ),
        pytest.param(
            {"if-none-match": '"abc"', "if-modified-since": EARLIER}, True, id="the tag wins, equal"
        ),
        pytest.param(
            {"if-none-match": "garbage", "if-modified-since": SAME},
            False,
            id="even an unreadable one",
        ),
    ],
)
def test_a_reader_that_has_the_bytes_gets_none(headers: dict[str, str], expected: bool) -> None:
    assert not_modified(headers, etag="abc", modified_at=MODIFIED, now=NOW) is expected


def test_a_fraction_of_a_second_is_no_later_change() -> None:
    finer = MODIFIED.replace(microsecond=999_999)
    assert not_modified({"if-modified-since": SAME}, etag="x", modified_at=finer, now=NOW)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("Sun, 06 Nov 1994 08:49:37 GMT", MODIFIED, id="IMF-fixdate"),
        pytest.param("Sunday, 06-Nov-94 08:49:37 GMT", MODIFIED, id="RFC 850"),
        pytest.param("Sun Nov  6 08:49:37 1994", MODIFIED, id="asctime"),
        pytest.param(" Sun, 06 Nov 1994 08:49:37 GMT ", MODIFIED, id="blanks around"),
        pytest.param(
            "Monday, 23-Nov-76 09:00:00 GMT", NOW.replace(year=2076), id="fifty years ahead"
        ),
        pytest.param(
            "Tuesday, 23-Nov-77 09:00:00 GMT", NOW.replace(year=1977), id="more is in the past"
        ),
        pytest.param("Sun, 31 Feb 1994 08:49:37 GMT", None, id="a day that never was"),
        pytest.param("Sun, 06 Nov 1994 25:49:37 GMT", None, id="an hour that never was"),
        pytest.param("Sun, 06 Nov 1994 08:49:37 +0000", None, id="another zone's notation"),
        pytest.param("1994-11-06T08:49:37Z", None, id="ISO 8601"),
        pytest.param("784111777", None, id="a number"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_dates_are_read_in_three_forms_and_no_other(value: str, expected: datetime | None) -> None:
    assert http_date(value, now=NOW) == expected


def test_a_written_date_is_read_back() -> None:
    assert as_http_date(MODIFIED) == SAME
    assert http_date(as_http_date(NOW), now=NOW) == NOW


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("*", True),
        ("*;q=0", False),
        ("x-gzip", True),
        ("identity", False),
        ("br", False),
        ("gzip;q=much", False),
        ("", False),
    ],
)
def test_gzip_is_sent_to_those_who_take_it(header: str, expected: bool) -> None:
    assert accepts_gzip(header) is expected
