"""Where a source moved to: permanent redirects, believed once many have said the same. Pure (C3).

    visit ─▸ only permanent redirects, to one URL?  ─▸ counted
    counted 5 times in a row, over 3 days           ─▸ visited there from now on
    not there any more (404, 410, unreachable)      ─▸ the configured address is asked again

A redirect that somebody set by mistake, or a network that catches everybody (a hotel's), must
not lead a source astray for ever. RFC 9110 sections 15.4.2 and 15.4.9 let us use the new address;
they do not oblige us to. The configured place stays what the source is known by.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.model.source import Failure, Moved, Source, SourceState

if TYPE_CHECKING:
    from monitor.net.door import Reply

VISITS = 5
SPAN = timedelta(days=3)
"""How often in a row, and for how long, an address must have been given as the new one."""

FAILURES = 3
"""After so many failures in a row the new address is given up, where they say that it is not it."""

NOT_THERE = frozenset({"not_found", "missing", "unreachable", "address_refused"})

GIVEN_UP = "It had moved there for good; from now on its configured address is asked again."


def address(source: Source, state: SourceState) -> str:
    """The URL at which a source is visited now."""
    return state.moved.url if state.moved and state.moved.used else source.place


def moved_to(reply: "Reply", url: str) -> str | None:
    """The URL to which a visit of `url` was led by nothing but permanent redirects.

    None where any of them was temporary, or left https on the way: then anybody in between
    could have written it.
    """
    if not reply.permanent_hops:
        return None
    way = (url, *reply.hops, reply.url)
    secure = [urlsplit(each).scheme == "https" for each in way]
    return reply.url if secure == sorted(secure) else None


def learnt(known: Moved | None, seen: str | None, place: str, at: datetime) -> Moved | None:
    """What is known of a move after a visit that brought the source's content.

    `seen` is where permanent redirects led now, `place` the configured address.
    """
    if seen == place:
        return None
    if known and known.used:
        return known
    if seen is None:
        return None
    if known is None or known.url != seen:
        return Moved(seen, 1, at)
    count = known.count + 1
    return replace(known, count=count, used=count >= VISITS and at - known.since_at >= SPAN)


def lost(state: SourceState, failure: Failure) -> bool:
    """Whether this failure says that the address that a source moved to is not it any more."""
    if state.moved is None or not state.moved.used:
        return False
    in_a_row = state.failures + 1
    return failure.kind == "gone" or (failure.kind in NOT_THERE and in_a_row >= FAILURES)
