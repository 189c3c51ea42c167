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

ARCHIVES = 3
"""Of each the newest archive documents: all of them are made in the same way."""


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
    archives = list(islice(publisher.archives(name), ARCHIVES))
    for form in FORMATS:
        for changes in (False, True):
            document = publisher.document(name, form, changes=changes)
            if isinstance(document, FeedBytes):
                yield from _judged(document, settings, form, path(name, form, changes=changes))
        for number in archives:
            at = path(name, form, archive=number)
            document = publisher.document(name, form, archive=number)
            if isinstance(document, FeedBytes):
                yield from _judged(document, settings, form, at, archive=True)
            else:
                yield wrong(_named(at), "P19: a link leads to it, and it is not there")


def _judged(
    document: FeedBytes, settings: Settings, form: str, at: str, *, archive: bool = False
) -> Iterator[Finding]:
    url = settings.public_url.rstrip("/") + at
    for rule in broken(document.body, form, url=url, now=clock.now(), archive=archive):
        yield wrong(_named(at), f"{rule.rule}: {rule.message}")


def _named(at: str) -> str:
    return f"feed {at.removeprefix('/feeds/')}"
