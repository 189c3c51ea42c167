"""For machines that look after this one: does it live, is it ready, what are its figures."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.metadata import version
from platform import python_version
from time import monotonic

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, PlainTextResponse, Response

from monitor.store.views import Counts, SlowCounts
from monitor.web.context import Context

HOLD_SECONDS = 10.0
"""How long figures that take a walk over all sources are good for."""


def routes(context: Context) -> APIRouter:
    """`/livez`, `/readyz`, `/metrics`."""
    router = APIRouter(include_in_schema=False)

    async def livez() -> Response:
        return PlainTextResponse("alive\n")

    def readyz() -> Response:
        health = context.health()
        body = {
            "ready": not health.reasons,
            "reasons": list(health.reasons),
            "warnings": list(health.warnings),
        }
        return JSONResponse(body, 503 if health.reasons else 200)

    figures = Figures(context)

    def metrics() -> Response:
        body = generate_latest(context.metrics.registry) + figures.exposition()
        return Response(body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    for path, probe in (("/livez", livez), ("/readyz", readyz), ("/metrics", metrics)):
        router.add_api_route(path, probe, methods=["GET", "HEAD"], response_model=None)
    return router


class Figures:
    """What is kept, as gauges in the Prometheus text format."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._slow: tuple[float, SlowCounts] | None = None

    def exposition(self) -> bytes:
        """The gauges of this moment. The slow ones are good for HOLD_SECONDS."""
        store, now = self._context.store, self._context.clock()
        registry = CollectorRegistry()
        registry.register(_Kept(store.counts(now), self._slow_counts(), now))
        return generate_latest(registry)

    def _slow_counts(self) -> SlowCounts:
        if self._slow is None or monotonic() - self._slow[0] >= HOLD_SECONDS:
            self._slow = (monotonic(), self._context.store.slow_counts())
        return self._slow[1]


class _Kept:
    """A collector of one scrape: figures as they were handed in."""

    def __init__(self, counts: Counts, slow: SlowCounts, now: datetime) -> None:
        self._counts = counts
        self._slow = slow
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges, as the client library asks for them."""
        yield _build()
        counts, slow = self._counts, self._slow
        oldest = counts.oldest_owed_at
        waiting = (self._now - oldest).total_seconds() if oldest else 0.0
        for name, help_text, value in (
            ("sources", "Sources that are watched.", counts.sources),
            ("sources_ok", "Sources whose last check was well.", slow.ok),
            ("sources_new", "Sources that were never checked.", slow.new),
            ("sources_failing", "Sources whose last check failed.", counts.failing),
            ("sources_paused", "Sources that are paused.", counts.paused),
            ("sources_due", "Sources that should be checked now.", counts.due),
            ("releases", "Releases kept.", counts.releases),
            ("changes", "Changes recorded.", counts.changes),
            ("deliveries_owed", "Deliveries not made yet, retries included.", counts.owed),
            ("deliveries_retrying", "Deliveries that failed and are tried again.", slow.retrying),
            ("deliveries_dead", "Deliveries given up.", counts.dead),
            ("oldest_owed_seconds", "How long the oldest owed delivery has waited.", waiting),
            ("store_bytes", "How much room the store takes.", slow.store_bytes),
        ):
            yield GaugeMetricFamily(f"feed_monitor_{name}", help_text, value=value)


@cache
def _build() -> GaugeMetricFamily:
    """Which program this is: 1, under labels that say it."""
    family = GaugeMetricFamily(
        "feed_monitor_build_info", "Which program this is.", labels=("version", "python")
    )
    family.add_metric((version("feed-monitor"), python_version()), 1)
    return family
