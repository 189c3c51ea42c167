"""One story, several places: a new release joins the story that a kept one tells.

    keys of the new release ─▸ kept ones that share some ─▸ judged, one by one ─▸ story

It is asked inside the transaction that keeps the release, behind the number that it takes: so
of two sources that tell one story at the same moment the second sees the first. What is looked
at is bounded: a few candidates a release, none older than a month.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, delete, insert, select, union_all, update

from monitor.model import Release
from monitor.store import templates
from monitor.store.schema import releases, story_keys
from monitor.store.telling import Candidate, candidate_rows, day_of
from monitor.stories.commons import Commons
from monitor.stories.judge import same_story
from monitor.stories.model import Told
from monitor.stories.sketch import NEWEST, ranked

WITHIN = timedelta(days=30)
"""How long a release waits for others to tell its story; then its keys are dropped."""

_MOST_TWINS = 3


def join(connection: Connection, written: Iterable[Release], sequences: Mapping[str, int]) -> None:
    """Give the new ones among these releases their stories, and keep their keys."""
    signed = [release for release in written if release.story_keys]
    for release in sorted(signed, key=lambda one: sequences[one.id]):
        number = sequences[release.id]
        story = _story(connection, release, number)
        if story != release.story:
            _tell(connection, number, story)
        rows = [{"key": key, "release": number} for key in release.story_keys]
        connection.execute(insert(story_keys), rows)


def forget(connection: Connection, source: str) -> None:
    """Drop what was kept of a source for the sake of stories."""
    ours = select(releases.c.sequence).where(releases.c.source == source)
    connection.execute(delete(story_keys).where(story_keys.c.release.in_(ours)))
    templates.forget(connection, source)


def prune(connection: Connection, now: datetime) -> int:
    """Drop the keys of releases whose story nobody will tell any more; how many."""
    late = select(releases.c.sequence).where(releases.c.first_seen_at < now - WITHIN)
    return connection.execute(delete(story_keys).where(story_keys.c.release.in_(late))).rowcount


def _story(connection: Connection, release: Release, number: int) -> str | None:
    """The story that this release tells: a kept one's, or its own."""
    twins = _twins(connection, release, number)
    candidates = list(_candidates(connection, release, twins))
    if not candidates:
        return release.story
    ours = told(release)
    commons = Commons(templates.of(connection, {ours.source, *(c.told.source for c in candidates)}))
    same = next((c for c in candidates if same_story(ours, c.told, commons).same), None)
    if same is None:
        return release.id if twins else release.story
    return same.story or _begun(connection, same)


def told(release: Release) -> Told:
    """A release as it is judged."""
    said = release.document
    address = said.url or release.key
    return Told(release.source, said.title, said.text, address, day_of(release.published))


def _begun(connection: Connection, candidate: Candidate) -> str:
    """The story of a release that was alone until now."""
    _tell(connection, candidate.sequence, candidate.id)
    return candidate.id


def _tell(connection: Connection, number: int, story: str | None) -> None:
    connection.execute(update(releases).where(releases.c.sequence == number).values(story=story))


def _twins(connection: Connection, release: Release, number: int) -> list[int]:
    """The newest that say exactly the same: not each is one story with it (a weekly notice)."""
    query = (
        select(releases.c.sequence)
        .where(releases.c.story == release.story, releases.c.sequence != number)
        .order_by(releases.c.sequence.desc())
        .limit(_MOST_TWINS)
    )
    return list(connection.scalars(query)) if release.story else []


def _candidates(
    connection: Connection, release: Release, twins: Sequence[int]
) -> Iterator[Candidate]:
    """The kept releases worth comparing with a new one, most promising first."""
    since = release.first_seen_at - WITHIN
    numbers = ranked(_postings(connection, release.story_keys))
    recent = {row.sequence: row for row in candidate_rows(connection, [*twins, *numbers])}
    for number in dict.fromkeys([*twins, *numbers]):
        row = recent.get(number)
        if row and (number in twins or row.first_seen_at >= since):
            yield row


def _postings(connection: Connection, keys: Sequence[int]) -> Iterator[list[int]]:
    """For each key that any release has, the newest that have it: one question for all."""
    found: dict[int, list[int]] = {}
    for row in connection.execute(union_all(*(_newest_with(key) for key in keys))):
        found.setdefault(row.key, []).append(row.release)
    yield from found.values()


def _newest_with(key: int) -> Select[tuple[int, int]]:
    newest = (
        select(story_keys.c.key, story_keys.c.release)
        .where(story_keys.c.key == key)
        .order_by(story_keys.c.release.desc())
        .limit(NEWEST)
        .subquery()
    )
    return select(newest.c.key, newest.c.release)
