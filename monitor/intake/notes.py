"""What the pipeline notes about a source for its next visit, beside its kind's own memo. Pure.

A kind that learns brings a memo of its own with every visit; what is noted here stands in it for
one visit more each time that it is noted again.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monitor.intake.advance import Context, Learnt

RENAMED = "renamed"
"""How many visits in a row found items under names that were new (monitor.intake.renamed)."""

MISSED = "missed"
"""Ids of the releases that the last visit missed in a list (monitor.intake.unlisted)."""


def memo_of(context: Context, learnt: Learnt) -> Mapping[str, Any]:
    """What the source will remember as things stand."""
    return context.state.memo if learnt.memo is None else learnt.memo


def noted(context: Context, learnt: Learnt, name: str, value: Any) -> Learnt:
    """With a note under `name`; without one where the value says nothing (0, none)."""
    memo = memo_of(context, learnt)
    if (memo.get(name) or None) == (value or None):
        return learnt
    rest = {key: kept for key, kept in memo.items() if key != name}
    return replace(learnt, memo={**rest, name: value} if value else rest)
