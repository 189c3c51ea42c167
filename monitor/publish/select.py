"""What of the kept data belongs in a feed: the only questions that publishing asks the store."""

from datetime import datetime

from monitor.publish.catalogue import Offer
from monitor.store.store import Store
from monitor.store.views import ChangeRow, ReleaseRow

ENTRIES = 100
"""How many entries a current document holds (P32)."""


def releases(store: Store, offer: Offer) -> list[ReleaseRow]:
    """The newest releases that are still published where they came from, newest first."""
    return store.releases(offer.selection, limit=ENTRIES, texts=True, withdrawn=False)


def changes(store: Store, offer: Offer) -> list[ChangeRow]:
    """The newest changes, newest first, without what a baseline found and what is held."""
    return store.changes(offer.selection, limit=ENTRIES, baseline=False, held=False)


def changed_at(store: Store, offer: Offer) -> datetime | None:
    """When the newest change among what a feed covers was recorded (P6), or None.

    What a baseline found is no change: a feed that has nothing else is as old as its entries.
    What is held alerts nobody: the text in the feed is the newest, its date is not.
    """
    newest = store.changes(offer.selection, limit=1, baseline=False, held=False)
    return newest[0].at if newest else None
