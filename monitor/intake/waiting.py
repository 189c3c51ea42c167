"""A change that is held for a while: its source is looked at in full until it is told. Pure.

Why it waits stands in the memo of the source (`SourceState.waiting`), so that no visit ends early
because the page is as it was: that it still is what it was is the news.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monitor.intake.gone import GONE
from monitor.intake.hold import Hold
from monitor.intake.notes import MISSED, RENAMED
from monitor.model.source import NOISE, WAITING, SourceState
from monitor.model.visit import Response

_NOTES = (GONE, MISSED, NOISE, RENAMED, WAITING)


def carried(state: SourceState, memo: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What a kind learnt, beside what the pipeline noted: a visit that decides nothing (a change
    is to be confirmed first) forgets nothing."""
    if memo is None:
        return None
    kept = {key: state.memo[key] for key in _NOTES if key in state.memo}
    return {**memo, **kept}


def to_look_again(response: Response, hold: Hold | None) -> Response:
    """The response, asking for the next look when it may be worth one."""
    return replace(response, again_seconds=hold.seconds) if hold else response
