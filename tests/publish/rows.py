"""Rows as the store gives them, with what a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.config.roster import Roster
from monitor.config.settings import Settings
from monitor.model.change import ChangeKind
from monitor.model.published import Published
from monitor.model.source import Source
from monitor.store.views import ChangeRow, ReleaseRow, RevisionRow

AT = datetime(2026, 11, 23, 9, 0, 5, tzinfo=UTC)
PUBLIC = "https://feeds.example.org"

_RELEASE = ReleaseRow(
    id="9a8d3c1e-0f1b-5a52-8e0b-2f5b6a7c8d90",
    sequence=812,
    source="press",
    source_title="Harbour office",
    source_place="seeds/*.txt",
    source_kind="files",
    source_timezone="UTC",
    tags=("harbour",),
    key="bridge opens",
    title="The bridge opens",
    url="https://harbour.example/bridge",
    author=None,
    published=Published("2024-12-10"),
    revision=1,
    content_hash="c" * 64,
    first_seen_at=AT,
    changed_at=AT,
    withdrawn=False,
    places={"seeds/harbour.txt": 0},
    also_at=(),
    text="The bridge opens on Monday.",
)
_CHANGE = ChangeRow(
    sequence=813,
    id="5b1f7a50-6a40-5c4c-9d0a-0f2b7a4f9c11",
    kind=ChangeKind.REVISED,
    source="press",
    source_title="Harbour office",
    source_place="seeds/*.txt",
    tags=("harbour",),
    private=False,
    release=_RELEASE.id,
    title="The bridge opens",
    url="https://harbour.example/bridge",
    published=Published("2024-12-10"),
    content_hash="d" * 64,
    revision=2,
    previous=1,
    baseline=False,
    told=True,
    held=None,
    at=AT,
    added_words=3,
    removed_words=1,
    failure=None,
)


def release(**different: Any) -> ReleaseRow:
    """A release at its first revision, but for what is `different`."""
    return replace(_RELEASE, **different)


def change(**different: Any) -> ChangeRow:
    """An edit, but for what is `different`."""
    return replace(_CHANGE, **different)


def revision(number: int = 1, text: str = "It opens.", title: str = "The bridge") -> RevisionRow:
    """One version of the release, its hash by its words."""
    return RevisionRow(_RELEASE.id, number, title, text, None, f"{hash((title, text)):x}", AT)


def source(name: str = "press", **different: Any) -> Source:
    """A watched folder."""
    return Source(**({"id": name, "kind": "files", "place": "*.txt", "title": name} | different))


def settings(*sources: Source, **different: Any) -> Settings:
    """A configuration of these sources."""
    given = {"public_url": PUBLIC} | different
    return Settings(Path("config.yaml"), Path(), sources=Roster(sources), **given)
