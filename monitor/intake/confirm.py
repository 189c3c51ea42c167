"""`confirm: 30s`: a change is believed when a second look finds it too (conformance H). Pure.

    other text ─▸ doubted: nothing is told, look again in 30 s
                    the same other text   ─▸ it is a change
                    what was there before ─▸ it was none
                    a third text          ─▸ doubted anew

A page that is half written, an A/B test, a server among several that is behind: what they show is
gone at the second look.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.intake.advance import Context, Learnt
from monitor.model.change import Check
from monitor.model.visit import Response

DOUBTED = "doubted"
"""The key of a memo under which stands what is to be confirmed: the text's hash, since when."""

OFF_SECONDS = 0.0


def seconds_of(options: Mapping[str, Any]) -> float:
    """How long a source's changes wait to be confirmed; 0 where they do not."""
    from monitor.config.durations import seconds

    return seconds(options.get("confirm") or "0s")


def doubted(context: Context, learnt: Learnt) -> Learnt | None:
    """What to keep while a change waits for its second look; None where it is to be believed.

    The first text of a source is never doubted: there is nothing that it could be instead.
    """
    wait_seconds = seconds_of(context.source.options)
    if not wait_seconds or context.state.text_hash in (None, learnt.text_hash):
        return None
    noted = context.state.memo.get(DOUBTED) or {}
    if noted.get("hash") == learnt.text_hash:
        since_at = datetime.fromisoformat(noted["since_at"])
        if context.now - since_at >= timedelta(seconds=wait_seconds):
            return None
    else:
        since_at = context.now
    memo = dict(context.state.memo if learnt.memo is None else learnt.memo)
    memo[DOUBTED] = {"hash": learnt.text_hash, "since_at": since_at.isoformat()}
    return replace(learnt, raw_hash="", text_hash=context.state.text_hash, memo=memo)


def settled(context: Context, learnt: Learnt) -> Learnt:
    """With nothing left to confirm: it was, or it is gone again."""
    if DOUBTED not in context.state.memo:
        return learnt
    memo = context.state.memo if learnt.memo is None else learnt.memo
    return replace(learnt, memo={key: value for key, value in memo.items() if key != DOUBTED})


def to_look_again(context: Context, response: Response) -> Response:
    """The response, asking for a second look in full: no validators, and soon (rule C1)."""
    return replace(response, validators=None, again_seconds=seconds_of(context.source.options))


def wait_seconds(check: Check, options: Mapping[str, Any]) -> float:
    """How long somebody who waits for the outcome has to wait for the second look."""
    return seconds_of(options) if DOUBTED in check.next_state.memo else OFF_SECONDS
