"""How many releases a source publishes a day, now: steadily, lately, or in this burst. Pure.

Three memories, short to long, each estimate the rate; those that have lately foretold best are
believed. So a source that has been steady for months is not made nervous by one release, and one
that begins, stops or bursts is noticed within a few visits.
"""

from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple


class _Memory(NamedTuple):
    """`days` until a third is left; `prior_days` spent with the next longer memory's rate;
    `doubt`, in nats, that this memory knows better than the longest."""

    days: float
    prior_days: float
    doubt: float


_MEMORIES = (_Memory(0.25, 0.25, 3.0), _Memory(5.0, 0.5, 2.0), _Memory(180.0, 0.4, 0.0))

_FIRST_LEVEL = 1.0
"""Releases a day of a source of which nothing is known."""

_EVIDENCE_DAYS = 3.0
_MOST_EVIDENCE = 8.0
"""No memory is ever so far behind that it could not soon be believed again."""


@dataclass(frozen=True, slots=True)
class Pace:
    """For each memory: what it counts, the days in which it did, how well it foretold (in nats,
    the best at 0). Days are those of the source's own week: a quiet night is not long."""

    counts: tuple[float, ...] = (0.0,) * 3
    days: tuple[float, ...] = (0.0,) * 3
    evidence: tuple[float, ...] = (0.0,) * 3

    def level(self) -> float:
        """How many a day are to be expected."""
        levels = self._levels()
        beliefs = [
            exp(e - memory.doubt) for e, memory in zip(self.evidence, _MEMORIES, strict=True)
        ]
        return sum(b * level for b, level in zip(beliefs, levels, strict=True)) / sum(beliefs)

    def after(self, elapsed: float, days: float, ages: list[float], weight: float) -> "Pace":
        """What is known after `elapsed` days, `days` by the source's own week, in which things
        appeared so many days ago, each counting for `weight`."""
        counts, lengths = [], []
        for count, length, (memory, _, _) in zip(self.counts, self.days, _MEMORIES, strict=True):
            fade = exp(-elapsed / memory)
            kept = days * memory * (1 - fade) / elapsed if elapsed else days
            lengths.append(length * fade + kept)
            counts.append(count * fade + weight * sum(exp(-age / memory) for age in ages))
        foretold = self._foretold(exp(-elapsed / _EVIDENCE_DAYS), days, len(ages) * weight)
        return Pace(tuple(counts), tuple(lengths), foretold)

    def _foretold(self, fade: float, days: float, count: float) -> tuple[float, ...]:
        """The log-likelihood of `count` in `days` by each memory, beside the best."""
        said = [
            before * fade + count * log(level) - level * days
            for before, level in zip(self.evidence, self._levels(), strict=True)
        ]
        best = max(said)
        return tuple([max(each - best, -_MOST_EVIDENCE) for each in said])

    def _levels(self) -> list[float]:
        """The rate by each memory. One that knows little says what the next longer one says."""
        level, levels = _FIRST_LEVEL, []
        for count, days, memory in reversed(
            list(zip(self.counts, self.days, _MEMORIES, strict=True))
        ):
            level = (count + level * memory.prior_days) / (days + memory.prior_days)
            levels.append(level)
        return levels[::-1]
