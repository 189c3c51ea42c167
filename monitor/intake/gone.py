"""What a list shows no more may be gone altogether: whose own page is asked for, and when. Pure.

    off its list  ─▸ its page is asked for at once, then after a day, three, a week, two, four
    404 or 410    ─▸ once more with the next visit ─▸ the same: WITHDRAWN
    anything else ─▸ nothing follows

While a release is listed, its publisher says that it is there: then nobody asks. Only pages of the
site that lists them are asked for, with each visit to it a few, of the latest fifty. They stand in
the memo of their source; `gone: off` watches none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.intake.advance import Context
from monitor.intake.visit.lane import lane
from monitor.model.release import Known
from monitor.model.source import Source, SourceState

GONE = "gone"
"""The key of a memo under which stands what is watched: release -> `Watch`, in a form for JSON."""

LOOKS_DAYS = (0, 1, 3, 7, 14, 28)
"""How long after it fell off its list a release is asked for. Then it is history."""

MOST = 50
"""So many of a source are watched, the latest to fall."""

MOST_LOOKS = 3
"""So many are asked for after one visit."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One release: since when it is listed no more, when its page is asked for next, and whether
    it was not there the last time."""

    since_at: datetime
    due_at: datetime
    doubted: bool = False

    def looked(self, now: datetime, *, there: bool) -> "Watch | None":
        """What is left to do after a look; None after the last one."""
        if not there:
            return replace(self, due_at=now, doubted=True)
        looks = (self.since_at + timedelta(days=days) for days in LOOKS_DAYS)
        due_at = next((at for at in looks if at > now), None)
        return replace(self, due_at=due_at, doubted=False) if due_at else None


def watches(state: SourceState) -> dict[str, Watch]:
    """What is watched, by the releases' ids, the latest to fall last."""
    return {
        release: Watch(datetime.fromisoformat(since), datetime.fromisoformat(due), doubted)
        for release, (since, due, doubted) in state.memo.get(GONE, {}).items()
    }


def noted(found: Mapping[str, Watch]) -> dict[str, Any]:
    """The same for JSON."""
    return {
        release: [one.since_at.isoformat(), one.due_at.isoformat(), one.doubted]
        for release, one in found.items()
    }


def watched(context: Context, fallen: Iterable[Known], here: Iterable[Known]) -> dict[str, Any]:
    """What is to be watched after a visit: what fell, and not what is listed again."""
    if context.source.options.get("gone", "ask") == "off":
        return {}
    found = watches(context.state)
    found |= {
        one.id: Watch(context.now, context.now)
        for one in fallen
        if not one.withdrawn and askable(context.source, one.url)
    }
    listed = {one.id for one in here}
    left = [release for release in found if release not in listed]
    return noted({release: found[release] for release in left[-MOST:]})


def askable(source: Source, url: str | None) -> bool:
    """Whether an address is of the site that lists it: others owe us no answer."""
    return bool(url) and lane(url or "") == lane(source.place) != ""


def due(state: SourceState, now: datetime) -> list[str]:
    """The releases whose own page is to be asked for now, those that wait longest first."""
    late = [(one.due_at, release) for release, one in watches(state).items() if one.due_at <= now]
    return [release for _, release in sorted(late)[:MOST_LOOKS]]
