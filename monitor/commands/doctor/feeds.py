"""The feeds that are published: each rule that shows in a document's bytes (`feeds.rules`)."""

from collections.abc import Iterator
from itertools import islice

from feeds.formats import FORMATS
from feeds.rules.check import broken
from monitor import clock
from monitor.commands import output
from monitor.commands.doctor.finding import Finding, bounded, ok, wrong
from monitor.config.settings import Settings
from monitor.publish.catalogue import path
from monitor.publish.document import FeedBytes
from monitor.publish.publisher import Publisher
from monitor.store.store import Store

FEEDS = 25
"""So many feeds are made, in each format, with their changes: `all` and the widest ones first."""


def examine(settings: Settings, store: Store) -> Iterator[Finding]:
    """One finding for each rule that a document breaks."""
    publisher = Publisher(store, lambda: settings, clock.now)
    names = [offer.name for offer in islice(publisher.catalogue(settings).shared(), FEEDS)]
    found = [each for name in names for each in _feed(settings, publisher, name)]
    yield from bounded(found, "feeds")
    if not found:
        made = f"{output.counted(len(names), 'feed')} in {len(FORMATS)} formats"
        yield ok("feeds", f"{made} keep the rules that their bytes show")


def _feed(settings: Settings, publisher: Publisher, name: str) -> Iterator[Finding]:
    for form in FORMATS:
        for changes in (False, True):
            document = publisher.document(name, form, changes=changes)
            if not isinstance(document, FeedBytes):
                continue
            at = path(name, form, changes=changes)
            url = settings.public_url.rstrip("/") + at
            for rule in broken(document.body, form, url=url, now=clock.now()):
                yield wrong(f"feed {at.removeprefix('/feeds/')}", f"{rule.rule}: {rule.message}")
