"""Short ways to say what tests put into a store."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from monitor.model.change import Change, ChangeKind, Check, Outcome
from monitor.model.delivery import Delivery, DeliveryState
from monitor.model.published import Published
from monitor.model.release import Document, Release
from monitor.model.source import Failure, Source, SourceState
from monitor.store.store import Store

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)


def source(name: str = "one", **values: Any) -> Source:
    defaults = {"kind": "files", "place": f"{name}/*.txt", "title": name.title()}
    return Source(id=name, **{**defaults, **values})


def release(
    name: str,
    text: str = "Some text.",
    *,
    of: str = "one",
    revision: int = 1,
    places: Mapping[str, int] | None = None,
    at: datetime = NOW,
    withdrawn: bool = False,
    story: str | None = None,
    **document: Any,
) -> Release:
    said = {"title": f"Title of {name}", "place": "a.txt", **document}
    return Release(
        id=name,
        source=of,
        key=f"key of {name}",
        content_hash=sha256(text.encode("utf-8", "replace")).hexdigest(),
        revision=revision,
        document=Document(text=text, **said),
        published=Published("2026-11-20"),
        first_seen_at=at,
        changed_at=at,
        places={"a.txt": 0} if places is None else places,
        withdrawn=withdrawn,
        story=story,
    )


def change(
    kind: ChangeKind, about: Release | None = None, *, of: str = "one", n: int = 0, **values: Any
) -> Change:
    return Change(
        id=f"{about.id if about else of}/{n}",
        kind=kind,
        source=about.source if about else of,
        at=values.pop("at", NOW),
        release=about.id if about else None,
        revision=about.revision if about else None,
        **values,
    )


def check(
    state: SourceState,
    releases: Sequence[Release] = (),
    changes: Sequence[Change] = (),
    *,
    outcome: Outcome | None = None,
    failure: Failure | None = None,
    **next_state: Any,
) -> Check:
    values = {"next_due_at": NOW + HOUR, "last_checked_at": NOW, "failure": failure}
    happened = Outcome.CHANGED if changes else Outcome.UNCHANGED
    return Check(
        source=state.source,
        outcome=outcome or happened,
        base_version=state.version,
        next_state=replace(state, **{**values, **next_state}),
        releases=tuple(releases),
        changes=tuple(changes),
        failure=failure,
    )


def keep(store: Store, *releases: Release, baseline: bool = False) -> tuple[int, ...]:
    """Keep new releases of one source; gives their sequences."""
    state = state_of(store, releases[0].source)
    told = [change(ChangeKind.NEW, each, baseline=baseline) for each in releases]
    return store.commit(check(state, releases, told))


def state_of(store: Store, name: str = "one") -> SourceState:
    row = store.source(name)
    assert row is not None
    return row.state


def delivery(sequence: int, target: str = "hook", *, at: datetime = NOW) -> Delivery:
    return Delivery(f"msg_{sequence}_{target}", sequence, target, DeliveryState.OWED, 0, at)
