"""Which item of a visit is which release that is known already. Pure.

Where publishers name their items (guid, URL) the name decides, and what has an unknown name is
recognised by what it says (monitor.intake.renamed). Where they do not, the evidence is taken in
order of its strength, each step over what the steps before left open:

    1  same place, same title and date, same content       nothing happened
    2  same content, long enough to tell, anywhere         moved or copied to another place
    3  same place, same title and date, unlike any other   edited
    4  the same, of a release that stands nowhere now      moved or returned, perhaps edited
    5  between the same neighbours, most words the same    edited, title or date included

Step 5 needs the texts of what is still open, so it has a room of its own: `exact` does steps 1
to 4 and gives the gaps, `monitor.intake.neighbours` closes them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.intake.identify import TITLE, Item, title_key
from monitor.intake.links import Links, Mark
from monitor.intake.neighbours import Gap, gaps
from monitor.intake.renamed import exchange, names, recognise
from monitor.intake.scope import Scope
from monitor.model.release import Known


@dataclass(frozen=True, slots=True)
class Matching:
    """Which release each item is, by the item's number; what is left open; where to look on."""

    found: Mapping[int, Known]
    gaps: tuple[Gap, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        """The releases whose texts are needed to close the gaps."""
        return tuple({known.id: None for gap in self.gaps for known in gap.known})


def exact(items: Sequence[Item], known: Sequence[Known], scope: Scope, policy: str) -> Matching:
    """Steps 1 to 4, or the names that publishers give. Time in proportion to both lengths."""
    links = Links(items)
    if policy != TITLE:
        return Matching(links.found, _by_name(links, known, scope))

    def here(one: Known) -> Iterator[tuple[str, str]]:
        return ((part, name) for part in _parts(one, scope) for name in _names(one))

    links.join(known, _local_content, lambda k: ((*mark, k.content_hash) for mark in here(k)))
    links.join(known, _story, lambda k: [k.content_hash])
    free = [one for one in known if not scope.elsewhere(one)]
    links.join(free, _local_title, here, unlike=True)
    gone = [one for one in free if scope.gone(one)]
    links.join(gone, _content, lambda k: ((name, k.content_hash) for name in _names(k)))
    links.join(gone, _title, _names, unlike=True)
    return Matching(links.found, tuple(gaps(items, free, links, scope)))


def _by_name(links: Links, known: Sequence[Known], scope: Scope) -> tuple[Gap, ...]:
    """The names that publishers give. The latest goes before those that it had before, and an
    unchanged text before either: names may have been given out anew, in another order."""
    links.join(known, lambda i: [(i.seen.key, i.seen.content_hash)], _name_and_content)
    exchange(links, known)
    links.join(known, lambda i: [i.seen.key], _latest_name)
    links.join(known, lambda i: [i.seen.key], names)
    return recognise(links, known, scope)


def _name_and_content(known: Known) -> Iterator[Mark]:
    return ((name, known.content_hash) for name in (*names(known), known.key))


def _latest_name(known: Known) -> Sequence[str]:
    return known.aliases[-1:] or ((known.key,) if known.named else ())


def _local_content(item: Item) -> Iterator[Mark]:
    return ((place, item.seen.key, item.seen.content_hash) for place, _ in item.spots)


def _local_title(item: Item) -> Iterator[Mark]:
    return ((place, title) for place, _ in item.spots for title in _title(item))


def _title(item: Item) -> Iterable[Mark]:
    return (item.seen.key,) if item.seen.document.title else ()


def _content(item: Item) -> Iterable[Mark]:
    return ((item.seen.key, item.seen.content_hash),)


def _story(item: Item) -> Iterable[Mark]:
    return (item.seen.content_hash,) if item.seen.story else ()


def _names(known: Known) -> set[str]:
    """What a release goes by: the key that it has, and what it is called now."""
    return {*names(known), title_key(known.title, known.published)}


def _parts(known: Known, scope: Scope) -> set[str]:
    """The parts of this visit that a release stood in."""
    return {part for place in known.places if (part := scope.part(place)) is not None}
