"""What a process counts about itself."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from monitor.intake.kinds import KINDS
from monitor.intake.visit.answer import REFUSALS
from monitor.metrics import FAILURE_KINDS, KILLED_FOR, OTHER, Metrics
from monitor.model.change import Outcome

ROOT = Path(__file__).parents[1] / "monitor"
NO_FAILURE_OF_A_SOURCE = {
    "error", "config", "usage", "store", "store_full", "store_busy", "stale", "no_backup",
}  # fmt: skip


def figure(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"feed_monitor_{name}", labels)


def test_counters_count_by_outcome() -> None:
    metrics = Metrics()
    metrics.checked("files", "changed", 0.02)
    metrics.checked("files", "changed", 0.02)
    metrics.checked("page", "failed", 0.2, "busy")
    metrics.delivered("sent")
    metrics.ticked(0.25)
    assert figure(metrics, "checks_total", kind="files", outcome="changed") == 2
    assert figure(metrics, "checks_total", kind="page", outcome="failed") == 1
    assert figure(metrics, "check_failures_total", kind="busy") == 1
    assert figure(metrics, "deliveries_total", outcome="sent") == 1
    assert figure(metrics, "check_seconds_count") == 3
    assert figure(metrics, "tick_lag_seconds") == 0.25


def test_the_queue_and_how_late_checks_begin_are_shown() -> None:
    metrics = Metrics()
    metrics.began(0.7)
    metrics.began(-3.0)
    metrics.queue(due=12, under_way=4)
    assert figure(metrics, "check_late_seconds_count") == 2
    assert figure(metrics, "check_late_seconds_sum") == 0.7
    assert figure(metrics, "check_late_seconds_bucket", le="0.1") == 1
    assert figure(metrics, "checks_queued") == 12
    assert figure(metrics, "checks_under_way") == 4


def test_readers_are_counted_and_why_they_were_ended() -> None:
    metrics = Metrics()
    metrics.readers(2)
    metrics.reader_killed("deadline")
    assert figure(metrics, "readers") == 2
    assert figure(metrics, "readers_killed_total", reason="deadline") == 1


def test_a_wrong_configuration_leaves_the_date_of_the_one_in_force() -> None:
    metrics = Metrics()
    metrics.configured(datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert figure(metrics, "config_last_load_successful") == 1
    metrics.configured(None)
    assert figure(metrics, "config_last_load_successful") == 0
    assert figure(metrics, "config_loaded_timestamp_seconds") == 1_795_424_400


def test_an_early_tick_is_not_late() -> None:
    metrics = Metrics()
    metrics.ticked(-0.5)
    assert figure(metrics, "tick_lag_seconds") == 0


def test_two_of_them_share_nothing() -> None:
    one, other = Metrics(), Metrics()
    one.delivered("sent")
    assert figure(other, "deliveries_total", outcome="sent") == 0


@pytest.mark.parametrize("kind", ["https://a.example/?token=x", "", "new-kind"])
def test_what_is_in_no_set_makes_no_series(kind: str) -> None:
    metrics = Metrics()
    metrics.checked("page", "failed", 0.1, kind)
    metrics.reader_killed(kind)
    assert figure(metrics, "check_failures_total", kind=OTHER) == 1
    assert figure(metrics, "readers_killed_total", reason=OTHER) == 1


def test_every_label_is_of_a_closed_set() -> None:
    metrics = Metrics()
    for kind in KINDS:
        for outcome in Outcome:
            metrics.checked(kind, outcome.value, 0.1, "never heard of")
    closed = {
        ("checks", "kind"): set(KINDS),
        ("checks", "outcome"): {outcome.value for outcome in Outcome},
        ("check_failures", "kind"): FAILURE_KINDS | {OTHER},
        ("deliveries", "outcome"): {"sent", "retry", "dead"},
        ("readers_killed", "reason"): KILLED_FOR | {OTHER},
    }
    seen: dict[tuple[str, str], set[str]] = {}
    for family in metrics.registry.collect():
        for sample in family.samples:
            for label, value in sample.labels.items():
                name = (family.name.removeprefix("feed_monitor_"), label)
                seen.setdefault(name, set()).add(value)
    bounds = {name: values for name, values in seen.items() if name[1] != "le"}
    assert bounds == closed
    assert len(generate_latest(metrics.registry)) < 20_000


def test_every_kind_of_failure_that_is_written_somewhere_has_its_series() -> None:
    found = {kind for file in ROOT.rglob("*.py") for kind in _kinds(ast.parse(file.read_text()))}
    assert {"unreachable", "robots", "empty", "selector"} <= found
    found |= {kind for kind, _, _ in REFUSALS.values()}
    assert found - NO_FAILURE_OF_A_SOURCE <= FAILURE_KINDS


def _kinds(tree: ast.AST) -> Iterator[str]:
    """What is said first to a Failure, and the `kind` of an error."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Failure" and node.args:
            yield from _words(node.args[0])
        elif isinstance(node, ast.ClassDef):
            assigned = (inner for inner in node.body if isinstance(inner, ast.Assign))
            for inner in assigned:
                if [getattr(target, "id", "") for target in inner.targets] == ["kind"]:
                    yield from _words(inner.value)


def _words(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
