"""What is said on the command line, for every part alike."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`quick`: small sizes, to see that it works; figures for keeping come from whole runs.

    `count` stands in for a part's own main size. `peers`: other programs are measured too.
    """

    quick: bool = False
    count: int | None = None
    peers: bool = True

    def size(self, whole: int, quick: int) -> int:
        """How many of what the part is about."""
        return self.count or self.either(whole, quick)

    def either(self, whole: int, quick: int) -> int:
        """Anything else that a quick run has less of."""
        return quick if self.quick else whole
