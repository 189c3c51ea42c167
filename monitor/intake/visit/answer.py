"""A server's answer -> what the visit came to: pure.

304                      NotModified, if we asked with validators
200, 203 with a body     Response, unless it says that it is a bot wall
200, 203, 204, 205       without a body                         kind empty
401, 403                                                        kind forbidden
404                                                             kind not_found
410                      the source is visited no more          kind gone
429                      the whole host is slowed               kind throttled
503                      the whole host is slowed               kind busy
5xx                                                             kind server_error
anything else                                                   kind http

A bot wall answers with any of these, and is told from them (kind wall). What only its text
gives away, with a status of success, is found when the page is read: `standin`.
"""

import hashlib
import re
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.errors import FetchError
from monitor.intake.visit.freshness import fresh_seconds, retry_after_seconds
from monitor.intake.visit.moved import moved_to
from monitor.intake.visit.standin import wall
from monitor.intake.visit.walls import announced, refusing
from monitor.model.source import Failure, Validators
from monitor.model.visit import NotModified, Part, Response
from monitor.net.door import Reply
from monitor.net.url import mask

VALIDATORS_LAST = timedelta(days=8)
"""After so long without a body we ask for one: a server's 304 may have stuck (C1)."""

_NEXT_COOKIE = re.compile(r",(?=\s*[^\s;,=]+=)")

WITH_A_PAGE = frozenset({200, 203})
NO_BODY_MEANT = frozenset({204, 205})
BUSY = frozenset({429, 503})
GONE = "gone"
"""The one kind of failure after which a source is visited no more (C3)."""

AT_WALLS = frozenset({202, 401, 403, 405, 429, 503})
"""What bot walls answer with, apart from 200."""

REFUSALS = {
    401: (
        "forbidden",
        "wants credentials",
        "Give them as `basic`, `bearer`, `cookie` or `headers` of the source.",
    ),
    403: ("forbidden", "lets nobody in", "Ask its owner, or look for a feed of the same news."),
    404: ("not_found", "there is nothing here", "Check the URL: the page may have moved."),
    410: (
        GONE,
        "this was removed for good, so it is visited no more",
        "Give its new URL or remove the source; `feed-monitor resume` has it visited again.",
    ),
    429: ("throttled", "too many requests for this host", "Visits wait; a longer `every` helps."),
    503: ("busy", "the host is busy or closed for now", "Visits wait, then go on by themselves."),
}
"""Status -> kind of failure, what it means, what to do."""

LONGEST_LINK = 4_000

BROKEN = ("server_error", "the site is broken", "Visits go on; its owner must mend this.")
NO_PAGE = ("http", "not an answer with a page", "Look at the URL in a browser: it may be another.")


def usable(validators: Validators | None, url: str, at: datetime) -> Validators | None:
    """The validators that may be sent to `url` now, if any (C1)."""
    if validators is None or validators.url != url:
        return None
    given_at = validators.given_at or at
    return validators if at - given_at < VALIDATORS_LAST else None


def conditions(validators: Validators | None) -> dict[str, str]:
    """Validators as the headers that they go back in, byte for byte."""
    if validators is None:
        return {}
    pairs = {"if-none-match": validators.etag, "if-modified-since": validators.last_modified}
    return {name: value for name, value in pairs.items() if value}


def judge(
    reply: Reply, url: str, sent: Validators | None, at: datetime
) -> Response | NotModified | Failure:
    """What an answer to a visit of `url`, made with the validators `sent`, comes to."""
    if reply.status == 304 and sent is not None and not reply.hops:
        return NotModified(304, _renewed(sent, reply, at), fresh_seconds(reply.headers, at))
    if blocked := _blocked(reply, at):
        return blocked
    if reply.status in WITH_A_PAGE:
        return _page(reply, url, at)
    return _empty(reply) if reply.status in NO_BODY_MEANT else _refused(reply, at)


def failed(error: FetchError) -> Failure:
    """An answer that never came."""
    where = f"{error.where}: " if error.where else ""
    return Failure(error.kind, f"{where}{error.message}", error.hint, error.permanent)


def _page(reply: Reply, url: str, at: datetime) -> Response | Failure:
    if not reply.body.strip():
        return _empty(reply)
    return Response(
        parts=(_part(reply),),
        status=reply.status,
        validators=_given(reply, url, at),
        raw_hash=hashlib.sha256(reply.body).hexdigest(),
        fresh_seconds=fresh_seconds(reply.headers, at),
        moved_to=moved_to(reply, url),
        cookies=_cookies(reply.headers.get("set-cookie", "")),
    )


def _cookies(said: str) -> tuple[str, ...]:
    """Each `Set-Cookie` of an answer: they came as one list, in which dates have commas, too."""
    return tuple(map(str.strip, _NEXT_COOKIE.split(said))) if said else ()


def _part(reply: Reply) -> Part:
    headers = reply.headers
    media, link = headers.get("content-type", "").lower() or None, headers.get("link")
    return Part(reply.url, reply.body, media, link=link[:LONGEST_LINK] if link else None)


def _given(reply: Reply, url: str, at: datetime) -> Validators | None:
    """What the page itself gave; what lies behind a redirect gave nothing to this URL (C1)."""
    etag, modified = reply.headers.get("etag"), reply.headers.get("last-modified")
    if reply.hops or not (etag or modified):
        return None
    return Validators(url, etag, modified, at)


def _renewed(sent: Validators, reply: Reply, at: datetime) -> Validators:
    """A 304 may bring newer validators; it does not bring a body, so their age goes on."""
    return replace(
        sent,
        etag=reply.headers.get("etag", sent.etag),
        last_modified=reply.headers.get("last-modified", sent.last_modified),
        given_at=sent.given_at or at,
    )


def _blocked(reply: Reply, at: datetime) -> Failure | None:
    headers = reply.headers
    at_wall = reply.status in AT_WALLS
    owner = refusing(headers, reply.body) if at_wall else announced(headers)
    if owner is None:
        return None
    suspect = wall(owner)
    return Failure(
        suspect.kind,
        f"{mask(reply.url)}: answered {reply.status}, {suspect.what}",
        suspect.hint,
        status=reply.status,
        retry_after_seconds=retry_after_seconds(headers, at),
    )


def _empty(reply: Reply) -> Failure:
    return Failure(
        "empty",
        f"{mask(reply.url)}: answered {reply.status} with nothing in it",
        "The last good state stays as it is; the site's owner must mend this if it lasts.",
        status=reply.status,
    )


def _refused(reply: Reply, at: datetime) -> Failure:
    otherwise = BROKEN if reply.status >= 500 else NO_PAGE
    kind, meaning, hint = REFUSALS.get(reply.status, otherwise)
    return Failure(
        kind,
        f"{mask(reply.url)}: answered {reply.status}, {meaning}",
        hint,
        permanent=reply.status == 410,
        status=reply.status,
        retry_after_seconds=retry_after_seconds(reply.headers, at),
    )
