"""Edits to one line in plain words and numbers: "date moved from 12 to 19 December; two
paragraphs added". For a subject line, a chat, a list of changes.

What is told by itself: dates, times and numbers that became others, and a word or two that did.
Then whole paragraphs, counted; then the other words, counted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.diff import Edits, Run
from monitor.languages import MONTHS

MOST_TOLD = 3
"""More single replacements than these are counted, not told."""

_FEW_WORDS = 4
_LONGEST = 40
_PARAGRAPH = "\n\n"
_NUMBERS = [
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
]
_PUNCTUATION = ".,;:!?()[]\"'“”„«»"
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.|er|º)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_DIGITS = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./](?:\d{4}|\d\d)")
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?:[ap]\.?m\.?)?|\d{1,2}[ap]\.?m\.?", re.IGNORECASE)
_NUMBER = re.compile(r"[^\w\s]?\d[\d.,' ]*[%\w]{0,2}")


@dataclass(frozen=True, slots=True)
class _Swap:
    """A few words that became others, and the unchanged words around them."""

    before: tuple[str, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]
    after: tuple[str, ...]


def gist(edits: Edits) -> str:
    """One line; "nothing changed" when there are no edits."""
    if edits.empty:
        return "nothing changed"
    swaps, rest = _parted(edits.runs)
    told = list(dict.fromkeys(_told(swap) for swap in swaps))
    more = [f"{_count(len(told) - MOST_TOLD, 'more replacement')}"] if len(told) > MOST_TOLD else []
    return "; ".join([*told[:MOST_TOLD], *more, *_counted(rest)])


# ── replacements ───────────────────────────────────────────────────────────────────────────


def _parted(runs: Sequence[Run]) -> tuple[list[_Swap], list[Run]]:
    """What became something else in a sentence, and the runs that only went or came."""
    swaps: list[_Swap] = []
    rest: list[Run] = []
    at = 0
    while at < len(runs):
        if swap := _swap(runs, at):
            swaps.append(swap)
            at += 2
            continue
        if runs[at].kind != "same":
            rest.append(runs[at])
        at += 1
    return swaps, rest


def _swap(runs: Sequence[Run], at: int) -> _Swap | None:
    pair = runs[at : at + 2]
    if [run.kind for run in pair] != ["removed", "added"] or any(run.moved for run in pair):
        return None
    if any(run.words > _FEW_WORDS or _PARAGRAPH in run.text.strip() for run in pair):
        return None
    before = runs[at - 1].text.split()[-2:] if at else []
    after = runs[at + 2].text.split()[:2] if at + 2 < len(runs) else []
    old, new = (tuple(run.text.split()) for run in pair)
    return _Swap(tuple(before), old, new, tuple(after))


def _told(swap: _Swap) -> str:
    """One replacement: a date's, a time's, or as it is written."""
    if date := _date(swap):
        return date
    old, new = (_plain(" ".join(words)) for words in (swap.old, swap.new))
    if not old or not new or old == new:  # only the punctuation is another
        old, new = " ".join(swap.old), " ".join(swap.new)
    if _TIME.fullmatch(old) and _TIME.fullmatch(new):
        return f"time moved from {old} to {new}"
    if _NUMBER.fullmatch(old) and _NUMBER.fullmatch(new):
        return f"{old} became {new}"
    return f"“{_short(old)}” became “{_short(new)}”"


def _date(swap: _Swap) -> str | None:
    """A date that became another, with as much of it as both do not share."""
    old, new = _cleaned(swap.old), _cleaned(swap.new)
    both = [*old, *new]
    if all(_IN_DIGITS.fullmatch(word) for word in both):
        return f"date moved from {' '.join(old)} to {' '.join(new)}"
    if not all(_is_date_word(word) for word in both):
        return None
    before, after = _cleaned(swap.before[-1:]), _cleaned(swap.after)
    if any(_is_month(word) for word in both):
        day = [word for word in before if _DAY.fullmatch(word)]
        tail = [word for word in after[:1] if not day and _DAY.fullmatch(word)]
        return _moved([*day, *old, *tail], [*day, *new, *tail])
    if month := [word for word in after[:1] if _is_month(word)]:
        return f"date moved from {' '.join(old)} to {' '.join(new)} {month[0]}"
    if month := [word for word in before if _is_month(word)]:
        return f"date moved from {month[0]} {' '.join(old)} to {' '.join(new)}"
    return None


def _moved(old: Sequence[str], new: Sequence[str]) -> str:
    return f"date moved from {' '.join(old)} to {' '.join(new)}"


def _is_date_word(word: str) -> bool:
    return bool(_DAY.fullmatch(word) or _YEAR.fullmatch(word)) or _is_month(word)


def _is_month(word: str) -> bool:
    return (word.casefold().rstrip(".") in MONTHS and not word.islower()) or word in _LOWER_MONTHS


_LOWER_MONTHS = frozenset(name for name in MONTHS if len(name) > 4)


def _cleaned(words: Sequence[str]) -> list[str]:
    return [_plain(word) for word in words]


def _plain(text: str) -> str:
    return text.strip(_PUNCTUATION)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


# ── counts ─────────────────────────────────────────────────────────────────────────────────


def _counted(runs: Sequence[Run]) -> Iterator[str]:
    """Paragraphs moved, added and removed, then the words that are no whole paragraph."""
    moved = sum(1 for run in runs if run.moved and run.kind == "added")
    if moved:
        yield f"{_count(moved, 'passage')} moved"
    still = [run for run in runs if not run.moved]
    for kind in ("added", "removed"):
        mine = [run for run in still if run.kind == kind]
        whole = sum(_whole_paragraphs(run) for run in mine)
        loose = sum(run.words for run in mine if not _whole_paragraphs(run))
        if whole:
            yield f"{_count(whole, 'paragraph')} {kind}"
        if loose:
            yield f"{_count(loose, 'word')} {kind}"


def _whole_paragraphs(run: Run) -> int:
    """How many paragraphs begin in a run; none in words within a paragraph."""
    return run.text.count(_PARAGRAPH)


def _count(number: int, what: str) -> str:
    shown = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{shown} {what}" + ("" if number == 1 else "s")
