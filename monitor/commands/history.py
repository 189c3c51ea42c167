"""`releases`, `changes`, `diff`: what was published, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from monitor import clock, diff, shapes
from monitor.commands import output
from monitor.commands.session import Session, session
from monitor.errors import UsageError
from monitor.model.published import Published
from monitor.store.views import ChangeRow, ReleaseRow, RevisionRow
from monitor.web import difference

if TYPE_CHECKING:
    from rich.text import Text


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is wanted: of these sources, above `since`, the newest `limit`."""

    sources: Sequence[str]
    since: int | None
    limit: int


def releases(config: Path, window: Window, *, as_json: bool) -> int:
    """List releases, oldest first."""
    with session(config, sync=False) as opened:
        chosen = opened.selection(window.sources)
        rows = opened.store.releases(chosen, since=window.since, limit=window.limit, texts=as_json)
    if as_json:
        output.document([shapes.release(row, text=True) for row in reversed(rows)])
        return 0
    columns = ("#SEQ", "RELEASE", "SOURCE", "PUBLISHED", "#REV", "TITLE")
    output.table(columns, map(_release, reversed(rows)), "no releases yet: feed-monitor check")
    return 0


def changes(config: Path, window: Window, *, held: bool, as_json: bool) -> int:
    """List changes, oldest first."""
    with session(config, sync=False) as opened:
        chosen = opened.selection(window.sources)
        only = True if held else None
        rows = opened.store.changes(chosen, since=window.since, limit=window.limit, held=only)
        rows.reverse()
        if as_json:
            output.document([shapes.change(row, difference.of(opened.store, row)) for row in rows])
            return 0
    if held:
        output.table(HELD_COLUMNS, map(_held, rows), "nothing is held back")
    else:
        output.table(COLUMNS, map(_change, rows), "no changes yet")
    return 0


COLUMNS = ("#SEQ", "WHEN", "KIND", "SOURCE", "#+", "#-", "TOLD", "TITLE")
HELD_COLUMNS = ("#SEQ", "WHEN", "KIND", "SOURCE", "TITLE", "WHY")
FORMS = ("words", "unified", "html")


def show_diff(
    config: Path,
    release: str,
    steps: tuple[int | None, int | None],
    *,
    form: str,
    as_json: bool,
) -> int:
    """Show what changed in a release between two revisions, by default its last two."""
    if form not in FORMS:
        raise UsageError(f"there is no format {form}", hint=f"there are: {', '.join(FORMS)}")
    with session(config, sync=False) as opened:
        row = opened.release(release)
        before, after = _revisions(opened, row, *steps)
    edits = difference.edits(before, after)
    step = difference.step(before, after, edits)
    if as_json:
        output.document(
            {
                "release": row.id,
                "from": before.number,
                "to": after.number,
                "summary": step.summary,
                "unified": step.unified,
                "html": diff.html(edits),
                "added_words": edits.added_words,
                "removed_words": edits.removed_words,
            }
        )
    elif form == "words":
        output.out().print(step.summary, style="bold", end="\n\n")
        output.out().print(_coloured(edits))
    else:
        output.line(diff.html(edits) if form == "html" else step.unified)
    return 0


def _revisions(
    opened: Session, row: ReleaseRow, first: int | None, last: int | None
) -> tuple[RevisionRow, RevisionRow]:
    """The two versions that are compared."""
    last = row.revision if last is None else last
    first = max(1, last - 1) if first is None else first
    if first == last == row.revision == 1:
        raise UsageError(f"{row.id} was never edited: there is only revision 1")
    before, after = (
        opened.store.revision(row.id, number) if number <= row.revision else None
        for number in (first, last)
    )
    if before is None or after is None:
        number = first if before is None else last
        hint = f"it has 1 to {row.revision}"
        raise UsageError(f"{row.id} has no revision {number}", hint=hint)
    return before, after


def _coloured(edits: diff.Edits) -> "Text":
    """Words that went and came: in colours on a terminal, and marked everywhere."""
    from rich.text import Text

    text = Text(output.plain(diff.inline(edits)))
    text.highlight_regex(r"(?s)\[-.*?-\]", "red")
    text.highlight_regex(r"(?s)\{\+.*?\+\}", "green")
    return text


def _release(row: ReleaseRow) -> Sequence[object]:
    title = f"{row.title} (withdrawn)" if row.withdrawn else row.title
    when = _day(row.published)
    return row.sequence, row.id[:8], row.source, when, row.revision, title


def _day(published: Published) -> str:
    return published.value[:10] + (" ?" if published.inferred else "")


def _change(row: ChangeRow) -> Sequence[object]:
    told = "baseline" if row.baseline else "held" if row.held else "yes" if row.told else "no"
    when = output.ago(row.at, clock.now())
    words = (row.added_words, row.removed_words)
    return row.sequence, when, row.kind.value, row.source, *words, told, row.title


def _held(row: ChangeRow) -> Sequence[object]:
    when = output.ago(row.at, clock.now())
    return row.sequence, when, row.kind.value, row.source, row.title, row.held
