"""Is this group of records the page's list of releases? Evidence, each with its weight.

Every feature is a number between 0 and 1 (some, -1 and 1); the weighted sum is a log-odds. Weights
were found on some sites of a corpus and checked on the others; none is about a site.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from monitor.extract.dates.calendar import MONTHS
from monitor.extract.listing.facts import Facts
from monitor.extract.listing.links import Link
from monitor.extract.listing.read import Reading
from monitor.extract.listing.records import Record
from monitor.extract.listing.regions import called, region
from monitor.extract.listing.titles import bare, is_version, word_count
from monitor.extract.listing.words import GENERIC, OTHER_LISTS

WEIGHTS: Mapping[str, float] = {
    "number": 1.4,
    "dated": 2.3,
    "dated above": 1.4,
    "days": 1.0,
    "ordered": 1.0,
    "title": 1.6,
    "headline": 0.5,
    "regular": 0.5,
    "below": 1.0,
    "few": -0.5,
    "distinct": 0.8,
    "linked": 0.9,
    "urls": 0.9,
    "headed": 1.0,
    "said more": 0.8,
    "documents": 1.9,
    "addresses": 2.0,
    "share of text": 1.4,
    "main": 0.1,
    "navigation": -2.2,
    "furniture": -2.1,
    "beside": -1.0,
    "archive": -2.4,
    "prose": -5.0,
    "teaser": -2.5,
    "crowded": -2.0,
    "in sentences": -2.5,
    "dates in sentences": -1.0,
    "generic": -2.0,
    "elsewhere": -0.7,
    "here": -2.3,
    "sides": -1.9,
    "called releases": 0.8,
    "called otherwise": -1.3,
    "marked": 0.9,
    "declared": 1.5,
    "patchy": -3.0,
}
BIAS = -9.0
_SOME_PROSE = 500
_CLAUSE = 40
_SENTENCE = 80
_SPOKEN_OF = 0.25
_COUNTED = re.compile(r".{1,40}\(\d+\)|\d{1,4}|.{1,3}")
_NUMBER = re.compile(r"\d{3}")
_SLUG = re.compile(r"[^/]*(?:[-_][^/]*){2,}|[^/]*\d{3,}[^/]*")
_APART = frozenset(["navigation", "furniture", "beside"])


def features(
    facts: Facts, records: Sequence[Record], found: Sequence[Reading], count: float
) -> dict[str, float]:
    """What speaks for and against `records`, of which a sample was read, being the releases.

    `count`: how many of them there are without what only stands among them.
    """
    total = len(found)
    titles = [r.title for r in found if r.title]
    urls = [r.link.url for r in found if r.link]
    days = [r.published.value[:10] for r in found if r.published]
    size = sum(facts.size(r.start, r.end) for r in records)
    sampled = sum(facts.size(r.record.start, r.record.end) for r in found)
    links = [r.link for r in found if r.link]
    plain = sum(map(len, titles))
    registered = _register(found, links, days)
    return {
        "number": min(1.0, math.log2(len(records)) / 4) if total > 1 else 0.0,
        "dated": _share(sum(r.own for r in found if r.published), total),
        "dated above": _share(sum(not r.own for r in found if r.published), total),
        "days": min(1.0, len(set(days)) / 4) if days else 0.0,
        "ordered": _monotone(days),
        "title": max(_titles(titles, 5), 0.5 * registered),
        "headline": _titles(titles, 9),
        "regular": _share(sum(r.titled and r.linked for r in found), total),
        "below": _below(facts.url, urls),
        "few": float(count < 4),
        "distinct": _share(len(set(titles)) + len({bare(t) for t in titles}), 2 * total),
        "linked": _share(len(urls), total),
        "urls": _share(len(set(urls)), total),
        "headed": _headed(facts, found),
        "said more": min(1.0, max(0.0, sampled / plain - 1.0)) if plain else 0.0,
        "documents": _share(sum(link.document for link in links), total),
        "addresses": _share(sum(_slug(link.url) for link in links), total),
        "share of text": min(1.0, 1.6 * size / (facts.sizes[-1] or 1)),
        "declared": _share(sum(url in facts.declared for url in urls), total),
        "prose": (1.0 - 0.7 * registered) * _prose_elsewhere(facts, records, size),
        "teaser": float(count < 4 and size < 0.2 * facts.sizes[-1] and not _files(links)),
        "crowded": _share(sum(_crowded(facts, r) for r in found), total),
        "in sentences": _share(sum(_in_sentence(facts, r) for r in found), total),
        "dates in sentences": _share(sum(_date_in_sentence(facts, r) for r in found), total),
        "archive": _share(sum(map(_archive, titles)), total),
        "generic": _share(sum(map(_generic, titles)), total),
        "elsewhere": _share(sum(x.foreign and not x.document for x in links), total),
        "here": _share(sum(x.same for x in links), total),
        "sides": _share(sum(x.side for x in links), total),
        "patchy": _patchy(found),
        **called(facts, found),
        **{
            name: share * (1.0 - registered * (name in _APART))
            for name, share in region(facts, found).items()
        },
    }


def log_odds(values: Mapping[str, float]) -> float:
    """The weighted sum."""
    return BIAS + sum(WEIGHTS[name] * value for name, value in values.items())


def _register(found: Sequence[Reading], links: Sequence[Link], days: Sequence[str]) -> float:
    """How much this is a register of documents, each of its own day: agendas, minutes, orders.

    Such a one may stand in a menu, be short beside what the page says, and have no titles.
    """
    documents = _share(sum(link.document for link in links), len(found))
    own = _share(sum(reading.own for reading in found), len(found))
    return documents * own * _share(len(set(days)), len(found)) if len(set(days)) > 2 else 0.0


def _patchy(found: Sequence[Reading]) -> float:
    """How far the records are from having anything in common: then they are parts of a page."""
    regular = sum(r.titled and r.linked for r in found)
    dated = sum(r.published is not None for r in found)
    return max(0.0, 1.0 - 2.0 * _share(max(regular, dated), len(found)))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _prose_elsewhere(facts: Facts, records: Sequence[Record], size: int) -> float:
    """How much more the page says in sentences elsewhere than it says in these records."""
    inside = sum(facts.prose[record.end] - facts.prose[record.start] for record in records)
    outside = facts.prose[-1] - inside
    return outside / (outside + size) if outside > _SOME_PROSE else 0.0


def _files(links: Sequence[Link]) -> bool:
    return sum(link.document for link in links) * 2 > len(links)


def _crowded(facts: Facts, reading: Reading) -> bool:
    """Whether a record has several links of one kind: then it is rather a list itself."""
    record = reading.record
    parts = facts.parts[record.start, record.end, record.base]
    third = [slot for slot, link in parts.links.items() if slot.number == 2 and not link.side]
    return any(not parts.links[slot].document for slot in third)


def _generic(title: str) -> bool:
    """A title that names no release: "Read more", or what another list is called."""
    short = len(title) < 40 and title.count(" ") < 3
    return bool(GENERIC.fullmatch(title[:80]) or (short and OTHER_LISTS.search(title)))


def _monotone(days: Sequence[str]) -> float:
    if len(set(days)) < 3:
        return 0.0
    falls = sum(a >= b for a, b in pairwise(days)) / (len(days) - 1)
    rises = sum(a <= b for a, b in pairwise(days)) / (len(days) - 1)
    return max(0.0, 2 * max(falls, 0.8 * rises) - 1)


def _titles(titles: Sequence[str], enough: int) -> float:
    """How much the titles are as long as titles are: one word is none, `enough` are plenty."""
    if not titles:
        return 0.0
    words = median(map(word_count, titles))
    if words < 1.5:
        return 0.0
    return min(1.0, (words - 1) / (enough - 1)) if words <= 25 else 0.6


def _below(page: str, urls: Sequence[str]) -> float:
    """The share of addresses that lie below the page's own; 0 where the page is the site's root."""
    own = page.partition("?")[0].partition("#")[0].rstrip("/")
    own = own.rpartition(".")[0] if "." in own.rpartition("/")[2] and own.count("/") > 2 else own
    if own.count("/") < 3:
        return 0.0
    return _share(sum(url.startswith(own + "/") for url in urls), len(urls))


def _headed(facts: Facts, found: Sequence[Reading]) -> float:
    """The share of records with a heading of their own."""
    heads = facts.headings
    held = sum(bisect_left(heads, r.record.start) < bisect_left(heads, r.record.end) for r in found)
    return held / len(found)


def _slug(url: str) -> bool:
    """Whether an address names one thing: many words, or a number."""
    path, _, query = url.partition("#")[0].partition("?")
    last = path.rstrip("/").rpartition("/")[2]
    return bool(_SLUG.fullmatch(last) or _NUMBER.search(query))


def _archive(title: str) -> bool:
    """A month, a year, a number, a word with a count: what archives and tag clouds list."""
    words = title.casefold().replace(",", " ").split()
    if words and words[0].rstrip(".") in MONTHS:
        return len(words) == 1 or (len(words) == 2 and _full_year(words[1]))
    return bool(_COUNTED.fullmatch(title)) and not is_version(title)


def _full_year(word: str) -> bool:
    """ "May 2019" is a month of an archive, "May 19" a day."""
    return word.isdecimal() and len(word) == 4


def _in_sentence(facts: Facts, reading: Reading) -> bool:
    """Whether a record's link stands in the midst of a text, as links of an article do."""
    if reading.link is None:
        return False
    link, leaves = reading.link, facts.page.leaves
    inside = facts.page.nodes[link.node].parent

    def beside(place: int) -> int:
        there = 0 <= place < len(leaves) and leaves[place].node == inside
        return len(leaves[place].text) if there else 0

    before, after = beside(link.start - 1), beside(link.end)
    return before >= _CLAUSE or (before >= _CLAUSE / 2 and after >= _CLAUSE)


def _date_in_sentence(facts: Facts, reading: Reading) -> bool:
    """Whether a record's date is only spoken of in a sentence."""
    if reading.dated is None or reading.dated.attribute or not reading.own:
        return False
    leaf = facts.page.leaves[reading.dated.at].text
    return len(leaf) >= _SENTENCE and reading.dated.stamp.fills < _SPOKEN_OF
