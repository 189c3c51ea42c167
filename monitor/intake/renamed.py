"""Items whose publisher calls them otherwise than before, recognised by what they say. Pure.

A site that is rebuilt gives every item another guid, and often another address. What no name
decided is taken in the order of the strength of the evidence:

    1  same content, same date           long enough to tell, or on the same page
    2  same page, title and date         unlike any other, whatever it says now
    3  same page, or same title; same date; most words the same, unlike any other: edited too

and, where most of what has an unknown name is recognised by its content, or by title and date,
and that is not a few of many:

    4  same content                      whatever date the new site gives it
    5  same page, or same title and date unlike any other
    6  between the same neighbours       most words the same (monitor.intake.neighbours)

A date that differs says that it is another one: a weekly notice says every week the same.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC

from monitor.intake.canonical import canonical_url
from monitor.intake.identify import GUID, URL, Item, base_key
from monitor.intake.links import Links, Mark
from monitor.intake.neighbours import Gap, gaps
from monitor.intake.scope import Scope
from monitor.model.published import Precision, Published
from monitor.model.release import Alias, Known
from monitor.text import normalise

FEWEST = 3
"""Of fewer items nobody can say that a site was rebuilt."""

SHARE = 4
"""Nor where fewer than every fourth item is one of them."""

LOOKED_AT = 50
"""Of releases that share a mark, so many are looked at: one text may stand a thousand times."""

RECENT = 1_000
"""A list seldom shows more of what fell off it, and a history may be very long."""

LONG_TITLE_WORDS = 3
"""From so many on a title, together with its date, tells an item apart from others."""

Marks = Callable[[Item], Iterable[Mark]]
KnownMarks = Callable[[Known], Iterable[Mark]]
Fits = Callable[[Item, Known], bool]


def names(known: Known) -> set[str]:
    """Every key that a release goes by, each as its publisher writes it, too."""
    if known.named and not known.aliases:
        return {known.key, base_key(known.key)}
    keys = (known.key, *known.aliases) if known.named else known.aliases
    return {*keys, *map(base_key, keys)}


def absorbed(items: Sequence[Item], found: Mapping[int, Known]) -> frozenset[int]:
    """Open items that somebody said are one with a release that stands under another name, too."""
    keys = {base_key(key) for known in found.values() for key in known.merged}
    return frozenset(n for n, item in enumerate(items) if n not in found and item.seen.key in keys)


def exchange(links: Links, known: Sequence[Known]) -> None:
    """Link items that have each other's names: all say what is known, none under its own name.

    Where several do, names are places in the list, or were given out anew: then what an item says
    goes before what it is called.
    """
    before = len(links.found)
    keys = {item.seen.key for n, item in enumerate(links.items) if n not in links.found}
    pairs = [(name, one) for one in known for name in names(one) if name in keys] if keys else []
    named = {name: one for name, one in pairs if one.id not in links.taken}
    if not named:
        return
    left = list({one.id: one for _, one in pairs}.values())
    shown = {item.seen.content_hash for item in links.items}

    def fits(item: Item, one: Known) -> bool:
        own = named.get(item.seen.key)
        return own is not None and own.content_hash in shown and _agree(item, one)

    _link(links, _candidates(links, left, _long_content, _content, fits))
    if len(links.found) - before >= FEWEST:
        _link(links, _candidates(links, left, _long_content, _content, _agree))


def recognise(links: Links, known: Sequence[Known], scope: Scope) -> tuple[Gap, ...]:
    """Link what is recognised beyond doubt; give the pairs and runs that texts must decide."""
    if len(links.found) == len(links.items):
        return ()
    left = _recent([one for one in reversed(known) if one.id not in links.taken])
    rebuilt = _rebuilt(links, left)
    _link(links, _candidates(links, left, _long_content, _content, _agree))
    _link(links, _candidates(links, left, _content_there, _known_content_there, _agree))
    _link(links, _candidates(links, left, _titled_page, _known_titled_page, _dated, unlike=True))
    if not rebuilt:
        by_page = _candidates(links, left, _pages, _page, _dated, unlike=True)
        by_title = _candidates(links, left, _long_title, _known_title, _dated, unlike=True)
        return tuple(Gap((number,), (one,)) for number, one in (*by_page, *by_title))
    _link(links, _candidates(links, left, _any_content, _content))
    _link(links, _candidates(links, left, _content_there, _known_content_there))
    _link(links, _candidates(links, left, _pages, _page, unlike=True))
    _link(links, _candidates(links, left, _dated_title, _known_title, _agree, unlike=True))
    return tuple(gaps(links.items, left, links, scope))


def renamed(item: Item, known: Known, policy: str | None) -> bool:
    """Whether an item goes by a name that its release was never known by."""
    known_as = names(known) | {known.key, base_key(known.key)}
    return policy in (GUID, URL) and item.seen.key not in known_as


def alias(item: Item, known: Known, key: str) -> Alias:
    """The new key of a release, with what it was recognised by."""
    return Alias(key, _evidence(item, known))


def note(policy: str, count: int, shown: int) -> str:
    """What to tell of items that were renamed."""
    what = "guid" if policy == GUID else "address"
    return (
        f"The publisher gave another {what} to {count} of {shown} items. What they say shows that "
        "they are the releases known before: they keep their history and are not told again."
    )


def _evidence(item: Item, known: Known) -> str:
    if item.seen.content_hash == known.content_hash:
        return "it says the same"
    if set(_pages(item)) & set(_page(known)):
        return "it stands on the same page"
    if set(_title(item)) & set(_known_title(known)):
        return "it has the same title and date"
    return "it stands between the same neighbours, and most words are the same"


def _recent(left: Sequence[Known]) -> list[Known]:
    """What is likely to be listed, newest first: what stood last time, and what came last."""
    return [one for rank, one in enumerate(left) if rank < RECENT or one.places]


def _rebuilt(links: Links, left: Sequence[Known]) -> bool:
    """Whether most of what has an unknown name is recognised, whatever its date."""
    contents = {one.content_hash for one in left}
    titles = {mark for one in left for mark in _known_title(one)}
    unnamed = [item for n, item in enumerate(links.items) if n not in links.found]
    alike = sum(
        bool(item.seen.story and item.seen.content_hash in contents)
        or any(mark in titles for mark in _dated_title(item))
        for item in unnamed
    )
    return alike >= max(FEWEST, len(unnamed) / 2, len(links.items) / SHARE)


def _link(links: Links, pairs: Iterable[tuple[int, Known]]) -> None:
    for number, one in pairs:
        links.link(number, one)


def _candidates(
    links: Links,
    known: Sequence[Known],
    item_marks: Marks,
    known_marks: KnownMarks,
    fits: Fits = lambda _, __: True,
    *,
    unlike: bool = False,
) -> Iterator[tuple[int, Known]]:
    """Each open item with the first open release that shares a mark and fits.

    `unlike`: only by marks that one item and one release have, and no other. What is linked
    while this is gone through is open no more.
    """
    unnamed = [n for n in range(len(links.items)) if n not in links.found]
    times = Counter(mark for n in unnamed for mark in set(item_marks(links.items[n])))
    index: dict[Mark, list[Known]] = {}
    for one in known:
        for mark in set(known_marks(one)) if one.id not in links.taken else ():
            if mark in times:
                index.setdefault(mark, []).append(one)
    for number in unnamed:
        item = links.items[number]
        for mark in item_marks(item):
            ones = index.get(mark, [])
            if unlike and not len(ones) == 1 == times[mark]:
                continue
            if number not in links.found and (fitting := _first(links, item, ones, fits)):
                yield number, fitting


def _first(links: Links, item: Item, ones: Sequence[Known], fits: Fits) -> Known | None:
    open_ones = (one for one in ones[:LOOKED_AT] if one.id not in links.taken)
    return next((one for one in open_ones if fits(item, one)), None)


# ── marks ──────────────────────────────────────────────────────────────────────────────────


def _says_more(item: Item) -> bool:
    """Whether an item says more than its title: a document put up anew has the old one's title."""
    document = item.seen.document
    return normalise(document.text) not in ("", normalise(document.title))


