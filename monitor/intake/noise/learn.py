"""Which slots move by themselves: learnt from what was seen to change between visits. Pure.

    time ago    moved twice, whenever
    token       moved three times, whenever; never one that people compare (a checksum, a commit)
    clock       moved at three visits in a row, about as much as the time that passed
    count       of visitors, views, …: at three in a row
                of anything else: grew at four in a row that were an hour apart at most, and stands
                in one place alone (what stands in many is a table)
    teaser      something else at every second visit at least; new lines at two of them or more, and
                at two or more only such as were there before

What grows once a day, as cases or members do, is news; so is what falls, as seats that are left.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.intake.noise.boxes import Box, exchanged
from monitor.intake.noise.slots import Moving, Slot, said, unlike
from monitor.intake.noise.values import Kind

MOST = 32
"""Slots that are followed in one source; what moves stays, of the others the newest."""

LONGEST = 80
"""Characters of a value or a label that are kept."""

ENOUGH = {Kind.AGO: 2, Kind.TOKEN: 3, Kind.CLOCK: 3, Kind.COUNT: 4}
ENOUGH_VISITORS = 3
IN_A_ROW = frozenset({Kind.CLOCK, Kind.COUNT})
TEASER = "teaser"
ENOUGH_TEXTS, ENOUGH_RETURNS = 3, 2
"""Two texts in turn are a flap (monitor.intake.flap)."""
OFTEN = 2
"""A teaser changes at every second visit at least, from the first time that it was seen to."""
MOST_SHOWN = 60

BETWEEN = 2
"""A visit may be followed by a look at own pages, which counts as one (monitor.intake.own_page)."""

CLOSE = timedelta(hours=1)
CLOSE_MINUTES = 20
DAY = 24 * 60

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s?([ap])?", re.IGNORECASE)
_VISITORS = re.compile(
    r"visit|view|online|\bhits?\b|\breads?\b|download|\blikes?\b|\bshares?\b|\bclicks?\b|\bplays?\b"
    r"|besuch|aufruf|zugriff|gelesen|geklickt|visite|\bvues?\b|lectures?\b|lettur|visualizza|vistas"
    r"|descargas|просмотр|посе[тщ]|прочита|скача|\bms\b|seconds?\b|sekunden|queries",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"commit|sha-?\d*\b|md5|checksum|hash|digest|fingerprint|serial|key\b|прüf|prüfsumme|version",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Track:
    """A slot that is followed. `moves` counts its moves, in a row where its kind must; `visit`
    numbers the visit of the last one. `since_at` is set once it is known to move by itself.

    Of a teaser: `shown` are hashes of the lines that it showed, `texts` counts how often there was
    a new one among them, `returns` how often there was none; `first` is its first move's visit.
    """

    kind: str
    label: str
    value: str
    moves: int
    visit: int
    at: str
    since_at: str | None = None
    shown: tuple[str, ...] = ()
    texts: int = 1
    returns: int = 0
    first: int = 0


Tracks = Mapping[str, Track]


def tracks(memo: Mapping[str, Any]) -> dict[str, Track]:
    """What was learnt, as it was kept."""
    return {
        name: Track(**{**kept, "shown": tuple(kept.get("shown", ()))})
        for name, kept in memo.items()
    }


def kept(learnt: Tracks) -> dict[str, dict[str, Any]]:
    """What was learnt, as JSON keeps it."""
    return {name: asdict(track) for name, track in learnt.items()}


def moving(learnt: Tracks) -> Moving:
    """The slots that move by themselves."""
    slots = {name: t.label for name, t in learnt.items() if t.since_at and t.kind != TEASER}
    return Moving.of(slots)


def teasers(learnt: Tracks, seen: Tracks | None = None) -> dict[str, tuple[str, ...]]:
    """What each teaser is known to show; `seen`: only what was known then to be shown."""
    found = {name: track for name, track in learnt.items() if track.since_at and track.shown}
    if seen is None:
        return {name: track.shown for name, track in found.items()}
    return {name: seen[name].shown for name in found if name in seen}


def observed(
    learnt: Tracks, pairs: Iterable[tuple[str, str]], *, now: datetime, visit: int
) -> dict[str, Track]:
    """What is known after a visit. `pairs` are texts as they were kept and as they are now;
    `visit` rises by one from each visit of the source to the next."""
    found = dict(learnt)
    suspects = frozenset(line for track in learnt.values() for line in track.shown)
    for before, after in pairs:
        was = said(unlike(before, after))
        for name, (slot, value) in said(unlike(after, before)).items():
            last = learnt.get(name)
            known = last.value if last else was[name][1] if name in was else None
            if known is not None and not (last and last.since_at):
                moved = _moved(last, slot, (known, value[:LONGEST]), now, visit)
                found |= {name: moved} if moved else {}
        for was_shown, shown in exchanged(before, after, suspects):
            found[shown.name] = _turned(learnt.get(shown.name), was_shown, shown, now, visit)
    return _bounded(found)


def _moved(
    last: Track | None, slot: Slot, values: tuple[str, str], now: datetime, visit: int
) -> Track | None:
    """A slot's track after a visit; None where there is nothing to follow yet."""
    if values[0] == values[1]:
        return last
    if not _may_move(slot, values[1]):
        return None
    moves = 1
    if last and _goes_on(last, slot, values, now, visit):
        moves = last.moves + 1
    visitors = slot.kind is Kind.COUNT and _VISITORS.search(slot.label)
    enough = ENOUGH_VISITORS if visitors else ENOUGH[slot.kind]
    since_at = now.isoformat() if moves >= enough else None
    label = slot.label[:LONGEST]
    return Track(slot.kind, label, values[1], moves, visit, now.isoformat(), since_at)


