"""What was seen of a text, in words for who tries it: pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from monitor.errors import ExtractError
from monitor.extract.texts.pasted import plain
from monitor.extract.texts.split import Passage, split

_UNREADABLE = "\ufffd"


def explain(body: bytes, *, today: date) -> tuple[str, ...]:
    """How a file was cut, what of it is in no release, and what of its dates was concluded."""
    try:
        text = plain(body)
    except ExtractError:
        return ()  # said as a problem
    return tuple(_lines(text, split(text, today=today)))


def _lines(text: str, found: Sequence[Passage]) -> Iterator[str]:
    if not found:
        return
    full = sum(passage.kind == "full" for passage in found)
    if full:
        yield f"{_counted(full, 'release')} with a title of its own"
    if leads := len(found) - full:
        yield f"{_counted(leads, 'release')} without one: the first sentence makes its headline"
    before = text.split("\n")[: found[0].start_line - 1]
    if any(line.strip() for line in before):
        yield f"what stands before line {found[0].start_line} is of no release, and left out"
    dates = [passage.published for passage in found]
    if concluded := sum(day is not None and day.inferred for day in dates):
        yield f"{_counted(concluded, 'date')} of which a part is not written there, but concluded"
    if undated := dates.count(None):
        yield f"{_counted(undated, 'release')} without a date: dated by its first sight"
    if unreadable := text.count(_UNREADABLE):
        yield f"{_counted(unreadable, 'character')} that could not be read: {_UNREADABLE}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
