"""Sources follow the configuration, and what is kept of them survives it."""

from datetime import timedelta
from typing import Any

import pytest

from monitor.errors import StaleCheck
from monitor.model.source import Validators
from monitor.store.specs import changes_schedule, from_spec, to_spec
from monitor.store.store import Store
from monitor.store.views import Selection
from tests.store.kept import HOUR, NOW, check, keep, release, source, state_of


def test_sources_come_in_the_order_of_the_configuration(store: Store) -> None:
    store.sync_sources([source("b"), source("a"), source("c")], NOW)
    assert [row.source.id for row in store.sources()] == ["b", "a", "c"]
    store.sync_sources([source("c"), source("new"), source("b"), source("a")], NOW)
    assert [row.source.id for row in store.sources()] == ["c", "new", "b", "a"]


def test_a_source_comes_back_as_it_was_given(store: Store) -> None:
    given = source(
        tags=("x", "y"),
        every="0 9 * * mon-fri",
        timezone="Europe/Berlin",
        root="/data",
        tell_baseline=True,
        quiet=("22:00-06:00", "sat,sun"),
        headers={"Authorization": "Bearer ${TOKEN}"},
        options={"select": ["main"], "confirm": 30.5, "nested": {"a": None}},
    )
    store.sync_sources([given], NOW)
    row = store.source("one")
    assert row is not None
    assert row.source == given


def test_a_feed_token_is_not_kept_but_still_makes_its_source_private(store: Store) -> None:
    store.sync_sources([source(feed_token="open sesame")], NOW)
    row = store.source("one")
    assert row is not None
    assert row.source.private
    assert "sesame" not in repr(row)


def test_a_new_source_is_due_at_once(store: Store) -> None:
    store.sync_sources([source()], NOW)
    assert [row.source.id for row in store.due(NOW, 10)] == ["one"]


def test_a_removed_source_keeps_its_history_and_is_never_due(store: Store) -> None:
    store.sync_sources([source("one"), source("two")], NOW)
    keep(store, release("r"))
    store.sync_sources([source("two")], NOW + HOUR)
    assert [row.source.id for row in store.sources()] == ["two"]
    (removed,) = store.sources(removed=True)
    assert (removed.source.id, removed.removed_at) == ("one", NOW + HOUR)
    assert [row.id for row in store.releases()] == ["r"]
    assert [row.source.id for row in store.due(NOW + timedelta(days=9), 10)] == ["two"]


def test_a_source_that_is_back_is_taken_up_where_it_was(store: Store) -> None:
    store.sync_sources([source()], NOW)
    keep(store, release("r"))
    store.sync_sources([], NOW)
    store.sync_sources([source()], NOW)
    row = store.source("one")
    assert row is not None
    assert (row.removed_at, row.releases) == (None, 1)
    assert row.state.next_due_at == NOW + HOUR


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"place": "other/*.txt"}, id="place"),
        pytest.param({"kind": "page"}, id="kind"),
        pytest.param({"options": {"select": "main"}}, id="options"),
        pytest.param({"root": "/elsewhere"}, id="root"),
        pytest.param({"headers": {"Cookie": "${C}"}}, id="headers"),
    ],
)
def test_what_is_fetched_differently_loses_its_validators_and_is_due(
    store: Store, values: dict[str, object]
) -> None:
    _check_once(store)
    store.sync_sources([source(**values)], NOW)
    state = state_of(store)
    assert (state.validators, state.raw_hash, state.text_hash, state.memo) == (None, None, None, {})
    assert [row.source.id for row in store.due(NOW, 10)] == ["one"]
    assert [row.id for row in store.releases(Selection(include_private=True))] == ["r"]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"title": "Other"}, id="title"),
        pytest.param({"tags": ("x",)}, id="tags"),
        pytest.param({}, id="nothing"),
    ],
)
def test_what_is_only_called_differently_keeps_its_state(
    store: Store, values: dict[str, object]
) -> None:
    _check_once(store)
    before = state_of(store)
    store.sync_sources([source(**values)], NOW)
    assert state_of(store) == before


@pytest.mark.parametrize(
    "values",
    [{"every": "1m"}, {"every": "auto"}, {"quiet": ("sat",)}, {"every": "0 9 * * *"}],
    ids=str,
)
def test_another_schedule_takes_effect_at_once(store: Store, values: dict[str, Any]) -> None:
    _check_once(store)
    store.sync_sources([source(**values)], NOW)
    assert [row.source.id for row in store.due(NOW, 10)] == ["one"]
    assert state_of(store).raw_hash == "raw"


