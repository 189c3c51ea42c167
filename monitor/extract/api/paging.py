"""The request for the page after this one: as an answer says, or as `paging` in the configuration.

    an address (`next`, `links.next.href`)      that
    a cursor (`nextPageToken`, `pageInfo`)      put where the request has a place for it
    numbers (page 2 of 9, offset 40 of 200)     the next one, put there

A cursor's place is the parameter that is called like it; where the address has none, it is the
cursor's own name without "next": `nextPageToken` is asked for as `pageToken`. A server that knows
no such parameter answers the same again, and that is the end.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin

from feeds.clean import web_url
from monitor.extract.api.asked import Asked
from monitor.extract.listing.tags import names

_MOST_VALUES = 2_000
_LONGEST_CURSOR = 4_000

PAGES = names("page p pg paged pagenumber pageno pageindex currentpage")
_OFFSETS = names("offset start skip startindex")
_SIZES = names("limit count rows size pagesize perpage first top take hitsperpage")
_TOTALS = names("total totalcount totalresults totalitems totalhits numfound totalrecords")
_LAST_PAGES = names("totalpages pages lastpage pagecount numpages nbpages")
_NEXT = names(
    "next nextpage nexturl nextlink nextpageurl nexthref nextpagelink odatanextlink older"
)
_CURSORS = {
    "endcursor": names("after cursor endcursor"),
    "nextcursor": names("cursor after nextcursor"),
    "nextpagetoken": names("pagetoken nextpagetoken token"),
    "nexttoken": names("nexttoken paginationtoken token pagetoken"),
    "nextcursormark": names("cursormark"),
    "continuationtoken": names("continuationtoken continuation"),
    "continuation": names("continuation"),
    "nextoffset": _OFFSETS,
    "nextpage": PAGES,
    "next": names("cursor after next") | PAGES,
    "after": names("after"),
    "cursor": names("cursor after"),
}
"""What answers call a cursor -> what requests call it, both in small letters and digits alone."""
_WEB = re.compile(r"https?://|[/?]")
_MORE = names("hasnextpage hasmore hasnext morepages hasmorepages")


@dataclass(frozen=True, slots=True)
class Paging:
    """How a source goes on, where its configuration says so.

    `into` is the parameter that makes it another page (within posted JSON its path). `next` is the
    JSON path of what goes there, or of a whole address; without it the parameter is counted, `by`
    so much each time. `more` is the JSON path of what must be true, or something, to go on.
    """

    into: str | None = None
    next: str | None = None
    by: int = 1
    more: str | None = None


def older(value: Any, asked: Asked, paging: Paging | None = None) -> str | None:
    """The request for the next page as a text (`Asked.after`); None where nothing leads on."""
    return _by_hand(value, asked, paging) if paging else _said(value, asked)


# ── as the configuration says ──────────────────────────────────────────────────────────────


def _by_hand(value: Any, asked: Asked, paging: Paging) -> str | None:
    from monitor.extract.api.paths import values

    if paging.more and not any(values(paging.more, value)):
        return None
    if paging.next is None:
        return _counted_on(asked, paging)
    found = next((one for one in values(paging.next, value) if _is_cursor(one)), None)
    if found is None:
        return None
    return asked.after(paging.into, found) if paging.into else _address(found, asked)


def _counted_on(asked: Asked, paging: Paging) -> str | None:
    """The parameter counted on; one that is not there yet was the first page, or nothing."""
    if paging.into is None:
        return None
    now = asked.parameters().get(paging.into)
    first = 1 if paging.by == 1 else 0
    number = int(str(now)) if str(now).isdigit() else first
    return asked.after(paging.into, number + paging.by)


# ── as the answer says ─────────────────────────────────────────────────────────────────────


def _said(value: Any, asked: Asked) -> str | None:
    said = [(_plain(key), key, found) for key, found in named(value)]
    if any(plain in _MORE and found is False for plain, _, found in said):
        return None
    for plain, _, found in said:
        if plain in _NEXT and (after := _address(found, asked)):
            return after
    for plain, key, found in said:
        if plain in _CURSORS and _is_cursor(found) and (after := _cursor(plain, key, found, asked)):
            return after
    numbers = {plain: (key, found) for plain, key, found in reversed(said) if type(found) is int}
    return _next_page(numbers, asked) or _next_offset(numbers, asked)


def named(value: Any) -> Iterator[tuple[str, Any]]:
    """The keys of an answer with what stands under them, but for those within its lists. A link
    in a list goes by its relation."""
    waiting: deque[Any] = deque([value])
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        one = waiting.popleft()
        if not isinstance(one, dict):
            continue
        for key in sorted(one):
            inner = one[key]
            yield key, inner
            waiting.append(inner)
            if isinstance(inner, list) and "link" in key.casefold():
                yield from _related(inner)


def _related(links: list[Any]) -> Iterator[tuple[str, Any]]:
    for link in links[:20]:
        if isinstance(link, dict):
            relation = link.get("rel") or link.get("relation")
            if isinstance(relation, str):
                yield relation, link


def _plain(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.casefold())


def _address(found: Any, asked: Asked) -> str | None:
    """A web address other than the one that was asked."""
    if isinstance(found, Mapping):
        found = found.get("href") or found.get("url")
    if not isinstance(found, str) or not _WEB.match(found.strip()):
        return None
    try:
        absolute = web_url(urljoin(asked.url, found.strip()))
    except ValueError:
        return None
    return absolute if absolute and urldefrag(absolute).url != urldefrag(asked.url).url else None


def _is_cursor(found: Any) -> bool:
    if isinstance(found, bool):
        return False
    return isinstance(found, int) or (isinstance(found, str) and 0 < len(found) < _LONGEST_CURSOR)


def _cursor(plain: str, key: str, found: Any, asked: Asked) -> str | None:
    if _WEB.match(str(found)):
        return None
    into = _place(_CURSORS[plain], asked) or _variable(_CURSORS[plain], asked)
    if into is None and asked.post is None and plain.startswith(("next", "after")):
        bare = re.sub(r"^next[_-]?", "", key, flags=re.IGNORECASE)
        into = bare[:1].lower() + bare[1:]
    numbered = into and _plain(into.rpartition(".")[2]) in PAGES | _OFFSETS
    if not into or (numbered and not str(found).isdigit()):
        return None
    if asked.parameters().get(into) in (found, str(found)):
        return None
    return asked.after(into, found)


def _place(called: frozenset[str], asked: Asked) -> str | None:
    """The parameter of the request that is called so."""
    for name in asked.parameters():
        if _plain(name.rpartition(".")[2]) in called:
            return name
    return None


def _variable(called: frozenset[str], asked: Asked) -> str | None:
    """The variable of a GraphQL query that is called so, and was left out."""
    query = asked.post.get("query") if isinstance(asked.post, Mapping) else None
    for name in re.findall(r"\$(\w+)\s*:", query) if isinstance(query, str) else ():
        if _plain(name) in called:
            return f"variables.{name}"
    return None


def _next_page(said: Mapping[str, tuple[str, int]], asked: Asked) -> str | None:
    """The page after this one, of those that an answer counts."""
    now = next((said[name] for name in ("page", "currentpage", "pagenumber") if name in said), None)
    last = next((said[name][1] for name in sorted(_LAST_PAGES) if name in said), None)
    if now is None or last is None or not 0 <= now[1] < last:
        return None
    into = _place(PAGES, asked) or _variable(PAGES, asked)
    if into is None and asked.post is None and _plain(now[0]) == "page":
        into = now[0]
    return asked.after(into, now[1] + 1) if into else None


def _next_offset(said: Mapping[str, tuple[str, int]], asked: Asked) -> str | None:
    """What stands behind this page, of as many as an answer counts."""
    now = next((said[name] for name in sorted(_OFFSETS) if name in said), None)
    size = next((said[name][1] for name in sorted(_SIZES) if name in said), None)
    if size is None:
        size = _asked_for(asked)
    total = next((said[name][1] for name in sorted(_TOTALS) if name in said), None)
    if now is None or not size or total is None or not 0 <= now[1] + size < total:
        return None
    into = _place(_OFFSETS, asked) or _variable(_OFFSETS, asked)
    if into is None and asked.post is None:
        into = now[0]
    return asked.after(into, now[1] + size) if into else None


def _asked_for(asked: Asked) -> int | None:
    into = _place(_SIZES, asked)
    size = asked.parameters().get(into) if into else None
    return int(str(size)) if str(size).isdigit() else None
