"""What of the kept data belongs in a feed: the only questions that publishing asks the store."""

from datetime import datetime

from monitor.publish.catalogue import Offer
from monitor.store.store import Store
from monitor.store.views import ChangeRow, ReleaseRow

ENTRIES = 100
"""How many entries a current document holds (P32), and how many sequences an archive spans.

An archive document holds what was taken up within its hundred of sequences: so what belongs into
it is settled once and for all as soon as a higher one is given out. Whatever is not in an archive
yet is among the newest hundred releases: of less than a hundred sequences there are no more.

What older pages gave is numbered downwards from 0, and so are its archives: 0, -1, -2 … The lowest
of them may grow, as long as older pages are read.
"""


def releases(store: Store, offer: Offer, *, texts: bool = True) -> list[ReleaseRow]:
    """The newest releases that are still published where they came from, newest first."""
    return store.releases(offer.selection, limit=ENTRIES, texts=texts, withdrawn=False)


def archived(store: Store, offer: Offer, number: int) -> list[ReleaseRow]:
    """What of an archive document is still published, newest first."""
    return _within(store, offer, number, limit=ENTRIES, texts=True)


def has_archive(store: Store, offer: Offer, number: int) -> bool:
    """Whether there is an archive document of that number: nothing newer can come into it, and
    something of the feed stands in it."""
    given_out = number <= store.newest_sequence() // ENTRIES
    return given_out and bool(_within(store, offer, number, limit=1, texts=False))


def is_settled(store: Store, number: int) -> bool:
    """Whether nothing older can come into an archive document either."""
    return number > 0 or store.lowest_sequence() <= first_of(number)


def _within(
    store: Store, offer: Offer, number: int, *, limit: int, texts: bool
) -> list[ReleaseRow]:
    return store.releases(
        offer.selection,
        since=first_of(number) - 1,
        until=number * ENTRIES,
        limit=limit,
        texts=texts,
        withdrawn=False,
    )


def archive_before(store: Store, offer: Offer, sequence: int) -> int | None:
    """The archive document that holds the newest release below a sequence, or None."""
    older = store.releases(offer.selection, until=sequence - 1, limit=1, withdrawn=False)
    return -(-older[0].sequence // ENTRIES) if older else None


def first_of(number: int) -> int:
    """The lowest sequence that belongs into an archive document."""
    return (number - 1) * ENTRIES + 1


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
