"""Probes and figures, for machines that look after this one."""

from importlib.metadata import version

import pytest

from monitor.web.context import LATE_SECONDS, Health
from tests.web.conftest import Web


def test_a_process_that_answers_lives(web: Web) -> None:
    web.health = Health(store_error="The disk is full.")
    assert web.get("/livez").status_code == 200


def test_a_daemon_that_works_is_ready(web: Web) -> None:
    answer = web.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "reasons": [], "warnings": []}


@pytest.mark.parametrize(
    ("health", "reason"),
    [
        pytest.param(Health(0.5, store_error="The disk is full."), "The disk is full.", id="disk"),
        pytest.param(Health(None), "the schedule is not running", id="no tick yet"),
        pytest.param(Health(LATE_SECONDS + 1), "the schedule is not running", id="no tick lately"),
    ],
)
def test_a_daemon_that_cannot_work_is_not_ready_and_goes_on_serving_feeds(
    web: Web, health: Health, reason: str
) -> None:
    web.health = health
    answer = web.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == [reason]
    assert web.get("/feeds/all.atom").status_code == 200


def test_a_wrong_configuration_warns_and_the_work_goes_on(web: Web) -> None:
    web.health = Health(0.5, configuration_error="no such key")
    answer = web.get("/readyz")
    assert answer.status_code == 200
    assert "no such key" in answer.json()["warnings"][0]


def test_figures_are_in_the_prometheus_format(web: Web) -> None:
    web.kept.publish("harbour", "Bridge")
    web.kept.fail("harbour")
    answer = web.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    figures = dict(
        line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")
    )
    assert float(figures["feed_monitor_sources"]) == 2
    assert float(figures["feed_monitor_sources_failing"]) == 1
    assert float(figures["feed_monitor_releases"]) == 1
    assert float(figures["feed_monitor_deliveries_owed"]) == 0
    assert float(figures["feed_monitor_sources_new"]) == 1
    assert float(figures["feed_monitor_sources_ok"]) == 0
    assert float(figures["feed_monitor_store_bytes"]) > 0
    (build,) = (name for name in figures if name.startswith("feed_monitor_build_info"))
    assert f'version="{version("feed-monitor")}"' in build


def test_figures_that_take_their_time_are_asked_for_once_in_a_while(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    slow_counts = web.kept.store.slow_counts
    monkeypatch.setattr(
        web.kept.store, "slow_counts", lambda: (asked.append(0), slow_counts())[1], raising=True
    )
    for _ in range(3):
        assert web.get("/metrics").status_code == 200
    assert len(asked) == 1
