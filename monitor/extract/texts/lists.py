"""Titles with dates that are a list within somebody's text: a programme, other news to read."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.extract.texts.asides import is_related
from monitor.extract.texts.chunks import Cut
from monitor.extract.texts.units import Kind, Unit


def without_lists(units: Sequence[Unit], found: list[Cut]) -> list[Cut]:
    """The releases; what only names others belongs to the text above it.

    Those are cuts without any text below `Read also`, or such that stand close to the text
    above where releases are set off.
    """
    if all(_has_text(units, cut) for cut in found):
        return found
    apart = _set_off(units, found)
    kept: list[Cut] = []
    listing = False
    for cut in found:
        bare = not _has_text(units, cut)
        if bare and kept:
            listing = listing or _related(units, range(kept[-1].start, cut.date or cut.end))
            if listing or (apart and not units[cut.start].distance):
                kept[-1] = replace(kept[-1], end=cut.end)
                continue
        listing = False
        kept.append(cut)
    return kept


def _has_text(units: Sequence[Unit], cut: Cut) -> bool:
    return any(
        not units[i].title_like and units[i].kind not in {Kind.DATE, Kind.LINK}
        for i in range(cut.start, cut.end)
        if i not in {cut.title, cut.date}
    )


def _set_off(units: Sequence[Unit], found: list[Cut]) -> bool:
    """Whether releases with a text are set off from what stands above them."""
    inner = [units[cut.start].distance > 0 for cut in found[1:] if _has_text(units, cut)]
    return bool(inner) and sum(inner) * 5 >= len(inner) * 4


def _related(units: Sequence[Unit], span: Iterable[int]) -> bool:
    return any(is_related(units[i].text) for i in span)
