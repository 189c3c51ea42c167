"""The two texts of a change, read from the store, and how they differ."""

from monitor import diff
from monitor.publish.diffs import between
from monitor.store.store import Store
from monitor.store.views import ChangeRow, RevisionRow


def html(store: Store, change: ChangeRow) -> str:
    """A change as markup, `<ins>` and `<del>` where there was an earlier text."""
    before, after = _texts(store, change)
    return between(before, after, change.kind) if after else ""


def unified(store: Store, change: ChangeRow) -> str | None:
    """A change as a unified diff; None where it has only one text, or none."""
    before, after = _texts(store, change)
    return step(before, after) if before and after and before.number != after.number else None


def step(before: RevisionRow, after: RevisionRow) -> str:
    """What one revision made of another, as a unified diff."""
    return diff.unified(
        edits(before, after), f"revision {before.number}", f"revision {after.number}"
    )


def edits(before: RevisionRow, after: RevisionRow) -> diff.Edits:
    """Word by word, titles included."""
    return diff.between((before.title, before.text), (after.title, after.text))


def _texts(store: Store, change: ChangeRow) -> tuple[RevisionRow | None, RevisionRow | None]:
    if change.release is None or change.revision is None:
        return None, None
    before = store.revision(change.release, change.previous) if change.previous else None
    return before, store.revision(change.release, change.revision)
