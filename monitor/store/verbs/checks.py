"""What a visit asks of the store, and the commit of what it found."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime

from monitor.model.change import Check
from monitor.model.release import Known, Version
from monitor.store import (
    corrections,
    joining,
    names,
    releases,
    robots,
    telling,
    templates,
    texts,
    visits,
)
from monitor.store.commit import commit, commit_many
from monitor.store.verbs.verbs import Verbs
from monitor.store.views import (
    CorrectionRow,
    NameRow,
    RobotsRow,
)
from monitor.stories.commons import Template
from monitor.stories.model import Told, Verdict


class CheckVerbs(Verbs):
    """What a visit asks of the store, and the commit of what it found."""

    def known(self, source: str) -> list[Known]:
        """Every release kept of a source, withdrawn ones included, by first sequence."""
        return self._database.read(releases.known, source)

    def texts(self, releases: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """(title, text) of the newest revision, by release id."""
        return self._database.read(texts.newest_of, releases)

    def versions(self, ids: Sequence[str]) -> Mapping[str, tuple[Version, ...]]:
        """The last revisions of some releases without their texts, oldest first: two dozen, and
        the one that was told last where a later one is held."""
        return self._database.read(releases.versions_of, ids)

    def told_texts(self, ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """(title, text) of the revision that was told last, of releases with a later one held."""
        return self._database.read(texts.told_of, ids)

    def commit(self, check: Check) -> tuple[int, ...]:
        """Keep a check whole: state, releases, revisions, places, changes. One transaction.

        Gives the sequence of each change, in order. StaleCheck if the state's version is not
        `check.base_version` any more; then nothing is kept.
        """
        return self._database.write(commit, check)

    def commit_later(self, check: Check) -> Future[tuple[int, ...]]:
        """The same without waiting: checks that end together are kept in one transaction, and
        those that only move the state of their source in one statement."""
        return self._database.write_later(commit_many, check)

    def template(self, source: str) -> Template | None:
        """What a source repeats in release after release, as it was last learnt."""
        return self._database.read(templates.one, source)

    def keep_template(self, source: str, template: Template) -> None:
        """Keep what was learnt of a source, in place of what was known."""
        self._database.write(templates.keep, source, template)

    def compared(self, first: int, second: int) -> Verdict:
        """Why two releases, by sequence, tell one story or two."""
        return self._database.read(joining.compared, first, second)

    def newest_told(self, source: str, limit: int) -> list[Told]:
        """What a source told last, newest first, as the judgement on stories takes it."""
        return self._database.read(telling.newest_told, source, limit)

    def merge(self, first: str, second: str, now: datetime) -> CorrectionRow:
        """Make the second release one with the first, for ever; nothing is told. Ids in full.

        Its names become names of the first; it is published no more. Of two sources, both tell one
        story. UsageError where they are that already.
        """
        return self._database.write(corrections.merge, first, second, now)

    def split(
        self, release: str, revision: int, new: tuple[str, str], now: datetime
    ) -> CorrectionRow:
        """Make a release of its own, with id and key as in `new`, of a revision and all that
        follow; nothing is told. UsageError where there is no such revision to part before."""
        return self._database.write(corrections.split, release, revision, new, now)

    def part(self, release: str, now: datetime) -> CorrectionRow:
        """Have a release tell a story of its own, for ever; nothing is told. UsageError where it
        does already."""
        return self._database.write(corrections.part, release, now)

    def undo(self, number: int | None, now: datetime) -> CorrectionRow:
        """Take back a correction, the last one unless numbered. UsageError where it cannot be."""
        return self._database.write(corrections.undo, number, now)

    def names(self, release: str) -> list[NameRow]:
        """The other keys that a release goes by, the latest last."""
        return self._database.read(names.of_release, release)

    def corrections(self, release: str) -> list[CorrectionRow]:
        """What was said about a release's identity, oldest first, taken back or not."""
        return self._database.read(corrections.of_release, release)

    def visits(self, source: str) -> list[Mapping[str, object]]:
        """The last 50 visits that were more than an unchanged one, newest first."""
        return self._database.read(visits.of_source, source)

    def robots(self, origin: str) -> RobotsRow | None:
        """What an origin's robots.txt said when it was last asked, even if it has expired."""
        return self._database.read(robots.kept, origin)

    def keep_robots(self, row: RobotsRow) -> None:
        """Keep what a robots.txt said, in place of what it said before."""
        self._database.write(robots.keep, row)
