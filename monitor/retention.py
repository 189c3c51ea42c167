"""What of a source's history is old enough to go: pure.

    versions    of each release the newest so many texts, however often it went back to one
    age         a version that was replaced so long ago; a release that stands nowhere since
    releases    the newest so many
    size        together they take no more: the oldest versions first, then the oldest releases

Never what is in use: the newest version of a release that is kept, a release that is listed now,
a version that somebody is still to be told of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept of a source; None where there is no limit."""

    versions: int | None = None
    releases: int | None = None
    age_seconds: float | None = None
    size_bytes: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, float]) -> "Limits":
        """As a source has them."""
        whole = {name: int(kept[name]) for name in ("versions", "releases") if name in kept}
        size = {"size_bytes": int(kept["size_bytes"])} if "size_bytes" in kept else {}
        return cls(age_seconds=kept.get("age_seconds"), **whole, **size)


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version: which text it is, how many bytes that takes, when it was first seen."""

    number: int
    text: bytes
    bytes: int
    seen_at: datetime
    in_use: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A release with its versions, oldest first. `listed`: it stands somewhere now."""

    release: int
    versions: tuple[Version, ...]
    listed: bool

    @property
    def in_use(self) -> bool:
        """Whether it has to stay whole."""
        return self.listed or any(version.in_use for version in self.versions)


@dataclass(frozen=True, slots=True)
class Old:
    """What may go: versions as (release, number), and whole releases."""

    versions: tuple[tuple[int, int], ...]
    releases: tuple[int, ...]


def old(held: Sequence[Held], limits: Limits, now: datetime) -> Old:
    """What is beyond the limits, of releases in the order in which they came."""
    gone = _old_releases(held, limits, now)
    kept = [one for one in held if one.release not in gone]
    versions = {
        (one.release, version.number) for one in kept for version in _old_versions(one, limits, now)
    }
    if limits.size_bytes is not None:
        _shrink(kept, limits.size_bytes, versions, gone)
    return Old(tuple(sorted(v for v in versions if v[0] not in gone)), tuple(sorted(gone)))


def _old_releases(held: Sequence[Held], limits: Limits, now: datetime) -> set[int]:
    beyond = held[: -limits.releases] if limits.releases else ()
    gone = {one.release for one in beyond if not one.in_use}
    if limits.age_seconds is not None:
        before = now - timedelta(seconds=limits.age_seconds)
        gone |= {
            one.release for one in held if not one.in_use and one.versions[-1].seen_at < before
        }
    return gone


def _old_versions(one: Held, limits: Limits, now: datetime) -> Iterator[Version]:
    texts = dict.fromkeys(version.text for version in reversed(one.versions))
    kept = set(list(texts)[: limits.versions])
    age = limits.age_seconds
    for version, following in zip(one.versions, one.versions[1:], strict=False):
        late = age is not None and following.seen_at < now - timedelta(seconds=age)
        if not version.in_use and (late or version.text not in kept):
            yield version


def _shrink(
    held: Sequence[Held], most: int, versions: set[tuple[int, int]], gone: set[int]
) -> None:
    """Let more go, oldest first, until what is left fits."""
    uses = _uses(held, versions)
    size = sum(version.bytes for version in {v.text: v for v in _all(held, versions)}.values())
    for one, version in _oldest_first(held, versions):
        if size <= most:
            return
        versions.add((one.release, version.number))
        size -= _freed(uses, version)
    for one in held:
        if size <= most:
            return
        if not one.in_use:
            gone.add(one.release)
            left = [v for v in one.versions if (one.release, v.number) not in versions]
            size -= sum(_freed(uses, version) for version in left)


def _all(held: Iterable[Held], without: set[tuple[int, int]]) -> Iterator[Version]:
    for one in held:
        for version in one.versions:
            if (one.release, version.number) not in without:
                yield version


def _uses(held: Iterable[Held], without: set[tuple[int, int]]) -> dict[bytes, int]:
    uses: dict[bytes, int] = {}
    for version in _all(held, without):
        uses[version.text] = uses.get(version.text, 0) + 1
    return uses


def _freed(uses: dict[bytes, int], version: Version) -> int:
    """The bytes that go with a version: none while another says the same."""
    uses[version.text] -= 1
    return 0 if uses[version.text] else version.bytes


def _oldest_first(
    held: Iterable[Held], without: set[tuple[int, int]]
) -> list[tuple[Held, Version]]:
    found = [
        (one, version)
        for one in held
        for version in one.versions[:-1]
        if not version.in_use and (one.release, version.number) not in without
    ]
    return sorted(found, key=lambda pair: (pair[1].seen_at, pair[0].release))
