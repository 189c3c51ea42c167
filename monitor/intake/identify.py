"""Document -> who it is (key) and what it says (content hash). Pure.

    documents ─policy─▸ key of each ─hash─▸ Seen* ─join─▸ Item*   (one item, one or more spots)

The policy says what the key is made of. It is chosen once for a source, on the evidence of its
first success, kept in its state and never switched by itself:

    whole   the source is one document: a fixed key
    guid    every item has a guid, all different
    url     every item has a canonical URL, all different
    title   normalised title and date as it was read
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby
from uuid import UUID, uuid5

from monitor.intake.canonical import canonical_url
from monitor.model.published import Precision, Published
from monitor.model.release import Document
from monitor.text import content_hash, normalise, story_hash

NAMESPACE = UUID("979585c4-7e64-46ba-aa0d-9c38648bdea3")
"""Every id derives from this and from what it names: equal on every machine, for ever."""

WHOLE, GUID, URL, TITLE = "whole", "guid", "url", "title"

WHOLE_KEY = "page"

LONGEST_KEY = 500
"""Characters; more is cut and told apart by a hash, so that every index can hold it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A document with its key, before it is told apart from others of the same key."""

    document: Document
    key: str
    content_hash: str
    story: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One release as a visit shows it, and every spot where it stands: (place, position)."""

    seen: Seen
    spots: tuple[tuple[str, int], ...]


def release_id(source: str, key: str) -> str:
    """The id of a release: it survives everything but a change of its source's id."""
    return str(uuid5(NAMESPACE, f"{source}\n{key}"))


def change_id(release: str, ordinal: int) -> str:
    """The id of a change of a release, by its id and how many it had before."""
    return str(uuid5(NAMESPACE, f"{release}\n{ordinal}"))


def source_change_id(source: str, what: str, ordinal: int) -> str:
    """The id of what happened to a source. No key begins with a line's end, so that none of its
    releases can have an id that this one is made of."""
    return change_id(str(uuid5(NAMESPACE, f"{what}\n\n{source}")), ordinal)


def choose_policy(documents: Sequence[Document]) -> str:
    """What keys are made of, judged by the first documents that a source gave."""
    if any(document.whole for document in documents):
        return WHOLE
    if _all_differ(document.guid or "" for document in documents):
        return GUID
    if _all_differ(canonical_url(document.url or "") for document in documents):
        return URL
    return TITLE


def _all_differ(values: Iterable[str]) -> bool:
    names: set[str] = set()
    for value in values:
        name = value.strip()
        if not name or name in names:
            return False
        names.add(name)
    return bool(names)


def items(documents: Iterable[Document], policy: str) -> tuple[Item, ...]:
    """The documents as releases, in their order; the same release twice is one item.

    Where publishers give items a name of their own (guid, URL), the same is the same name with
    the same content. Where they do not, it is the same content, if it is long enough to tell:
    short texts alone ("Weekly meeting") never join.
    """
    spots: dict[object, list[tuple[str, int]]] = {}
    first: dict[object, Seen] = {}
    for number, document in enumerate(documents):
        seen = see(document, policy)
        same = _sameness(seen, policy) or number
        first.setdefault(same, seen)
        spots.setdefault(same, []).append((document.place, document.position))
    return tuple(Item(seen, tuple(spots[same])) for same, seen in first.items())


def _sameness(seen: Seen, policy: str) -> object:
    if policy != TITLE:
        return (seen.key, seen.content_hash)
    return seen.content_hash if seen.story else None


def see(document: Document, policy: str) -> Seen:
    """One document with key and hashes."""
    return Seen(
        document,
        key_of(document, policy),
        content_hash(document.title, document.text),
        story_hash(document.title, document.text),
    )


def key_of(document: Document, policy: str) -> str:
    """The key by policy; an item without what the policy needs falls back to the next."""
    if policy == WHOLE:
        return WHOLE_KEY
    if policy == GUID and document.guid and document.guid.strip():
        return bounded(document.guid.strip())
    if policy in (GUID, URL) and document.url:
        return bounded(canonical_url(document.url))
    return title_key(document.title, document.published)


def title_key(title: str, published: Published | None) -> str:
    """Title and date as they were read: what was concluded (a year) may be concluded anew."""
    return bounded(f"{normalise(title).casefold()}|{_read_date(published)}")


def _read_date(published: Published | None) -> str:
    if published is None:
        return ""
    if not published.inferred:
        return published.value
    if published.precision is Precision.DAY:
        return f"-{date.fromisoformat(published.value):-%m-%d}"
    return ""


def bounded(key: str) -> str:
    """A key that every index can hold."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 33]}~{sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}"


def base_key(key: str) -> str:
    """A kept key without the number that told it apart."""
    if " #" not in key:
        return key
    base, _, number = key.rpartition(" #")
    return base if number.isdigit() else key


class Keys:
    """Keys that are taken, and the next free one for each new release."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def free(self, key: str) -> str:
        """`key`, or `key #2`, `key #3`, … if it is taken; it is taken from now on."""
        candidate, number = key, self._last.get(key, 1)
        while candidate in self._taken:
            number += 1
            candidate = f"{key} #{number}"
        self._last[key] = number
        self._taken.add(candidate)
        return candidate


def fingerprint(found: Sequence[Item]) -> str:
    """One hash over everything that a source showed: equal means that nothing changed."""
    digest = sha256()
    for item in found:
        seen = item.seen
        said = f"{seen.key}\n{seen.document.url}\n{seen.content_hash}\n"
        digest.update(said.encode("utf-8", "replace"))
    return digest.hexdigest()


def by_place(found: Sequence[Item]) -> Iterator[tuple[str, list[int]]]:
    """Each place with the items that stand there, by number, in the order of the place."""
    spots = sorted(
        (place, position, number)
        for number, item in enumerate(found)
        for place, position in item.spots
    )
    for place, group in groupby(spots, key=lambda spot: spot[0]):
        yield place, [number for _, _, number in group]