def _turned(last: Track | None, was: Box, shown: Box, now: datetime, visit: int) -> Track:
    """A teaser's track after it showed something else."""
    known = last.shown if last else was.shows
    fresh = tuple(line for line in shown.shows if line not in known)
    texts, returns = (last.texts, last.returns) if last else (1, 0)
    texts, returns = (texts + 1, returns) if fresh else (texts, returns + 1)
    moves = last.moves + 1 if last else 1
    first = last.first if last else visit
    enough = texts >= ENOUGH_TEXTS and returns >= ENOUGH_RETURNS
    often = moves * OFTEN > visit - first
    since_at = (last and last.since_at) or (now.isoformat() if enough and often else None)
    label, value = shown.label[:LONGEST], shown.text[:LONGEST]
    lines = tuple(dict.fromkeys((*known, *fresh)))[-MOST_SHOWN:]
    track = Track(TEASER, label, value, moves, visit, now.isoformat(), since_at, lines)
    return replace(track, texts=texts, returns=returns, first=first)


def _may_move(slot: Slot, value: str) -> bool:
    """Whether it may be something that moves by itself at all."""
    if slot.kind is Kind.TOKEN:
        return not _COMPARED.search(slot.label)
    if slot.kind is Kind.COUNT and not _VISITORS.search(slot.label):
        return len(_counts(value)) == 1
    return True


def _goes_on(last: Track, slot: Slot, values: tuple[str, str], now: datetime, visit: int) -> bool:
    """Whether a move goes on with what was seen before, as its kind does."""
    if slot.kind not in IN_A_ROW:
        return True
    if visit > last.visit + BETWEEN:
        return False
    passed = now - datetime.fromisoformat(last.at)
    if slot.kind is Kind.CLOCK:
        return _kept_time(*values, passed)
    return bool(_VISITORS.search(slot.label)) or (_grew(*values) and passed <= CLOSE)


def _kept_time(before: str, after: str, passed: timedelta) -> bool:
    """Whether times of day moved on as much as the time that passed, as those of a clock do."""
    was, now = _minutes(before), _minutes(after)
    minutes = passed.total_seconds() / 60
    off = [abs((b - a - minutes + DAY / 2) % DAY - DAY / 2) for a, b in zip(was, now, strict=False)]
    return bool(off) and len(was) == len(now) and max(off) <= CLOSE_MINUTES


def _minutes(value: str) -> list[int]:
    """The times of day in a value, as minutes since midnight."""
    found = []
    for hour, minute, half in _TIME.findall(value):
        afternoon = 12 * (half.lower() == "p")
        found.append((int(hour) % (12 if half else 24) + afternoon) * 60 + int(minute))
    return found


def _grew(before: str, after: str) -> bool:
    """Whether counts only grew."""
    was, now = _counts(before), _counts(after)
    return len(was) == len(now) and all(a <= b for a, b in zip(was, now, strict=True))


def _counts(value: str) -> list[int]:
    return [
        int(re.sub(r"\D", "", number)) for number in re.findall(r"\d[\d.,'\u00a0\u202f]*", value)
    ]


def _bounded(found: Mapping[str, Track]) -> dict[str, Track]:
    """What moves first, then the newest, and no more than are wanted."""
    order = sorted(found.items(), key=lambda each: (each[1].since_at is None, -each[1].visit))
    return dict(order[:MOST])
