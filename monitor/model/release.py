"""What sources say, and what is kept of it: frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from feeds.model import Enclosure
from monitor.model.published import Published


@dataclass(frozen=True, slots=True)
class Document:
    """What the source said: one item, before identity.

    `text` is plain, its paragraphs separated by one blank line; `html` is sanitised, or None
    when the text is all there is. `position` counts from 0 within its `place`. `whole` is True
    where the source is one document watched for edits (a page), not an item of a list.
    """

    title: str
    text: str
    place: str
    position: int = 0
    html: str | None = None
    url: str | None = None
    guid: str | None = None
    published: Published | None = None
    author: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is already kept of a release, as far as a decision needs it.

    `places` maps place to position. `changes` counts the changes recorded about it so far.
    `told_revision` as in Release.
    `aliases` are the other keys that it goes by, the latest last; `merged` those of them that it
    was given by hand, which may stand beside its own. `named` is False where its own key is now
    that of another release. `trimmed`: nothing else is kept of it, its text least of all.
    """

    id: str
    key: str
    content_hash: str
    revision: int
    title: str
    url: str | None
    published: Published | None
    withdrawn: bool
    first_seen_at: datetime
    changed_at: datetime
    places: Mapping[str, int]
    changes: int
    told_revision: int | None = None
    aliases: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    named: bool = True
    trimmed: bool = False


@dataclass(frozen=True, slots=True)
class Alias:
    """Another key that a release goes by, and on what evidence, in plain words."""

    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Version:
    """A revision that is kept, without its text: what it said, as a hash, and since when."""

    number: int
    content_hash: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """A Document with a key (who it is) and a content hash (what it says): a row to be kept.

    `id` is a UUID derived from source and key. `revision` counts from 1; `places` maps place to
    position. `published` never changes once it is kept. `story` is equal for releases that say
    the same at several sources, None where the text is too short to tell. `aliases` are keys that
    it goes by from now on, beside those that are kept.

    `changed_at` is when it was last edited as far as it was told. Where a revision is held,
    `told_revision` is the one that was told last, and `seen_at` when this one was seen.
    `story_keys` are what a new one is found by when another source tells its story
    (`monitor.stories.sketch`).
    """

    id: str
    source: str
    key: str
    content_hash: str
    revision: int
    document: Document
    published: Published
    first_seen_at: datetime
    changed_at: datetime
    places: Mapping[str, int]
    withdrawn: bool = False
    story: str | None = None
    told_revision: int | None = None
    seen_at: datetime | None = None
    aliases: tuple[Alias, ...] = ()
    story_keys: tuple[int, ...] = ()
