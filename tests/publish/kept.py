"""A real store with releases in it, straight through `commit`: no fetching."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from monitor.config.settings import Settings
from monitor.model.change import Change, ChangeKind, Check, Outcome
from monitor.model.published import Published
from monitor.model.release import Document, Release
from monitor.model.source import Failure, Source
from monitor.publish.publisher import Publisher
from monitor.store.store import Store
from monitor.text import content_hash, story_hash
from tests.publish.rows import AT, settings


class Kept:
    """A store, its configuration and a clock that a test moves by hand. One call, one check."""

    def __init__(self, store: Store, *sources: Source, **configuration: Any) -> None:
        self.store = store
        self.now = AT
        self.settings: Settings = settings(*sources, **configuration)
        self._releases: dict[str, Release] = {}
        self._changes = 0
        store.sync_sources(sources, self.now)

    def clock(self) -> datetime:
        """The time as the test has it."""
        return self.now

    def pass_time(self, **length: float) -> None:
        """Later."""
        self.now += timedelta(**length)

    def publisher(self) -> Publisher:
        """A publisher that starts with nothing in memory, as after a restart."""
        return Publisher(self.store, lambda: self.settings, self.clock)

    def configure(self, *sources: Source, **configuration: Any) -> None:
        """Another configuration from now on."""
        self.settings = settings(*sources, **configuration)
        self.store.sync_sources(sources, self.now)

    def publish(
        self,
        source: str,
        title: str,
        text: str = "The bridge opens on Monday.",
        *,
        baseline: bool = False,
        history: bool = False,
        **document: Any,
    ) -> Release:
        """A new release, its key its title. `history`: an older page had it."""
        release = self._release(source, title, text, **document)
        self._keep(release, ChangeKind.NEW, None, history=history, baseline=baseline)
        return release

    def publish_many(
        self, source: str, titles: Iterable[str], *, baseline: bool = False, history: bool = False
    ) -> None:
        """New releases in this order, brought by one check: quicker than one by one."""
        releases = tuple(self._release(source, title) for title in titles)
        self._releases |= {release.id: release for release in releases}
        changes = tuple(
            self._change(release, ChangeKind.NEW, None, baseline=baseline) for release in releases
        )
        self._commit(source, releases, changes, None, history=history)

    def _release(
        self, source: str, title: str, text: str = "The bridge opens on Monday.", **document: Any
    ) -> Release:
        published = document.pop("published", Published("2024-12-10"))
        return Release(
            id=str(uuid5(NAMESPACE_URL, f"{source}\n{title}")),
            source=source,
            key=title,
            content_hash=content_hash(title, text),
            revision=1,
            document=Document(title, text, f"{source}.txt", **document),
            published=published,
            first_seen_at=self.now,
            changed_at=self.now,
            places={f"{source}.txt": 0},
            story=story_hash(title, text),
        )

    def edit(self, release: Release, text: str, *, held: str | None = None) -> int:
        """The next revision of a release, held for a reason or not; the change's sequence."""
        old = self._releases[release.id]
        new = replace(
            old,
            revision=old.revision + 1,
            content_hash=content_hash(old.document.title, text),
            document=replace(old.document, text=text),
            changed_at=old.changed_at if held else self.now,
            told_revision=old.revision if held else None,
            seen_at=self.now,
        )
        return self._keep(new, ChangeKind.REVISED, old.revision, held=held)

    def withdraw(self, release: Release) -> int:
        """It is at its source no more."""
        old = self._releases[release.id]
        return self._keep(replace(old, withdrawn=True), ChangeKind.WITHDRAWN, old.revision)

    def fail(self, source: str, message: str = "The server answered 500.") -> int:
        """The source breaks."""
        failure = Failure("http", message, "Wait: it is tried again.", status=500)
        change = Change(self._next_id(), ChangeKind.FAILING, source, self.now, failure=failure)
        return self._commit(source, (), (change,), failure)

    def remember(self, source: str, memo: Mapping[str, Any]) -> None:
        """What a visit that changed nothing left for the next one."""
        row = self.store.source(source)
        assert row is not None
        state = replace(row.state, memo=memo)
        self.store.commit(Check(source, Outcome.UNCHANGED, row.state.version, state))

    def _keep(
        self,
        release: Release,
        kind: ChangeKind,
        previous: int | None,
        *,
        history: bool = False,
        **values: Any,
    ) -> int:
        self._releases[release.id] = release
        change = self._change(release, kind, previous, **values)
        return self._commit(release.source, (release,), (change,), None, history=history)

    def _change(
        self, release: Release, kind: ChangeKind, previous: int | None, **values: Any
    ) -> Change:
        return Change(
            self._next_id(),
            kind,
            release.source,
            self.now,
            release=release.id,
            revision=release.revision,
            previous=previous,
            added_words=2 * (kind is ChangeKind.REVISED),
            **values,
        )

    def _commit(
        self,
        source: str,
        releases: tuple[Release, ...],
        changes: tuple[Change, ...],
        failure: Failure | None,
        *,
        history: bool = False,
    ) -> int:
        row = self.store.source(source)
        assert row is not None
        state = replace(
            row.state,
            failure=failure,
            failures=row.state.failures + 1 if failure else 0,
            last_checked_at=self.now,
            next_due_at=self.now + timedelta(hours=1),
        )
        outcome = Outcome.FAILED if failure else Outcome.CHANGED
        check = Check(
            source,
            outcome,
            row.state.version,
            state,
            releases,
            changes,
            failure=failure,
            history=history,
        )
        return self.store.commit(check)[0]

    def _next_id(self) -> str:
        self._changes += 1
        return str(uuid5(NAMESPACE_URL, f"change {self._changes}"))
