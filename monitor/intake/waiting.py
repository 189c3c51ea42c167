"""A change that is held for a while: its source is looked at in full until it is told. Pure.

Why it waits stands in the memo of the source (`SourceState.waiting`), so that no visit ends early
because the page is as it was: that it still is what it was is the news.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monitor.intake.hold import Hold
from monitor.model import WAITING, Response, SourceState


def carried(state: SourceState, memo: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What a kind learnt, beside what waits."""
    if memo is None or state.waiting is None:
        return memo
    return {**memo, WAITING: state.waiting}


def to_look_again(response: Response, hold: Hold | None) -> Response:
    """The response, asking for the next look when it may be worth one."""
    return replace(response, again_seconds=hold.seconds) if hold else response
