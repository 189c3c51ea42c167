"""Values come back as they went in, the same from either database."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store.columns import DueInstant, Instant, Json, Words

DIALECTS = st.sampled_from([sqlite.dialect(), postgresql.dialect()])
INSTANTS = st.datetimes(timezones=st.just(UTC))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.none() | INSTANTS, DIALECTS)
def test_instants_are_exact(instant: datetime | None, dialect: object) -> None:
    kept = Instant().process_bind_param(instant, dialect)
    assert Instant().process_result_value(kept, dialect) == instant


@given(INSTANTS, INSTANTS, DIALECTS)
def test_instants_are_kept_in_their_order(a: datetime, b: datetime, dialect: object) -> None:
    kept = [Instant().process_bind_param(each, dialect) for each in (a, b)]
    assert (kept[0] < kept[1]) == (a < b)


def test_an_instant_in_another_zone_is_the_same_instant() -> None:
    dialect = sqlite.dialect()
    there = datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    kept = Instant().process_bind_param(there, dialect)
    back = Instant().process_result_value(kept, dialect)
    assert back == there
    assert back.tzinfo is UTC


def test_at_once_is_before_every_instant() -> None:
    dialect = sqlite.dialect()
    assert DueInstant().process_bind_param(None, dialect) == 0
    assert DueInstant().process_result_value(0, dialect) is None


@given(VALUES, DIALECTS)
def test_json_comes_back_and_is_ascii(value: object, dialect: object) -> None:
    kept = Json().process_bind_param(value, dialect)
    assert kept is None or (kept.isascii() and "\0" not in kept)
    assert Json().process_result_value(kept, dialect) == value


@given(st.text(), DIALECTS)
def test_words_lose_nothing_that_a_database_can_hold(text: str, dialect: object) -> None:
    kept = Words().process_bind_param(text, dialect)
    assert kept is not None
    assert "\0" not in kept
    assert kept.encode() == text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode()
