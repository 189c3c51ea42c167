"""Rows as the store gives them, with what a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from monitor.config.settings import Target
from monitor.model.change import ChangeKind
from monitor.model.published import Published
from monitor.store.views import ChangeRow, RevisionRow

AT = datetime(2026, 11, 23, 9, 0, 5, 250_000, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDzTVSGFjC7Tw="

_CHANGE = ChangeRow(
    sequence=812,
    id="5b1f7a50-6a40-5c4c-9d0a-0f2b7a4f9c11",
    kind=ChangeKind.NEW,
    source="csto",
    source_title="CSTO press releases",
    source_place="https://csto.example/news",
    tags=("security",),
    private=False,
    release="9a8d3c1e-0f1b-5a52-8e0b-2f5b6a7c8d90",
    title="Exercise ends",
    url="https://csto.example/news/1",
    published=Published("2024-12-10"),
    content_hash="c" * 64,
    revision=1,
    previous=None,
    baseline=False,
    told=True,
    held=None,
    at=AT,
    added_words=0,
    removed_words=0,
    failure=None,
)


def change(**different: Any) -> ChangeRow:
    """A NEW change, told, but for what is `different`."""
    return replace(_CHANGE, **different)


def source_change(kind: ChangeKind, **different: Any) -> ChangeRow:
    """A change of a source: it has no release."""
    nothing = dict.fromkeys(("release", "title", "url", "published", "content_hash", "revision"))
    return change(kind=kind, **{**nothing, **different})


def revision(number: int = 1, title: str = "Exercise ends", text: str = "It ended.") -> RevisionRow:
    """One version of the release that `change` is about."""
    release = _CHANGE.release or ""
    return RevisionRow(release, number, title, text, None, f"{number:064x}", AT)


def target(
    name: str = "ops", place: str = "https://hooks.example/in/s3cret", **keys: Any
) -> Target:
    """A target: a webhook unless `keys` say otherwise."""
    return Target(**{"id": name, "kind": "webhook", "place": place, **keys})
