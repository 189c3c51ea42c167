"""Releases and changes as they are recorded, whoever decides about them. Pure."""

from datetime import datetime

from monitor.intake.advance import Context
from monitor.intake.identify import change_id
from monitor.model.change import Change, ChangeKind
from monitor.model.published import Precision, Published
from monitor.model.release import Document, Known, Release


def first_seen(moment: datetime) -> Published:
    """The date of what has none: when it was first seen (conformance P)."""
    return Published(moment.isoformat(), Precision.INSTANT, inferred=True)


def off(context: Context, known: Known) -> Release:
    """A release that stands nowhere any more, for whatever reason."""
    place = next(iter(known.places), context.source.place)
    return Release(
        id=known.id,
        source=context.source.id,
        key=known.key,
        content_hash=known.content_hash,
        revision=known.revision,
        document=Document(known.title, "", place, url=known.url, published=known.published),
        published=known.published or first_seen(known.first_seen_at),
        first_seen_at=known.first_seen_at,
        changed_at=known.changed_at,
        places={},
        told_revision=known.told_revision,
    )


def change(
    context: Context, release: Release, kind: ChangeKind, ordinal: int, *, baseline: bool = False
) -> Change:
    """What happened to a release; `ordinal` counts the changes recorded about it before."""
    return Change(
        id=change_id(release.id, ordinal),
        kind=kind,
        source=release.source,
        at=context.now,
        release=release.id,
        revision=release.revision,
        baseline=baseline,
    )
