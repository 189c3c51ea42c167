"""What most commands begin with: the configuration, and the store that it names."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from monitor import clock
from monitor.alerts.kinds import NOTIFIERS
from monitor.config.load import load
from monitor.config.settings import Settings
from monitor.errors import UsageError
from monitor.intake.kinds import KINDS
from monitor.store.store import Store
from monitor.store.views import ReleaseRow, Selection, SourceRow


@dataclass(frozen=True, slots=True)
class Session:
    """One command's configuration and open store."""

    settings: Settings
    store: Store

    def rows(self, ids: Sequence[str]) -> list[SourceRow]:
        """The sources with these ids, in the order of the configuration; none named: all.

        Raises UsageError for the first id that there is none of, with the nearest that is.
        """
        return list(self.each_row(ids))

    def each_row(self, ids: Sequence[str]) -> Iterator[SourceRow]:
        """The same one by one: all of them may be more than memory likes."""
        if not ids:
            return self.store.each_source()
        rows = {name: self.store.source(name) for name in ids}
        for name, row in rows.items():
            if row is None or row.removed_at:
                raise _no_such("source", name, self._names())
        in_order = sorted(rows, key=lambda name: self.settings.sources.position(name) or 0)
        return (row for name in in_order if (row := rows[name]))

    def kept(self, name: str) -> SourceRow:
        """A source that is kept, though the configuration may have lost it. UsageError if none."""
        row = self.store.source(name)
        if row is None:
            raise _no_such("source", name, self._names())
        return row

    def release(self, name: str) -> ReleaseRow:
        """A release by its id, or by the beginning that it alone has. UsageError if none."""
        row = self.store.release(name)
        if row is None:
            hint = "ids are listed by: feed-monitor releases; the beginning of one is enough"
            raise UsageError(f"there is no release {name}, or more than one", hint=hint)
        return row

    def _names(self) -> set[str]:
        return {row.source.id for row in self.store.each_source()}

    def selection(self, sources: Sequence[str]) -> Selection:
        """What a list is about: everything, or these sources, removed ones included.

        One that is only configured is none the less there: nothing is kept of it yet.
        """
        for name in sources:
            if self.settings.sources.find(name) is None:
                self.kept(name)
        return Selection(sources=tuple(sources), include_private=True)

    def target(self, name: str) -> str:
        """The id of a configured target. UsageError if there is none such."""
        known = {target.id for target in self.settings.targets}
        if name not in known:
            raise _no_such("target", name, known)
        return name


def configuration(config: Path) -> Settings:
    """The checked configuration. Raises ConfigError."""
    return load(config, KINDS, NOTIFIERS)


@contextmanager
def session(config: Path, *, sync: bool = True) -> Iterator[Session]:
    """Load, open, and close in the end.

    `sync`: the store's sources are made those of the file first, as the daemon would, so that a
    source just written is there. Beside a daemon that has done so it changes nothing.
    """
    settings = configuration(config)
    store = Store.open(settings.store, root=settings.root)
    try:
        if sync:
            roster = settings.sources
            store.sync_sources(roster, clock.now(), digest=roster.digest)
        yield Session(settings, store)
    finally:
        store.close()


def _no_such(what: str, name: str, known: set[str]) -> UsageError:
    near = get_close_matches(name, known, n=1)
    listed = ", ".join(sorted(known)[:10]) or "none"
    hint = f"did you mean {near[0]}?" if near else f"there are: {listed}"
    return UsageError(f"there is no {what} {name}", hint=hint)
