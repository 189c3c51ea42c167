"""Entries of `sources` -> `monitor.model.Source`, with the defaults filled in."""

from typing import Any

from monitor.config.context import Context
from monitor.config.document import Path, Written
from monitor.config.entry import Entry, read_entry
from monitor.config.kinds import SourceKind
from monitor.config.problems import dotted
from monitor.config.shape import DefaultsShape, SourceShape
from monitor.model import Source


class Sources:
    """Gathers the sources of all files; an id is one for ever, so it stands once."""

    def __init__(self, context: Context, defaults: DefaultsShape) -> None:
        self._context = context
        self._defaults = defaults
        self._root = str(context.root)
        self._places: dict[str, str] = {}
        self.found: list[Source] = []

    def __contains__(self, source: str) -> bool:
        return source in self._places

    def add(self, at: Written, path: Path, values: Any) -> None:
        """One more source, or the problems with it."""
        if not isinstance(values, dict):
            hint = "as {id: news, feed: https://example.org/feed}"
            self._context.problems.add(at, path, f"{dotted(path)} is no source", hint)
            return
        self.claim(at, path, values.get("id"))
        full = self._context.expanded(at, path, values)
        entry = read_entry(self._context, at, path, full, SourceShape, self._context.kinds)
        if entry:
            self._warn(at, path, entry.common)
            self.found.append(self._source(entry))

    def claim(self, at: Written, path: Path, name: Any) -> None:
        """Take the name of a source or feed: they share the names under /feeds/."""
        if not isinstance(name, str):
            return
        if name in self._places:
            where = (*path, "id")
            message = f"{dotted(where)}: “{name}” is taken"
            self._context.problems.add(at, where, message, f"it stands in {self._places[name]}")
        else:
            self._places[name] = f"{at.file}:{at.line(path)}"

    def _source(self, entry: Entry[SourceShape, SourceKind]) -> Source:
        common, defaults = entry.common, self._defaults
        return Source(
            id=common.id,
            kind=entry.name,
            place=entry.place,
            title=common.title or common.id,
            tags=tuple(dict.fromkeys(common.tags)),
            every=common.every or entry.kind.default_every or defaults.every,
            timezone=common.timezone or defaults.timezone,
            root=self._root,
            tell_baseline=(common.baseline or defaults.baseline) == "tell",
            headers=common.headers,
            feed_token=common.feed_token,
            options=entry.options,
        )

    def _warn(self, at: Written, path: Path, common: SourceShape) -> None:
        if not common.headers and not common.feed_token:
            return
        for name, value in common.headers.items():
            if "${" not in value and name.lower() in ("authorization", "cookie", "x-api-key"):
                where = (*path, "headers", name)
                self._context.warn(at, where, "a secret is written out: better ${VARIABLE}")
        if common.feed_token is None:
            message = "fetched with credentials and without `feed_token`: its feeds are not served"
            self._context.warn(at, (*path, "headers"), message)
        elif "${" not in str(at.raw((*path, "feed_token"))):
            where = (*path, "feed_token")
            self._context.warn(at, where, "a secret is written out: better ${VARIABLE}")
