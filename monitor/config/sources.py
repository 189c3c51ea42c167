"""Entries of `sources` -> `monitor.model.source.Source`, with the defaults filled in."""

from typing import Any

from monitor.config import credentials
from monitor.config.context import Context
from monitor.config.document import Path, Written
from monitor.config.entry import Entry, read_entry
from monitor.config.expand import LATE_IN_SOURCES
from monitor.config.kinds import SourceKind
from monitor.config.problems import dotted
from monitor.config.shape import DefaultsShape, HistoryShape, SourceShape
from monitor.model.source import Source

WRITTEN_OUT = "a secret is written out: better ${VARIABLE}"
NOT_SERVED = "fetched with credentials and without `feed_token`: its feeds are not served"


class Sources:
    """Reads the sources of all files; an id is one for ever, so it stands once."""

    def __init__(self, context: Context, defaults: DefaultsShape) -> None:
        self._context = context
        self._defaults = defaults
        self._root = str(context.root)
        self._places: dict[str, str] = {}

    def __contains__(self, source: str) -> bool:
        return source in self._places

    def read(self, at: Written, path: Path, values: Any) -> Source | None:
        """One more source; None once its problems are noted."""
        if not isinstance(values, dict):
            hint = "as {id: news, feed: https://example.org/feed}"
            self._context.problems.add(at, path, f"{dotted(path)} is no source", hint)
            return None
        self.claim(at, path, values.get("id"))
        full = self._context.expanded(at, path, values, LATE_IN_SOURCES)
        entry = read_entry(self._context, at, path, full, SourceShape, self._context.kinds)
        if entry is None:
            return None
        given = credentials.given(entry.common)
        if given and self._set_twice(at, path, entry.common):
            return None
        if given or entry.common.feed_token is not None:
            self._warn(at, path, entry.common)
        return self._source(entry)

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
            quiet=defaults.quiet if common.quiet is None else common.quiet,
            timezone=common.timezone or defaults.timezone,
            root=self._root,
            tell_baseline=(common.baseline or defaults.baseline) == "tell",
            headers=credentials.headers(common),
            feed_token=common.feed_token,
            options=entry.options,
            history=_limits(common.history or defaults.history),
        )

    def _set_twice(self, at: Written, path: Path, common: SourceShape) -> bool:
        """Whether two keys set one header, which is noted."""
        found = list(credentials.given_twice(common))
        for key, message in found:
            said = f"{dotted(path)}: {message}"
            self._context.problems.add(at, (*path, *key), said, "keep one of them")
        return bool(found)

    def _warn(self, at: Written, path: Path, common: SourceShape) -> None:
        """What works and is probably not what is wanted."""
        for key in credentials.written_out(common):
            self._context.warn(at, (*path, *key), WRITTEN_OUT)
        if common.feed_token is None:
            self._context.warn(at, (*path, *credentials.first_key(common)), NOT_SERVED)
        elif "${" not in str(at.raw((*path, "feed_token"))):
            self._context.warn(at, (*path, "feed_token"), WRITTEN_OUT)


def _limits(history: HistoryShape) -> dict[str, float]:
    """What is limited, by its name in `monitor.retention.Limits`."""
    limits = {
        "versions": history.versions,
        "releases": history.releases,
        "age_seconds": history.age,
        "size_bytes": history.size,
    }
    return {name: limit for name, limit in limits.items() if limit is not None}
