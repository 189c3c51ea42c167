"""The keys by which a new release is found when another source tells its story.

They are made before the commit, outside of its transaction, without what the source repeats in
release after release; that is learnt anew each time it has told twice as much.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from monitor.model.change import ChangeKind, Check
from monitor.model.release import Release
from monitor.stories.commons import ENOUGH, Common, Template, learn
from monitor.stories.model import Told
from monitor.stories.sketch import signature

MOST_SIGNED = 200
"""New releases of one check that wait for others to tell their story: the newest. A baseline of
a hundred thousand is history; what says exactly the same is one story all the same."""

LEARNT_FROM = 48
"""Releases are enough to see what a source repeats."""


class Memory(Protocol):
    """The verbs of the store that are needed here."""

    def template(self, source: str) -> Template | None:
        """What a source repeats, as it was last learnt."""

    def keep_template(self, source: str, template: Template) -> None:
        """Keep what was learnt."""

    def newest_told(self, source: str, limit: int) -> list[Told]:
        """What a source told last."""


def signed(check: Check, memory: Memory, known: int) -> Check:
    """The check with the keys of its new releases; `known`: how many its source had before."""
    arrived = [change.release for change in check.changes if change.kind is ChangeKind.NEW]
    if not arrived:
        return check
    names = set(arrived[-MOST_SIGNED:])
    newest = [release for release in check.releases if release.id in names]
    common = _common(check, newest, memory, known + len(arrived))
    keys = {one.id: signature(_told(one).said, common.passages) for one in newest}
    releases = tuple(replace(one, story_keys=keys.get(one.id, ())) for one in check.releases)
    return replace(check, releases=releases)


def _common(check: Check, newest: Sequence[Release], memory: Memory, count: int) -> Common:
    """What the source repeats; learnt now where it has outgrown what is known of it."""
    kept = memory.template(check.source)
    if count < ENOUGH or (kept and not kept.outgrown(count)):
        return kept.common if kept else Common()
    told = [_told(one) for one in newest[-LEARNT_FROM:]]
    if len(told) < LEARNT_FROM:
        told += memory.newest_told(check.source, LEARNT_FROM - len(told))
    template = Template(learn(told), count)
    memory.keep_template(check.source, template)
    return template.common


def _told(release: Release) -> Told:
    return Told(release.source, release.document.title, release.document.text)
