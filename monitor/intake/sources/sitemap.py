"""`sitemap: https://example.org/sitemap.xml`: the pages that a site names for programs.

A news sitemap says titles and dates. Of another, a title is made of the address's words, and there
is no date: `lastmod` says when a page was changed, not when it was published. An index leads to its
newest sitemaps. Pages fall out of a sitemap for many reasons: nothing follows from that.
"""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from monitor.config.web import web_url
from monitor.intake.sources.kind import SourceKind, Visit
from monitor.intake.sources.web import refuse_stand_in, visit
from monitor.model.release import Document
from monitor.model.source import Failure, Source, SourceState
from monitor.model.visit import Part, Response

if TYPE_CHECKING:
    from monitor.intake.visit.visitor import Visitor

MOST_FOLLOWED = 3
"""Sitemaps of an index that are visited: the newest."""


async def fetch(source: Source, state: SourceState, visitor: "Visitor") -> Visit:
    """Get the sitemap; of an index, its newest ones. Made for programs: robots.txt is not asked."""
    answer = await visit(source, state, visitor, robots=False)
    if not isinstance(answer, Response):
        return answer
    children = _children(answer.parts[0])
    return await _followed(answer, children, visitor) if children else answer


async def _followed(answer: Response, children: list[str], visitor: "Visitor") -> Visit:
    """The sitemaps of an index in its place. The index itself is asked for in full each time:
    that it stayed the same says nothing about them."""
    parts: list[Part] = []
    for url in children[:MOST_FOLLOWED]:
        found = await visitor.get(url, robots=False)
        if isinstance(found, Failure):
            return found
        if isinstance(found, Response):
            parts.extend(found.parts)
    return replace(answer, parts=tuple(parts), validators=None, raw_hash=None)


def _children(part: Part) -> list[str]:
    """What an index names; nothing where this is none, or is packed."""
    from monitor.extract.sitemap import NoSitemap, read_sitemap
    from monitor.intake.visit.sniff import unpacked

    part = unpacked(part)
    if b"<sitemapindex" not in part.body[:2_000]:
        return []
    try:
        return [entry.url for entry in read_sitemap(part.body[:500_000], part.place).entries]
    except NoSitemap:
        return []


def parse(source: Source, part: Part, today: date) -> tuple[Document, ...]:
    """The pages that are named. Raises ExtractError: no sitemap, or another page in its place."""
    from monitor.extract.article.dates import exact
    from monitor.extract.sitemap import NoSitemap, read_sitemap
    from monitor.intake.visit.sniff import unpacked

    del today
    part = unpacked(part)
    try:
        found = read_sitemap(part.body, part.place)
    except NoSitemap:
        refuse_stand_in(source, part)
        raise
    return tuple(
        Document(
            entry.title,
            "",
            part.place,
            position,
            url=entry.url,
            published=exact(entry.published or ""),
        )
        for position, entry in enumerate(found.entries)
        if not found.index
    )


KIND = SourceKind(
    name="sitemap",
    place=web_url,
    keys="monitor.intake.keys.sitemap:SitemapOptions",
    fetch=fetch,
    parse=parse,
    complete=True,
)
