"""What a visit looked into. Pure."""

from dataclasses import dataclass

from monitor.model.release import Known


@dataclass(frozen=True, slots=True)
class Scope:
    """What a visit looked into: places that were read, and places that are gone.

    `withdraws`: what is missing from a place in scope was taken away. `listed`: it is a list whose
    oldest entries fall off its end, read whole and in the same way as last time; `relisted`: such
    a list, read in another way. `complete`: nothing falls off its end.
    """

    read: frozenset[str]
    absent: frozenset[str] = frozenset()
    withdraws: bool = False
    listed: bool = False
    relisted: bool = False
    complete: bool = False

    def part(self, place: str) -> str | None:
        """The part of this visit that a kept place belongs to; `PATH (2)` belongs to PATH."""
        if place in self.read or place in self.absent:
            return place
        path, mark, number = place.rpartition(" (")
        inside = mark and number[:-1].isdigit() and (path in self.read or path in self.absent)
        return path if inside else None

    def elsewhere(self, known: Known) -> bool:
        """Whether a release stands in a place that was not looked into."""
        return any(self.part(place) is None for place in known.places)

    def gone(self, known: Known) -> bool:
        """Whether a release stands nowhere any more, going by its places alone."""
        return all(self.part(place) in self.absent for place in known.places)
