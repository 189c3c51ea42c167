"""Records that are several rows beside each other: a date, a title, a teaser, a rule, and again.

What stands side by side in an element is spelled as a word, a letter for each kind of unit. Where
the word repeats itself (`dtsr dtsr dtsr`), each repetition is a record.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from monitor.extract.listing.outline import Node, Outline, Unit
from monitor.extract.listing.tags import names
from monitor.extract.listing.units import units_of

LONGEST = 6
"""Units of a record at most."""
_FEWEST = 3
"""Repetitions at least."""
_FAITHFUL = 0.85
"""So much of the word repeats: some record may lack its teaser's link."""
_MOST = 0.6
"""So much of what stands in the element belongs to the repetition."""
_NEARLY_ALL = 0.9
_HOLDERS = names("table tbody div section main article td body dl")
_MOST_HOLDERS = 200


def cycles(page: Outline) -> Iterator[tuple[Node, int]]:
    """Elements whose children repeat, and how many children make one record.

    Only where all children are called alike: else one that is called otherwise begins a record.
    """
    holders = [node for node in page.nodes if node.tag in _HOLDERS and node.end - node.start > 5]
    for node in holders[:_MOST_HOLDERS]:
        units = units_of(page, node)
        if _alike(units) and (length := _length(_spelled(page, units))):
            yield node, length


def turns(page: Outline, parent: Node, length: int) -> Iterator[Sequence[Unit]]:
    """The units of each record, where records are known to have so many."""
    units = units_of(page, parent)
    first, end = _repeated(_spelled(page, units), length)
    for start in range(first, end - length + 1, length):
        yield units[start : start + length]


def _alike(units: Sequence[Unit]) -> bool:
    named = Counter(unit[4] for unit in units)
    return max(named.values(), default=0) >= max(2 * _FEWEST, _NEARLY_ALL * len(units))


def _length(word: Sequence[int]) -> int:
    """The shortest repetition that holds for most of a word, and is of different letters."""
    for length in range(2, min(LONGEST, len(word) // _FEWEST) + 1):
        first, end = _repeated(word, length)
        several = len(set(word[first : first + length])) > 1
        if several and end - first >= max(_FEWEST * length, _MOST * len(word)):
            return length
    return 0


def _repeated(word: Sequence[int], length: int) -> tuple[int, int]:
    """Where a repetition of this length begins and ends; nowhere if it does not hold."""
    same = [at for at in range(len(word) - length) if word[at] == word[at + length]]
    if not same:
        return 0, 0
    first, last = same[0], same[-1]
    if len(same) < _FAITHFUL * (last - first + 1):
        return 0, 0
    return first, last + length + 1


def _spelled(page: Outline, units: Sequence[Unit]) -> list[int]:
    """A letter for each kind of unit: by its name, what it holds first, and whether it links."""
    letters: dict[tuple[object, ...], int] = {}
    fresh = count()
    word = []
    for _, _, says, index, name in units:
        kind = (name, says, *(_holds(page, page.nodes[index]) if index >= 0 else ()))
        if kind not in letters:
            letters[kind] = next(fresh)
        word.append(letters[kind])
    return word


def _holds(page: Outline, node: Node) -> tuple[object, ...]:
    inner = tuple(page.steps[child.key][1] for child in page.children(node))
    return (*inner[:LONGEST], any(each.tag == "a" for each in page.within(node)))
