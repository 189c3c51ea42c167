"""The typed links of a repaired document and of its entries, in order, each said once."""

from feeds.model import Entry, Feed, Link


def of_feed(feed: Feed, media_type: str) -> tuple[Link, ...]:
    """`self` first (rule P10), the page for people, hubs (P30), archives (P19), then the others."""
    archives = (
        ("prev-archive", feed.prev_archive),
        ("next-archive", feed.next_archive),
        ("current", feed.current),
    )
    return _once(
        Link(feed.url, "self", media_type),
        Link(feed.home, "alternate", "text/html"),
        *(Link(hub, "hub") for hub in feed.hubs),
        *(Link(url, relation, media_type) for relation, url in archives if url),
        *feed.links,
    )


def of_entry(entry: Entry) -> tuple[Link, ...]:
    """The entry's own page first, then the others."""
    page = (Link(entry.url),) if entry.url else ()
    return _once(*page, *entry.links)


def attributes(link: Link) -> dict[str, str]:
    """What an Atom `link` element says (RFC 4287 §4.2.7)."""
    said = {"href": link.href, "rel": link.rel, "type": link.type, "title": link.title}
    return {name: value for name, value in said.items() if value}


def _once(*links: Link) -> tuple[Link, ...]:
    """Without repetition; of alternates only one for each type (rule P16)."""
    kept: dict[tuple[str, str | None], Link] = {}
    for link in links:
        kept.setdefault((link.rel, link.type if link.rel == "alternate" else link.href), link)
    return tuple(kept.values())
