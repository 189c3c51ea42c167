"""What `doctor` makes of what it sees: answers of a server, sources, debts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from feeds.formats import FORMATS
from monitor.commands.doctor import daemon, deliveries, sources
from monitor.commands.doctor.finding import SHOWN, Finding, bounded, warning, wrong
from monitor.config.settings import Settings, Target
from monitor.model.delivery import Dead, Retry
from monitor.model.source import Failure
from monitor.net.door import Reply
from monitor.store.store import Store
from tests.store.kept import NOW, check, delivery, keep, release, source, state_of

ATOM = FORMATS["atom"]
RIGHT = {
    "content-type": "application/atom+xml; charset=utf-8",
    "etag": '"abc"',
    "last-modified": "Fri, 27 Nov 2026 09:00:00 GMT",
    "cache-control": "max-age=300",
    "vary": "Accept-Encoding",
    "access-control-allow-origin": "*",
}


def reply(status: int = 200, body: bytes = b"x", **changed: str | None) -> Reply:
    named = {name.replace("_", "-"): value for name, value in changed.items()}
    headers = {name: value for name, value in (RIGHT | named).items() if value is not None}
    return Reply(status, headers, body, "http://127.0.0.1/feeds/all.atom")


def test_a_feed_served_as_it_should_be_breaks_nothing() -> None:
    known = reply(304, b"")
    assert [*daemon._of_whole(reply(), ATOM)] == []
    assert [*daemon._of_conditions(reply(), known, known)] == []


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"status": 500}, "P21"),
        ({"content_type": "text/html"}, "P21"),
        ({"etag": None}, "P22"),
        ({"last_modified": None}, "P22"),
        ({"cache_control": "no-store"}, "P25"),
        ({"vary": None}, "P26"),
        ({"set_cookie": "a=b"}, "P29"),
        ({"access_control_allow_origin": None}, "P33"),
    ],
)
def test_what_is_served_wrongly_is_named(changed: Mapping[str, Any], rule: str) -> None:
    (said,) = daemon._of_whole(reply(**changed), ATOM)
    assert said.startswith(f"{rule}: ")


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        (reply(200), "P22"),
        (reply(304, b"body"), "P24"),
        (reply(304, b"", etag='"other"'), "P24"),
        (reply(304, b"", etag=None), "P24"),
    ],
)
def test_validators_that_are_not_understood_are_named(answer: Reply, rule: str) -> None:
    known = reply(304, b"")
    for pair in ((answer, known), (known, answer)):
        (said,) = daemon._of_conditions(reply(), *pair)
        assert said.startswith(f"{rule}: ")


@pytest.mark.parametrize(
    ("body", "states"),
    [
        (b'{"ready": true, "reasons": [], "warnings": []}', ["ok"]),
        (b'{"ready": false, "reasons": ["no room"], "warnings": []}', ["wrong"]),
        (b'{"ready": true, "reasons": [], "warnings": ["config.yaml:\\n no"]}', ["wrong"]),
        (b"<html>Hello</html>", ["wrong"]),
        (b"[1]", ["wrong"]),
    ],
)
def test_what_a_daemon_says_of_itself(body: bytes, states: list[str], tmp_path: Any) -> None:
    settings = Settings(path=tmp_path / "config.yaml", root=tmp_path)
    assert [f.state for f in daemon._health(settings, reply(body=body))] == states


# ── sources and debts, on both databases ───────────────────────────────────────────────────


def failed(store: Store, name: str, failures: int, **state: Any) -> None:
    failure = Failure("http", "it answered 500", "ask its owner")
    before = state_of(store, name)
    store.commit(check(before, failure=failure, failures=failures, **state))


def test_sources_that_fail_for_long_are_wrong_and_others_to_be_known(store: Store) -> None:
    names = ("well", "once", "long", "often", "gone")
    store.sync_sources([source(name) for name in names], NOW)
    assert [f.state for f in sources.examine(store, NOW)] == ["ok"]
    failed(store, "once", 1, last_success_at=NOW - timedelta(hours=1))
    failed(store, "long", 2, last_success_at=NOW - timedelta(days=3))
    failed(store, "often", 10, last_success_at=NOW - timedelta(hours=1))
    store.pause("well", True)
    found = {f.about: f for f in sources.examine(store, NOW)}
    states = {about: f.state for about, f in found.items()}
    assert states == {
        "source long": "wrong", "source often": "wrong", "source once": "warning", "sources": "ok",
    }  # fmt: skip
    assert found["source long"].message == (
        "failing since 3 days ago, 2 times in a row: it answered 500"
    )
    assert found["source long"].hint == "ask its owner"


def test_debts_are_told_by_target(store: Store, tmp_path: Any) -> None:
    targets = tuple(Target(name, "webhook", "https://x.test/") for name in ("dead", "late", "off"))
    settings = Settings(path=tmp_path, root=tmp_path, targets=targets)
    assert [f.state for f in deliveries.examine(settings, store, NOW)] == ["ok"]
    store.sync_sources([source()], NOW)
    (sequence,) = keep(store, release("a"))
    store.route([sequence], [delivery(sequence, name) for name in ("dead", "late", "gone")])
    answers = {"dead": Dead("no"), "late": Retry("500")}
    for lease in store.lease(NOW, limit=9, seconds=60, per_target=1, holder="x"):
        if answer := answers.get(lease.delivery.target):
            again = NOW + timedelta(days=1) if lease.delivery.target == "late" else None
            store.settle(lease.delivery, answer, NOW, again)
    store.switch_target("off", active=False, reason="it answered 410", now=NOW)
    later = NOW + timedelta(hours=5)
    found = {f.about: f for f in deliveries.examine(settings, store, later)}
    assert {about: f.state for about, f in found.items()} == {
        "target off": "wrong", "target dead": "wrong", "target gone": "warning",
        "target late": "warning",
    }  # fmt: skip
    assert found["target late"].message == "1 delivery retrying, the oldest of 5 hours ago"


def test_a_whole_store_has_no_damage(store: Store) -> None:
    assert store.damage() is None


def test_many_findings_of_one_kind_are_bounded() -> None:
    many = [warning("x", str(number)) for number in range(SHOWN + 5)]
    assert [*bounded(many, "x")][-1] == Finding("warning", "x", "… and 5 more like these")
    many[-1] = replace(many[-1], state="wrong")
    assert [*bounded(many, "x")][-1] == wrong("x", "… and 5 more like these")
    assert [*bounded(many[:SHOWN], "x")] == many[:SHOWN]