@pytest.mark.parametrize(
    ("values", "due"),
    [({}, False), ({"every": "0 9 * * *"}, True), ({"quiet": ("sat",)}, True)],
    ids=["an interval", "cron", "a quiet window"],
)
def test_another_time_zone_matters_to_what_goes_by_the_clock(
    store: Store, values: dict[str, Any], due: bool
) -> None:
    store.sync_sources([source(**values)], NOW)
    store.commit(check(state_of(store)))
    store.sync_sources([source(**values, timezone="Asia/Tokyo")], NOW)
    assert bool(store.due(NOW, 10)) is due


def test_a_source_that_an_older_release_kept_is_not_due_for_having_no_quiet_windows() -> None:
    spec = to_spec(source())
    older = spec.replace('"quiet":[],', "")
    assert older != spec
    assert from_spec(older) == source()
    assert not changes_schedule(older, spec)


def test_options_that_are_equal_as_json_are_equal(store: Store) -> None:
    store.sync_sources([source(options={"strip": ("nav", ".ad")})], NOW)
    version = store.data_version()
    store.sync_sources([source(options={"strip": ("nav", ".ad")})], NOW)
    assert store.data_version() == version


def test_an_unchanged_configuration_changes_nothing(store: Store) -> None:
    store.sync_sources([source("one", tags=("x",)), source("two")], NOW)
    version = store.data_version()
    store.sync_sources([source("one", tags=("x",)), source("two")], NOW + HOUR)
    assert store.data_version() == version


def test_a_check_under_way_is_refused_when_its_source_was_moved_or_removed(store: Store) -> None:
    store.sync_sources([source("one"), source("two")], NOW)
    one, two = state_of(store, "one"), state_of(store, "two")
    store.sync_sources([source("one", place="other/*.txt")], NOW)
    for stale in (one, two):
        with pytest.raises(StaleCheck):
            store.commit(check(stale))


def test_tags_follow_the_configuration(store: Store) -> None:
    store.sync_sources([source("one", tags=("x", "y"))], NOW)
    keep(store, release("r"))
    store.sync_sources([source("one", tags=("y", "z"))], NOW)
    found = {tag: len(store.releases(Selection(tags=(tag,)))) for tag in "xyz"}
    assert found == {"x": 0, "y": 1, "z": 1}


def test_more_sources_than_one_statement_takes(sqlite_store: Store) -> None:
    many = [source(f"s{number}", tags=("t",)) for number in range(2500)]
    sqlite_store.sync_sources(many, NOW)
    sqlite_store.sync_sources(many[100:], NOW)
    assert len(sqlite_store.sources()) == 2400
    assert len(sqlite_store.sources(removed=True)) == 100


def _check_once(store: Store) -> None:
    store.sync_sources([source()], NOW)
    keep(store, release("r"))
    validators = Validators("https://example.org/", etag='"e"', given_at=NOW)
    store.commit(
        check(
            state_of(store),
            validators=validators,
            raw_hash="raw",
            text_hash="text",
            memo={"a.txt": [1, 2]},
        )
    )
    assert state_of(store).validators == validators


def test_sources_with_the_digest_that_is_kept_are_not_even_looked_at(store: Store) -> None:
    store.sync_sources([source("one")], NOW, digest="a")
    store.sync_sources([source("two")], NOW, digest="a")
    assert [row.source.id for row in store.sources()] == ["one"]
    store.sync_sources([source("two")], NOW, digest="b")
    assert [row.source.id for row in store.sources()] == ["two"]


def test_without_a_digest_sources_are_always_looked_at(store: Store) -> None:
    store.sync_sources([source("one")], NOW, digest="a")
    store.sync_sources([source("two")], NOW)
    assert [row.source.id for row in store.sources()] == ["two"]
    store.sync_sources([source("one")], NOW, digest="a")
    assert [row.source.id for row in store.sources()] == ["one"]


def test_a_forgotten_source_that_is_back_under_the_old_digest_is_there(store: Store) -> None:
    store.sync_sources([source("one"), source("two")], NOW, digest="both")
    store.sync_sources([source("two")], NOW, digest="two")
    store.forget("one")
    store.sync_sources([source("one"), source("two")], NOW, digest="both")
    assert [row.source.id for row in store.sources()] == ["one", "two"]
