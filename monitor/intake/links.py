"""Which item of a visit is which release: links as they are found, step by step. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from monitor.intake.identify import Item
from monitor.model import Known

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
        if not wanted:
            return
        index: dict[Mark, list[Known]] = {}
        for one in sorted((k for k in known if k.id not in self.taken), key=_standing):
            for mark in known_marks(one):
                index.setdefault(mark, []).append(one)
        if unlike:
            times = Counter(mark for n in wanted for mark in item_marks(self.items[n]))
            index = {m: ones for m, ones in index.items() if len(ones) == 1 == times[m]}
        waiting = {mark: iter(ones) for mark, ones in index.items()}
        for number in wanted:
            for mark in item_marks(self.items[number]):
                first = next((k for k in waiting.get(mark, ()) if k.id not in self.taken), None)
                if first:
                    self.link(number, first)
                    break


def _standing(known: Known) -> tuple[bool, int]:
    """Those that stand before those that were withdrawn, each in the order of their place."""
    return known.withdrawn, min(known.places.values(), default=0)
