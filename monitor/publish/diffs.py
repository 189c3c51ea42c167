"""What a change looks like, as HTML: made once, as neither of its two texts ever changes."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from feeds.clean import paragraphs
from monitor import diff
from monitor.gist import gist
from monitor.model.change import ChangeKind
from monitor.store.store import Store
from monitor.store.views import ChangeRow, RevisionRow

KEPT = 512
"""How many diffs are held ready; the oldest in use goes first."""

_SAID = {
    ChangeKind.WITHDRAWN: "No longer at its source. What it said last:",
    ChangeKind.RETURNED: "Back at its source, as it was:",
}


class Diffs:
    """Diffs by change id, read from the store when first asked for. Safe over threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def html(self, change: ChangeRow) -> str:
        """Markup with `<ins>` and `<del>`; for what is new or withdrawn, the text itself."""
        with self._lock:
            if change.id in self._made:
                self._made.move_to_end(change.id)
                return self._made[change.id]
        made = self._make(change)
        with self._lock:
            self._made[change.id] = made
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        return made

    def _make(self, change: ChangeRow) -> str:
        after = self._revision(change, change.revision)
        if after is None:
            return ""
        shown = between(self._revision(change, change.previous), after, change.kind)
        return paragraphs(shown.summary) + shown.html

    def _revision(self, change: ChangeRow, number: int | None) -> RevisionRow | None:
        if change.release is None or number is None:
            return None
        return self._store.revision(change.release, number)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a change looks like: one line of plain words, where it is an edit, and its markup.

    `titled`: the first paragraph is a title.
    """

    summary: str
    html: str
    titled: bool = False


def between(before: RevisionRow | None, after: RevisionRow, kind: ChangeKind) -> Shown:
    """How a change is shown. Pure. Without an earlier, other revision: the text, and what befell
    it."""
    if before is not None and before.content_hash != after.content_hash:
        edits = diff.between((before.title, before.text), (after.title, after.text))
        return Shown(gist(edits), diff.html(edits), edits.titled)
    said = paragraphs(_SAID[kind]) if kind in _SAID else ""
    return Shown("", said + paragraphs(after.text))
