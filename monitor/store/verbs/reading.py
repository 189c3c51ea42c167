"""What was published and what became of it, as it is shown."""

from collections.abc import Sequence
from datetime import datetime

from monitor.model.change import ChangeKind
from monitor.store import (
    changes,
    counting,
    documents,
    releases,
)
from monitor.store.verbs.verbs import Verbs
from monitor.store.views import (
    ChangeRow,
    ReleaseRow,
    RevisionRow,
    Selection,
)


class ReadingVerbs(Verbs):
    """What was published and what became of it, as it is shown."""

    def releases(
        self,
        selection: Selection = Selection(),  # noqa: B008
        *,
        since: int | None = None,
        until: int | None = None,
        limit: int = 100,
        texts: bool = False,
        withdrawn: bool = True,
    ) -> list[ReleaseRow]:
        """The newest `limit` releases with a sequence above `since` and no higher than
        `until`, newest first."""
        return self._database.read(
            releases.newest_first,
            selection,
            since=since,
            until=until,
            limit=limit,
            with_texts=texts,
            withdrawn=withdrawn,
        )

    def release(self, release: str) -> ReleaseRow | None:
        """One release with its text, by id or by a prefix of it that only one has."""
        return self._database.read(releases.by_prefix, release)

    def revisions(self, release: str) -> list[RevisionRow]:
        """Every kept version of a release, oldest first, with texts."""
        return self._database.read(releases.revisions_of, release)

    def revision(self, release: str, number: int) -> RevisionRow | None:
        found = self._database.read(releases.revisions_of, release, number)
        return found[0] if found else None

    def changes(
        self,
        selection: Selection = Selection(),  # noqa: B008
        *,
        since: int | None = None,
        limit: int = 100,
        kinds: Sequence[ChangeKind] = (),
        held: bool | None = None,
        baseline: bool = True,
    ) -> list[ChangeRow]:
        """The newest `limit` changes above `since`, newest first; all four release kinds
        unless `kinds` names others. `held`: only what is held, or only what is not. `baseline`
        False leaves out what a baseline brought, however much of it lies between."""
        return self._database.read(
            changes.newest_first,
            selection,
            since=since,
            limit=limit,
            kinds=kinds,
            held=held,
            baseline=baseline,
        )

    def changed_since(self, sequence: int) -> frozenset[str]:
        """The sources of which anything happened after this."""
        return self._database.read(changes.sources_since, sequence)

    def change(self, sequence: int) -> ChangeRow | None:
        return self._database.read(changes.numbered, [sequence]).get(sequence)

    def newest_sequence(self) -> int:
        """The highest sequence that was given out: nothing new ever comes below it."""
        return self._database.read(counting.newest_sequence)

    def lowest_sequence(self) -> int:
        """The lowest sequence of a release: below 1 where older pages were read, and then what
        is older still comes below it. 0 where there is none."""
        return self._database.read(counting.lowest_sequence)

    def data_version(self) -> int:
        """A number that grows whenever anything that a feed shows may have changed. Cheap."""
        return self._database.read(counting.data_version)

    def was_published(self, beginning: str) -> bool:
        """Whether a feed document whose path begins so (`csto.`) was ever made."""
        return self._database.read(documents.begun_with, beginning)

    def feed_modified_at(self, document: str, digest: str, now: datetime) -> datetime:
        """When the bytes of a feed document last changed, to the second, kept over restarts.

        `document` is its path (`csto.atom`), `digest` the hash of its bytes. Bytes that differ
        from the kept ones get `now`, but always a later second than before, so that
        Last-Modified alone never hides a change.
        """
        kept = self._database.read(documents.kept_modified_at, document, digest)
        return kept or self._database.write(documents.modified_at, document, digest, now)
