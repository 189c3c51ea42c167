"""What happened, and the whole outcome of one visit: frozen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.release import Release
from monitor.model.source import Failure, SourceState


class ChangeKind(StrEnum):
    """What can happen to a release; the last four happen to a source, or to all of them (LATE)."""

    NEW = "new"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    FAILING = "failing"
    RECOVERED = "recovered"
    RENUMBERED = "renumbered"
    LATE = "late"


RELEASE_KINDS = (ChangeKind.NEW, ChangeKind.REVISED, ChangeKind.WITHDRAWN, ChangeKind.RETURNED)
"""What can happen to a release."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened, once. The store numbers it by one rising sequence.

    `id` derives from release (or source) and how many changes it had before, never from the
    sequence. No target hears of a baseline, nor of what is `held`, which says why in words.
    `previous` is the revision before a REVISED; the diff is always between `previous` and
    `revision`. `note` says in plain words what happened to a source.
    """

    id: str
    kind: ChangeKind
    source: str
    at: datetime
    release: str | None = None
    revision: int | None = None
    previous: int | None = None
    baseline: bool = False
    added_words: int = 0
    removed_words: int = 0
    failure: Failure | None = None
    held: str | None = None
    note: str | None = None


class Outcome(StrEnum):
    """How a visit ended, in one word."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """The whole outcome of one visit, failure included: what `store.commit` takes.

    `releases` are the rows to write (new, revised, moved, withdrawn, returned); a row whose
    revision is not kept yet brings its text. `base_version` is the state's version that the
    decision was made from: if it has moved, the commit is refused with StaleCheck. `history`: its
    new releases are older than all that is kept, stand behind it, and are told to nobody.
    """

    source: str
    outcome: Outcome
    base_version: int
    next_state: SourceState
    releases: tuple[Release, ...] = ()
    changes: tuple[Change, ...] = ()
    failure: Failure | None = None
    status: int | None = None
    elapsed_seconds: float = 0.0
    history: bool = False

    @property
    def note(self) -> str | None:
        """What is to be said of the source itself, if anything."""
        return next((change.note for change in self.changes if change.note), None)

    def count(self, kind: ChangeKind) -> int:
        """How many changes of one kind this check brings."""
        return sum(change.kind is kind for change in self.changes)
