"""The feeds as files, for any static host: the same paths as over HTTP, below `publish`.

A file is replaced whole or not at all, and only when its bytes differ. Private feeds are never
written; the files of a feed that is no more, or became private, are taken away.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from shutil import rmtree
from urllib.parse import unquote

from feeds.formats import FORMATS
from monitor.config.settings import Settings
from monitor.model.change import ChangeKind
from monitor.publish.catalogue import FEEDS, Catalogue, path
from monitor.publish.document import FeedBytes
from monitor.publish.publisher import Publisher
from monitor.store.store import Store

MANY = 1000
"""More changes than this since the last time, and everything is looked through."""


class Export:
    """Keeps the folder in step with the store. One thread at a time calls `update`."""

    def __init__(
        self, store: Store, publisher: Publisher, settings: Callable[[], Settings]
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._settings = settings
        self._written_for: tuple[Settings, int] | None = None
        self._sequence = 0
        self._tellings = 0

    def update(self) -> int:
        """Write what changed since the last call; how many files. Costs what changed.

        Does nothing where no folder is set. Raises OSError when the folder cannot be written;
        the next call tries the same again.
        """
        settings = self._settings()
        if settings.publish is None:
            return 0
        version = self._store.data_version()
        if self._written_for == (settings, version):
            return 0
        sequence, tellings = self._newest_sequence(), self._store.tellings()
        written = self._write(settings, settings.publish)
        self._written_for = (settings, version)
        self._sequence, self._tellings = sequence, tellings
        return written

    def _write(self, settings: Settings, folder: Path) -> int:
        catalogue = self._publisher.catalogue(settings)
        touched = self._touched(settings)
        if touched is None:
            names: Iterable[str] = [offer.name for offer in catalogue.shared()]
            self._take_away(settings, catalogue, folder)
        else:
            names = dict.fromkeys(name for source in touched for name in catalogue.holding(source))
        documents = self._documents(names, folder, whole=touched is None)
        written = sum(_put(folder / at.lstrip("/"), body) for at, body in documents)
        return written + _put(folder / "opml", self._publisher.subscriptions().body)

    def _touched(self, settings: Settings) -> set[str] | None:
        """Sources with changes since the last time; None when everything must be looked at."""
        if self._written_for is None or self._written_for[0] is not settings:
            return None
        if self._store.tellings() != self._tellings:
            return None
        rows = self._store.changes(since=self._sequence, limit=MANY, kinds=tuple(ChangeKind))
        return {row.source for row in rows} if 0 < len(rows) < MANY else None

    def _newest_sequence(self) -> int:
        newest = self._store.changes(limit=1, kinds=tuple(ChangeKind))
        return newest[0].sequence if newest else 0

    def _documents(
        self, names: Iterable[str], folder: Path, *, whole: bool
    ) -> Iterator[tuple[str, bytes]]:
        for name in names:
            yield from self._archives(name, folder, whole=whole)
            for at, extension, changes in _addresses(name):
                document = self._publisher.document(name, extension, changes=changes)
                if isinstance(document, FeedBytes):
                    yield at, document.body

    def _archives(self, name: str, folder: Path, *, whole: bool) -> Iterator[tuple[str, bytes]]:
        """Archive documents that are not there yet; every one where all is looked through. They
        stay as they are but for edits, which the next look through all of it takes up."""
        for number in self._publisher.archives(name):
            places = {extension: path(name, extension, archive=number) for extension in FORMATS}
            if not whole and all((folder / at.lstrip("/")).is_file() for at in places.values()):
                return
            for extension, at in places.items():
                document = self._publisher.document(name, extension, archive=number)
                if isinstance(document, FeedBytes):
                    yield at, document.body

    def _take_away(self, settings: Settings, catalogue: Catalogue, folder: Path) -> None:
        hidden = (source.id for source in settings.sources if source.private)
        there = (unquote(file.stem) for file in (folder / FEEDS.strip("/")).glob("*.atom"))
        unknown = (name for name in there if catalogue.find(name) is None)
        gone = filter(self._publisher.was_there, unknown)
        for name in chain(hidden, gone):
            for at, _, _ in _addresses(name):
                (folder / at.lstrip("/")).unlink(missing_ok=True)
            archives = folder / path(name, "", archive=0).lstrip("/")
            rmtree(archives.parent, ignore_errors=True)


def _addresses(name: str) -> Iterator[tuple[str, str, bool]]:
    """Every document of a feed: path, format, whether it is the one of changes."""
    for extension in FORMATS:
        for changes in (False, True):
            yield path(name, extension, changes=changes), extension, changes


def _put(file: Path, body: bytes) -> bool:
    """Replace a file by these bytes, whole or not at all; False if it held them already."""
    if file.is_file() and file.stat().st_size == len(body) and file.read_bytes() == body:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.part")
    draft.write_bytes(body)
    draft.replace(file)
    return True
