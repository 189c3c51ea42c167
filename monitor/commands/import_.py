"""`import`: a list of subscriptions, or of sources, put beside config.yaml and included by it.

The entries go into a file of their own, a source a line: config.yaml is written by hand and for
people, and ten thousand sources in it would bury what they wrote there.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import Any

from monitor.alerts.kinds import NOTIFIERS
from monitor.commands import output
from monitor.commands.session import configuration
from monitor.config.imports import Entry, Imported, read
from monitor.config.insert import with_include
from monitor.config.load import load
from monitor.config.settings import Settings
from monitor.config.write import append_checked, replace_checked
from monitor.config.write import read as text_of
from monitor.errors import UsageError
from monitor.intake.kinds import KINDS

INTO = "imported.jsonl"
SHOWN = 10
SHOWN_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What is imported, and how. `into` is beside config.yaml where nothing else is said."""

    file: Path
    into: Path | None = None
    trusted: bool = False
    dry: bool = False


def run(config: Path, wish: Wish, *, as_json: bool) -> int:
    """Import a list. 1 where some of it is wrong: that is said, the rest is imported."""
    settings = configuration(config)
    into = wish.into or settings.root / INTO
    found = read(wish.file, settings, KINDS, NOTIFIERS, trusted=wish.trusted)
    if found.entries and not wish.dry:
        _keep(config, settings, into, found.entries)
    if as_json:
        output.document(_shape(wish, into, found))
    else:
        _show(config, wish, into, found)
    return 1 if found.problems else 0


def _keep(config: Path, settings: Settings, into: Path, entries: Sequence[Entry]) -> None:
    """Add the entries to their file, and the file to the configuration if it is not in it."""
    if into.suffix != ".jsonl":
        raise UsageError(f"{into} is of no kind that can be written", hint="name a file *.jsonl")
    included = into.resolve() in {file.resolve() for file in settings.files}
    if into.exists() and not included:
        hint = "name another file: --into more.jsonl"
        raise UsageError(f"{into} is there, and {config} does not include it", hint=hint)
    lines = "".join(f"{_line(entry)}\n" for entry in entries)
    awaited = len(settings.sources) + len(entries)

    def watched_as_it_should(beside: Path) -> None:
        if len(load(beside, KINDS, NOTIFIERS).sources) != awaited:
            hint = f"add it by hand: include: [{into.name}]"
            raise UsageError(f"{config} has no room for a file more to include", hint=hint)

    def include() -> None:
        if len(configuration(config).sources) == len(settings.sources):  # no glob names it
            text = with_include(text_of(config), _pattern(into, settings.root))
            replace_checked(config, text, watched_as_it_should)

    append_checked(into, lines.encode(), include, mode=config.stat().st_mode & 0o777)


def _pattern(into: Path, root: Path) -> str:
    path = into.absolute()
    return escape(str(path.relative_to(root) if path.is_relative_to(root) else path))


def _shape(wish: Wish, into: Path, found: Imported) -> dict[str, Any]:
    return {
        "file": str(wish.file),
        "into": str(into),
        "dry_run": wish.dry,
        "imported": found.entries,
        "watched": [{"place": place, "id": name} for place, name in found.watched.items()],
        "problems": [
            {"file": p.file, "line": p.line, "message": p.message, "hint": p.hint}
            for p in found.problems
        ],
    }


def _show(config: Path, wish: Wish, into: Path, found: Imported) -> None:
    for said in _some([str(problem) for problem in found.problems], SHOWN_PROBLEMS):
        output.remark(said)
    watched = (
        f"{place} is watched already" + (f", as {name}" if name else "")
        for place, name in found.watched.items()
    )
    for said in _some(list(watched), SHOWN):
        output.remark(said)
    if not wish.trusted and any("$${" in str(entry) for entry in found.entries):
        output.remark("`${…}` in it is plain text (a list of your own, in JSON Lines: --trust)")
    for said in _some([f"  {_line(entry)}" for entry in found.entries], SHOWN):
        output.line(said)
    count = output.counted(len(found.entries), "source")
    verb = "would be imported" if wish.dry else "imported"
    included = f"{count} {verb} into {into}, which {config} includes"
    output.line(included if found.entries else "nothing new: nothing was written")


def _some(lines: Sequence[str], shown: int) -> Iterator[str]:
    """The first lines, and how many more there are."""
    yield from lines[:shown]
    if len(lines) > shown:
        yield f"… and {len(lines) - shown:,} more like these"


def _line(entry: Entry) -> str:
    return json.dumps(entry, ensure_ascii=False)
