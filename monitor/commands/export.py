"""`export`: what is watched, as a list for others: OPML for feed readers, JSON Lines whole."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from monitor.alerts.kinds import NOTIFIERS
from monitor.commands import output
from monitor.commands.session import configuration
from monitor.config.credentials import without_secrets
from monitor.config.entries import written
from monitor.config.expand import variables
from monitor.config.settings import Settings
from monitor.config.write import replace
from monitor.errors import UsageError
from monitor.intake.kinds import KINDS

Entry = Mapping[str, Any]
Written = tuple[bytes, int]
"""A list, and how many sources are in it."""


def run(config: Path, file: Path, *, as_json: bool) -> int:
    """Write the list; UsageError where the file is of no kind, or is one that we are made of."""
    settings = configuration(config)
    write = FORMATS.get(file.suffix.lower())
    if write is None:
        known = ", ".join(f"*{suffix}" for suffix in FORMATS)
        raise UsageError(f"{file} is of no kind that can be written", hint=f"one of {known}")
    if file.resolve() in {ours.resolve() for ours in settings.files}:
        raise UsageError(f"{file} is part of the configuration", hint="name another file")
    body, count = write(settings)
    file.absolute().parent.mkdir(parents=True, exist_ok=True)
    replace(file, body, mode=0o644)
    _say(file, count, len(settings.sources) - count, as_json=as_json)
    return 0


def _say(file: Path, count: int, left_out: int, *, as_json: bool) -> None:
    if as_json:
        output.document({"file": str(file), "sources": count, "left_out": left_out})
        return
    output.line(f"{file}: {output.counted(count, 'source')}")
    if left_out:
        hint = "OPML lists feeds only, and none with credentials; *.jsonl lists all"
        output.remark(f"{output.counted(left_out, 'source')} left out: {hint}")


def _jsonl(settings: Settings) -> Written:
    """Every source as it is written, but for secrets that are written out."""
    lines = [_line(without_secrets(entry)) for entry in written(settings, KINDS, NOTIFIERS)]
    return "".join(lines).encode(), len(lines)


def _line(entry: Entry) -> str:
    said = {key: value for key, value in entry.items() if value not in (None, [], {})}
    return json.dumps(said, ensure_ascii=False) + "\n"


def _opml(settings: Settings) -> Written:
    """The feeds that anybody may read."""
    from feeds.opml import Outline, write

    entries = zip(settings.sources, written(settings, KINDS, NOTIFIERS), strict=True)
    outlines = [
        Outline(source.title, source.place, tags=source.tags)
        for source, entry in entries
        if source.kind == "feed" and not source.private and not _names_a_variable(entry["feed"])
    ]
    return write("What feed-monitor watches", outlines), len(outlines)


def _names_a_variable(place: str) -> bool:
    """A token in an address is a secret too."""
    return any(variables(place))


FORMATS: Mapping[str, Callable[[Settings], Written]] = {
    ".opml": _opml,
    ".xml": _opml,
    ".jsonl": _jsonl,
}
