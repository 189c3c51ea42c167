"""Which item of a visit is which release: links as they are found, step by step. Pure."""

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Sequence

from monitor.intake.identify import Item
from monitor.model.release import Known

Mark = Hashable
"""Something that an item and a release can have in common."""


class Links:
    """Which item is which release, as found so far; neither is given away twice."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.found: dict[int, Known] = {}
        self.taken: set[str] = set()

    def link(self, number: int, known: Known) -> None:
        """Item and release are one."""
        self.found[number] = known
        self.taken.add(known.id)

    def join(
        self,
        known: Iterable[Known],
        item_marks: Callable[[Item], Iterable[Mark]],
        known_marks: Callable[[Known], Iterable[Mark]],
        *,
        unlike: bool = False,
    ) -> None:
        """Link each open item to the first open release that shares a mark with it.

        `unlike`: only by marks that one item and one release have, and no other.
        """
        wanted = [n for n in range(len(self.items)) if n not in self.found]
        times = Counter(mark for n in wanted for mark in item_marks(self.items[n]))
        index = self._index(known, known_marks, times) if times else {}
        if not index:
            return
        if unlike:
            index = {m: ones for m, ones in index.items() if len(ones) == 1 == times[m]}
        for number in wanted:
            for mark in item_marks(self.items[number]):
                if first := self._next_open(index.get(mark, [])):
                    self.link(number, first)
                    break

    def _index(
        self,
        known: Iterable[Known],
        known_marks: Callable[[Known], Iterable[Mark]],
        wanted: Container[Mark],
    ) -> dict[Mark, list[Known]]:
        """The open releases that have a wanted mark, last to first: few of the many there are."""
        marked = [
            (one, mark)
            for one in known
            if one.id not in self.taken
            for mark in known_marks(one)
            if mark in wanted
        ]
        index: dict[Mark, list[Known]] = {}
        marked.sort(key=lambda pair: _standing(pair[0]))
        for one, mark in reversed(marked):
            index.setdefault(mark, []).append(one)
        return index

    def _next_open(self, last_to_first: list[Known]) -> Known | None:
        """Take releases off the end until one is open."""
        while last_to_first:
            if (known := last_to_first.pop()).id not in self.taken:
                return known
        return None


def _standing(known: Known) -> tuple[bool, int]:
    """Those that stand before those that were withdrawn, each in the order of their place."""
    return known.withdrawn, min(known.places.values(), default=0)
