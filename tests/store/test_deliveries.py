"""Deliveries as a record: listed, owed again, pruned."""

from datetime import timedelta

import pytest

from monitor.errors import UsageError
from monitor.model.delivery import Dead, DeliveryState, Sent
from monitor.store.store import Store
from tests.store.kept import HOUR, NOW, delivery, keep, release, source


@pytest.fixture(autouse=True)
def settled(store: Store) -> None:
    """Four changes owed to `hook`, the last to `chat` too: 1 sent, 2 dead, the others owed."""
    store.sync_sources([source()], NOW)
    sequences = keep(store, *(release(f"r{number}") for number in range(4)))
    owed = [*(delivery(number) for number in sequences), delivery(4, "chat")]
    store.route(sequences, owed)
    first, second = store.lease(NOW, limit=2, seconds=60, per_target=2, holder="us")
    store.settle(first.delivery, Sent(200), NOW, None)
    store.settle(second.delivery, Dead("404"), NOW, None)


def listed(store: Store, **values: object) -> list[str]:
    return [each.id for each in store.deliveries(**values)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({}, "4_hook 4_chat 3_hook 2_hook 1_hook", id="newest first"),
        pytest.param({"limit": 2}, "4_hook 4_chat", id="limit"),
        pytest.param({"target": "hook"}, "4_hook 3_hook 2_hook 1_hook", id="target"),
        pytest.param({"since": 3}, "4_hook 4_chat", id="since"),
        pytest.param({"states": ["dead", "sent"]}, "2_hook 1_hook", id="states"),
        pytest.param({"target": "chat", "states": ["dead"]}, "", id="none"),
        pytest.param({"sources": ["one"], "target": "chat"}, "4_chat", id="of a source"),
        pytest.param({"sources": ["other"]}, "", id="of another source"),
    ],
)
def test_deliveries_are_listed(store: Store, asked: dict[str, object], expected: str) -> None:
    assert listed(store, **asked) == [f"msg_{each}" for each in expected.split()]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({"ids": ["msg_2_hook"]}, ["msg_2_hook"], id="by id"),
        pytest.param({"sequences": (1, 2)}, ["msg_1_hook", "msg_2_hook"], id="by range"),
        pytest.param({"sequences": (1, 4), "target": "chat"}, ["msg_4_chat"], id="of a target"),
        pytest.param({"sequences": (7, 9)}, [], id="of nothing"),
    ],
)
def test_what_is_replayed_is_owed_again_from_the_first_attempt(
    store: Store, asked: dict[str, object], expected: list[str]
) -> None:
    later = NOW + HOUR
    assert store.replay(later, **asked) == len(expected)
    replayed = [each for each in store.deliveries() if each.next_at == later]
    assert sorted(each.id for each in replayed) == expected
    assert {(each.state, each.attempts, each.last_error) for each in replayed} <= {
        (DeliveryState.OWED, 0, None)
    }


def test_a_lease_on_what_is_replayed_is_lost(store: Store) -> None:
    (leased,) = store.lease(NOW, limit=1, seconds=60, per_target=1, holder="us")
    store.replay(NOW, ids=[leased.delivery.id])
    assert not store.settle(leased.delivery, Sent(200), NOW, None)


def test_replaying_what_is_not_there_is_an_error_and_replays_nothing(store: Store) -> None:
    before = store.deliveries()
    with pytest.raises(UsageError, match="msg_nothing"):
        store.replay(NOW + HOUR, ids=["msg_1_hook", "msg_nothing"])
    with pytest.raises(UsageError):
        store.replay(NOW)
    assert store.deliveries() == before


def test_what_was_settled_long_ago_is_pruned_and_what_is_owed_never(store: Store) -> None:
    month = timedelta(days=30)
    assert store.prune(NOW + month, month) == 0
    assert store.prune(NOW + month + HOUR, month) == 2
    assert listed(store) == ["msg_4_hook", "msg_4_chat", "msg_3_hook"]


def test_targets_are_known_once_they_are_owed_something(store: Store) -> None:
    assert [(each.target, each.active) for each in store.targets()] == [
        ("chat", True),
        ("hook", True),
    ]