def _long_content(item: Item) -> Iterable[Mark]:
    return (item.seen.content_hash,) if item.seen.story and _says_more(item) else ()


def _long_title(item: Item) -> Iterable[Mark]:
    return _dated_title(item) if _says_more(item) else ()


def _any_content(item: Item) -> Iterable[Mark]:
    return (item.seen.content_hash,) if item.seen.story else ()


def _content(known: Known) -> Iterable[Mark]:
    return (known.content_hash,)


def _pages(item: Item) -> Iterator[str]:
    """The page of an item: its URL, or a guid that is one."""
    document = item.seen.document
    for name in (document.url, document.guid):
        if name and "://" in name:
            yield canonical_url(name)


def _page(known: Known) -> Iterable[str]:
    return (canonical_url(known.url),) if known.url else ()


def _content_there(item: Item) -> Iterator[Mark]:
    return ((page, item.seen.content_hash) for page in _pages(item))


def _known_content_there(known: Known) -> Iterator[Mark]:
    return ((page, known.content_hash) for page in _page(known))


def _titled_page(item: Item) -> Iterator[Mark]:
    return ((page, normalise(item.seen.document.title)) for page in _pages(item))


def _known_titled_page(known: Known) -> Iterator[Mark]:
    return ((page, normalise(known.title)) for page in _page(known))


def _title(item: Item) -> Iterator[Mark]:
    document = item.seen.document
    return _title_and_day(document.title, document.published)


def _dated_title(item: Item) -> Iterator[Mark]:
    long = len(item.seen.document.title.split()) >= LONG_TITLE_WORDS
    return _title(item) if long else iter(())


def _known_title(known: Known) -> Iterator[Mark]:
    return _title_and_day(known.title, known.published)


def _title_and_day(title: str, published: Published | None) -> Iterator[Mark]:
    if title and (date := _date(published)):
        yield normalise(title).casefold(), date[:10][-5:]


# ── dates ──────────────────────────────────────────────────────────────────────────────────


def _date(published: Published | None) -> str:
    """What was read of a date, so that of two that agree one stands in the other; else ``."""
    if published is None:
        return ""
    if published.inferred:
        return published.value[5:] if published.precision is Precision.DAY else ""
    if published.precision is Precision.INSTANT:
        return published.starts_at("UTC").astimezone(UTC).isoformat()
    return published.value


def _agree(item: Item, known: Known) -> bool:
    """Whether no date speaks against an item and a release being one."""
    shorter, longer = sorted((_date(item.seen.document.published), _date(known.published)), key=len)
    return shorter in longer


def _dated(item: Item, known: Known) -> bool:
    """Whether both have the same date."""
    return bool(_date(item.seen.document.published) and _date(known.published)) and _agree(
        item, known
    )
