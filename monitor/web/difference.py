"""The two texts of a change, read from the store, and how they differ."""

from monitor import diff
from monitor.gist import gist
from monitor.publish.diffs import Shown, between
from monitor.shapes import Difference
from monitor.store.store import Store
from monitor.store.views import ChangeRow, RevisionRow


def shown(store: Store, change: ChangeRow) -> Shown:
    """A change as markup, `<ins>` and `<del>` where there was an earlier text."""
    before, after = _texts(store, change)
    return between(before, after, change.kind) if after else Shown("", "")


def of(store: Store, change: ChangeRow) -> Difference | None:
    """What a change did to a text; None where it has only one text, or none."""
    before, after = _texts(store, change)
    if before is None or after is None or before.number == after.number:
        return None
    return step(before, after, edits(before, after))


def step(before: RevisionRow, after: RevisionRow, made: diff.Edits) -> Difference:
    """What one revision made of another, said in both ways; `made` are the edits between them."""
    names = f"revision {before.number}", f"revision {after.number}"
    return Difference(gist(made), diff.unified(made, *names))


def edits(before: RevisionRow, after: RevisionRow) -> diff.Edits:
    """Word by word, titles included."""
    return diff.between((before.title, before.text), (after.title, after.text))


def _texts(store: Store, change: ChangeRow) -> tuple[RevisionRow | None, RevisionRow | None]:
    if change.release is None or change.revision is None:
        return None, None
    before = store.revision(change.release, change.previous) if change.previous else None
    return before, store.revision(change.release, change.revision)
