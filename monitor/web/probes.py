"""For machines that look after this one: does it live, is it ready, what are its figures."""

from collections.abc import Iterator
from datetime import datetime

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, PlainTextResponse, Response

from monitor.store.views import Counts
from monitor.web.context import Context


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

    def metrics() -> Response:
        now = context.clock()
        figures = exposition(context.store.counts(now), now)
        body = generate_latest(context.metrics.registry) + figures
        return Response(body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    for path, probe in (("/livez", livez), ("/readyz", readyz), ("/metrics", metrics)):
        router.add_api_route(path, probe, methods=["GET", "HEAD"], response_model=None)
    return router


def exposition(counts: Counts, now: datetime) -> bytes:
    """What is kept, as gauges in the Prometheus text format."""
    registry = CollectorRegistry()
    registry.register(_Kept(counts, now))
    return generate_latest(registry)


class _Kept:
    """A collector of one scrape: figures as they were handed in."""

    def __init__(self, counts: Counts, now: datetime) -> None:
        self._counts = counts
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges, as the client library asks for them."""
        counts = self._counts
        oldest = counts.oldest_owed_at
        waiting = (self._now - oldest).total_seconds() if oldest else 0.0
        for name, help_text, value in (
            ("sources", "Sources that are watched.", counts.sources),
            ("sources_failing", "Sources whose last check failed.", counts.failing),
            ("sources_paused", "Sources that are paused.", counts.paused),
            ("sources_due", "Sources that should be checked now.", counts.due),
            ("releases", "Releases kept.", counts.releases),
            ("changes", "Changes recorded.", counts.changes),
            ("deliveries_owed", "Deliveries not made yet.", counts.owed),
            ("deliveries_dead", "Deliveries given up.", counts.dead),
            ("oldest_owed_seconds", "How long the oldest owed delivery has waited.", waiting),
        ):
            yield GaugeMetricFamily(f"feed_monitor_{name}", help_text, value=value)
