"""What a process counts about itself."""

from prometheus_client import generate_latest

from monitor.metrics import Metrics


def test_counters_count_by_outcome() -> None:
    metrics = Metrics()
    metrics.checked("files", "changed", 0.02)
    metrics.checked("files", "changed", 0.02)
    metrics.delivered("sent")
    metrics.ticked(0.25)
    text = generate_latest(metrics.registry).decode()
    assert 'feed_monitor_checks_total{kind="files",outcome="changed"} 2.0' in text
    assert 'feed_monitor_deliveries_total{outcome="sent"} 1.0' in text
    assert "feed_monitor_check_seconds_count 2.0" in text
    assert "feed_monitor_tick_lag_seconds 0.25" in text


def test_an_early_tick_is_not_late() -> None:
    metrics = Metrics()
    metrics.ticked(-0.5)
    assert metrics.registry.get_sample_value("feed_monitor_tick_lag_seconds") == 0


def test_two_of_them_share_nothing() -> None:
    one, other = Metrics(), Metrics()
    one.delivered("sent")
    labels = {"outcome": "sent"}
    assert other.registry.get_sample_value("feed_monitor_deliveries_total", labels) is None
