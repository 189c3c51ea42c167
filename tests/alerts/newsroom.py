"""A source whose releases appear, are edited and break, straight in the store: no fetching."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from monitor.model.change import Change, ChangeKind, Check, Outcome
from monitor.model.published import Published
from monitor.model.release import Document, Release
from monitor.model.source import Failure, Source
from monitor.store.store import Store
from monitor.text import content_hash

PLACE = "https://csto.example/news"


class Newsroom:
    """Publishes into one source. Each call is one check, committed, and gives its sequence."""

    def __init__(self, store: Store, source: str = "csto") -> None:
        self._store = store
        self._source = Source(source, "page", PLACE, "CSTO press releases", tags=("security",))
        self._releases: dict[str, Release] = {}
        self._changes = 0
        store.sync_sources([self._source], datetime.now(UTC))

    def publish(
        self, key: str, text: str = "The exercise ended.", *, baseline: bool = False
    ) -> int:
        """A new release, titled by its key."""
        now = datetime.now(UTC)
        release = Release(
            id=str(uuid5(NAMESPACE_URL, f"{self._source.id}\n{key}")),
            source=self._source.id,
            key=key,
            content_hash=content_hash(key, text),
            revision=1,
            document=Document(key, text, PLACE, url=f"{PLACE}/{key}"),
            published=Published("2024-12-10"),
            first_seen_at=now,
            changed_at=now,
            places={PLACE: 0},
        )
        return self._commit(release, ChangeKind.NEW, None, baseline=baseline)

    def edit(self, key: str, text: str) -> int:
        """The next revision of a release."""
        old = self._releases[key]
        new = replace(
            old,
            revision=old.revision + 1,
            content_hash=content_hash(key, text),
            document=replace(old.document, text=text),
            changed_at=datetime.now(UTC),
        )
        return self._commit(new, ChangeKind.REVISED, old.revision)

    def fail(self) -> int:
        """The source breaks."""
        failure = Failure("http", "the server answered 500", status=500)
        change = Change(self._next_id(), ChangeKind.FAILING, self._source.id, datetime.now(UTC))
        return self._keep((), replace(change, failure=failure), failure)

    def _commit(
        self, release: Release, kind: ChangeKind, previous: int | None, *, baseline: bool = False
    ) -> int:
        self._releases[release.key] = release
        change = Change(
            self._next_id(),
            kind,
            self._source.id,
            release.changed_at,
            release=release.id,
            revision=release.revision,
            previous=previous,
            baseline=baseline,
        )
        return self._keep((release,), change, None)

    def _keep(self, releases: tuple[Release, ...], change: Change, failure: Failure | None) -> int:
        row = self._store.source(self._source.id)
        assert row is not None
        check = Check(
            self._source.id,
            Outcome.FAILED if failure else Outcome.CHANGED,
            row.state.version,
            replace(row.state, failure=failure),
            releases=releases,
            changes=(change,),
            failure=failure,
        )
        return self._store.commit(check)[0]

    def _next_id(self) -> str:
        self._changes += 1
        return str(uuid5(NAMESPACE_URL, f"{self._source.id} {self._changes}"))
