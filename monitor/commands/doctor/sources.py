"""Sources that fail, have failed for long, or are visited no more."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.commands import output
from monitor.commands.doctor.finding import Finding, bounded, ok, warning, wrong
from monitor.store.store import Store
from monitor.store.views import SourceRow

LONG = timedelta(days=1)
MANY = 10
"""Failures in a row: a source that is looked at once a week has failed for long, too."""

_PAGE = 200


def examine(store: Store, now: datetime) -> Iterator[Finding]:
    """One finding for each that fails; costs what fails, not what there is."""
    failing = list(_failing(store))
    found = [_finding(row, now) for row in failing]
    yield from bounded(sorted(found, key=lambda each: each.state, reverse=True), "sources")
    counts = store.counts(now)
    if not failing:
        yield ok("sources", f"{output.counted(counts.sources, 'source')}, none fails")
    if counts.paused:
        yield ok("sources", f"{output.counted(counts.paused, 'source')} paused")


def _failing(store: Store) -> Iterator[SourceRow]:
    """They come first, so that the others need not be read."""
    offset = 0
    while page := store.source_page(offset=offset, limit=_PAGE):
        for row in page:
            if not row.state.failures:
                return
            yield row
        offset += _PAGE


def _finding(row: SourceRow, now: datetime) -> Finding:
    state, about = row.state, f"source {row.source.id}"
    said = state.failure.message if state.failure else "fails"
    hint = state.failure.hint if state.failure else None
    if state.stopped:
        again = f"take it out of config.yaml, or: feed-monitor resume {row.source.id}"
        return wrong(about, f"visited no more: {said}", again)
    well_at = state.last_success_at
    since = f"since {output.ago(well_at, now)}" if well_at else "since it was added"
    long = well_at is None or now - well_at > LONG or state.failures >= MANY
    told = f"failing {since}, {output.counted(state.failures, 'time')} in a row: {said}"
    return (wrong if long else warning)(about, told, hint or f"feed-monitor try {row.source.place}")
