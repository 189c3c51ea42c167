"""A list from elsewhere -> sources that are not watched yet, each checked as a start would.

    OPML or JSON Lines ─▸ entries ─▸ what is watched left out ─▸ ids for those without ─▸ checked

One that is wrong is left out and said; the others do not wait for it.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.config import include, naming
from monitor.config.context import Context
from monitor.config.document import Written
from monitor.config.expand import UnsetVariable, expand, literal
from monitor.config.kinds import Notifiers, SourceKinds
from monitor.config.problems import Problems
from monitor.config.settings import Settings
from monitor.config.shape import DefaultsShape
from monitor.config.sources import Sources
from monitor.errors import Problem, UsageError

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list comes to. `entries` are new, as they are to be written; `watched` are places that
    were there, each with the id under which they are."""

    entries: tuple[Entry, ...]
    watched: Mapping[str, str]
    problems: tuple[Problem, ...]


def read(
    file: Path, settings: Settings, kinds: SourceKinds, notifiers: Notifiers, *, trusted: bool
) -> Imported:
    """What is new in a list. `trusted`: its `${VARIABLE}`s are ours; else they are plain text.

    UsageError where the file is of neither kind.
    """
    problems = Problems(os.environ)
    context = Context(settings.root, kinds, notifiers, os.environ, problems)
    found = list(_entries(context, file, trusted=trusted))
    reading = _Reading(context, settings)
    entries = tuple(reading.new(found))
    return Imported(entries, reading.watched, problems.found)


def _entries(context: Context, file: Path, *, trusted: bool) -> Iterator[tuple[Written, Entry]]:
    kind = _kind(file)
    for at, values in include.entries(context, file, kind):
        plain = kind == "jsonl" and not trusted
        entry = {k: _literal(v) for k, v in values.items()} if plain else dict(values)
        if kind == "opml":
            del entry["id"]  # it is of a hash; a title makes a better one
        yield at, entry


def _kind(file: Path) -> str:
    """By its first sign: lists come under any name."""
    try:
        with file.open("rb") as opened:
            start = opened.read(1000).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        message = f"{file} cannot be read: {(error.strerror or str(error)).lower()}"
        raise UsageError(message, hint="name a file: OPML or JSON Lines") from error
    if start.startswith(b"{"):
        return "jsonl"
    if start.startswith(b"<"):
        return "opml"
    hint = 'a list of subscriptions (OPML), or a source a line: {"feed": "https://…"}'
    raise UsageError(f"{file} is neither OPML nor JSON Lines", hint=hint)


def _literal(value: Any) -> Any:
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, dict):
        return {key: _literal(item) for key, item in value.items()}
    return [_literal(item) for item in value] if isinstance(value, list) else value


class _Reading:
    """Goes through the entries of a list once, noting what is taken."""

    def __init__(self, context: Context, settings: Settings) -> None:
        self._context = context
        self._sources = Sources(context, DefaultsShape())
        self._ids = {source.place: source.id for source in settings.sources}
        feeds = (feed.id for feed in settings.feeds)
        self._names = naming.Names((*self._ids.values(), *feeds))
        self.watched: dict[str, str] = {}

    def new(self, found: list[tuple[Written, Entry]]) -> Iterator[Entry]:
        """Those that are right and not watched. Ids that are written go before those we make."""
        named = [each for each in self._not_watched(found) if self._has_its_id(*each)]
        for at, values, place in named:
            entry = self._with_id(values, place)
            if self._sources.read(Written(at.file, entry, at.lines), (), entry):
                yield entry

    def _not_watched(
        self, found: list[tuple[Written, Entry]]
    ) -> Iterator[tuple[Written, Entry, str]]:
        for at, values in found:
            place = self._place(values)
            if place and place in self._ids:
                self.watched[place] = self._ids[place]
            else:
                self._ids[place] = str(values.get("id") or "")
                yield at, values, place

    def _place(self, values: Entry) -> str:
        """Where it is, as it would be kept; empty where that is wrong, as will be said."""
        kind = next((key for key in values if key in self._context.kinds), None)
        try:
            written = expand(str(values.get(kind or "") or ""), self._context.environ)
            return self._context.kinds[kind].place(written.strip()) if kind else ""
        except (ValueError, UnsetVariable):
            return ""

    def _has_its_id(self, at: Written, values: Entry, _place: str) -> bool:
        name = values.get("id")
        if not isinstance(name, str) or self._names.take(name):
            return True
        hint = "give it another id, or none: one is made then"
        self._context.problems.add(at, ("id",), f"the id “{name[:64]}” is taken", hint)
        return False

    def _with_id(self, values: Entry, place: str) -> Entry:
        said = {key: value for key, value in values.items() if value not in (None, [])}
        if "id" in said:
            return said
        title = said.get("title")
        wishes = (title if isinstance(title, str) else "", naming.of_place(place))
        return {"id": self._names.make(*wishes), **said}
