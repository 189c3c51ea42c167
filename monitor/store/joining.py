"""One story, several places: a new release joins the story that a kept one tells.

    keys of the new release ─▸ kept ones that share some ─▸ judged, one by one ─▸ story

It is asked inside the transaction that keeps the release, behind the number that it takes: so
of two sources that tell one story at the same moment the second sees the first. What is looked
at is bounded: a few candidates a release, none older than a month.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter, itemgetter

from sqlalchemy import Connection, delete, insert, select, update

from monitor.model.release import Release
from monitor.store import templates
from monitor.store.batches import in_batches
from monitor.store.schema import releases, story_keys
from monitor.store.telling import Candidate, candidate_rows, day_of
from monitor.stories.commons import Commons
from monitor.stories.judge import same_story
from monitor.stories.model import Told, Verdict
from monitor.stories.sketch import NEWEST, ranked

WITHIN = timedelta(days=30)
"""How long a release waits for others to tell its story; then its keys are dropped."""

_MOST_TWINS = 3


def join(connection: Connection, written: Iterable[Release], sequences: Mapping[str, int]) -> None:
    """Give the new ones among these releases their stories, and keep their keys."""
    signed = [(sequences[each.id], each) for each in written if each.story_keys]
    if not signed:
        return
    signed.sort(key=itemgetter(0))
    kept = _Kept(connection, [release for _, release in signed])
    for number, release in signed:
        story = _story(connection, release, number, kept)
        if story != release.story:
            _tell(connection, number, story)
        kept.add(number, release)
    for batch in in_batches(kept.added):
        connection.execute(insert(story_keys), batch)


def compared(connection: Connection, first: int, second: int) -> Verdict:
    """What speaks for and against two kept releases telling one story, as they stand now."""
    ours, theirs = sorted(candidate_rows(connection, [first, second]), key=attrgetter("sequence"))
    commons = Commons(templates.of(connection, {ours.told.source, theirs.told.source}))
    return same_story(ours.told, theirs.told, commons)


def forget(connection: Connection, source: str) -> None:
    """Drop what was kept of a source for the sake of stories."""
    ours = select(releases.c.sequence).where(releases.c.source == source)
    connection.execute(delete(story_keys).where(story_keys.c.release.in_(ours)))
    templates.forget(connection, source)


def prune(connection: Connection, now: datetime) -> int:
    """Drop the keys of releases whose story nobody will tell any more; how many."""
    late = select(releases.c.sequence).where(releases.c.first_seen_at < now - WITHIN)
    return connection.execute(delete(story_keys).where(story_keys.c.release.in_(late))).rowcount


class _Kept:
    """What is kept that the releases of one check may have in common with others.

    Most keys are nobody else's: which are is asked once for all, and only those are looked up.
    """

    def __init__(self, connection: Connection, signed: Sequence[Release]) -> None:
        self._connection = connection
        self.added: list[dict[str, int]] = []
        self._ours: dict[int, list[int]] = defaultdict(list)
        keys = {key for release in signed for key in release.story_keys}
        self._known = _those_kept(connection, keys)
        self._twins = _equal_words(connection, {r.story for r in signed if r.story})

    def add(self, number: int, release: Release) -> None:
        """From now on this release is found, too."""
        for key in release.story_keys:
            self._ours[key].append(number)
            self.added.append({"key": key, "release": number})

    def twins(self, release: Release, number: int) -> list[int]:
        """The newest that say exactly the same: not each is one story with it (a weekly notice)."""
        equal = self._twins.get(release.story or "", [])
        return [one for one in equal if one < number][-_MOST_TWINS:]

    def sharing(self, release: Release) -> list[int]:
        """Releases that share keys, most promising first."""
        return ranked(self._postings(release.story_keys))

    def _postings(self, keys: Iterable[int]) -> Iterator[list[int]]:
        for key in keys:
            theirs = _newest_with(self._connection, key) if key in self._known else []
            yield self._ours.get(key, []) + theirs


def _story(connection: Connection, release: Release, number: int, kept: _Kept) -> str | None:
    """The story that this release tells: a kept one's, or its own."""
    twins = kept.twins(release, number)
    candidates = list(_candidates(connection, release, twins, kept.sharing(release)))
    same = _same(connection, told(release), candidates)
    if same is None:
        return release.id if twins else release.story
    return same.story or _begun(connection, same)


def _same(connection: Connection, ours: Told, candidates: Sequence[Candidate]) -> Candidate | None:
    """The first that tells the same story."""
    if not candidates:
        return None
    sources = {ours.source, *(candidate.told.source for candidate in candidates)}
    commons = Commons(templates.of(connection, sources))
    return next((c for c in candidates if same_story(ours, c.told, commons).same), None)


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


def _candidates(
    connection: Connection, release: Release, twins: Sequence[int], sharing: Sequence[int]
) -> Iterator[Candidate]:
    """The kept releases worth comparing with a new one, most promising first."""
    since = release.first_seen_at - WITHIN
    numbers = list(dict.fromkeys([*twins, *sharing]))
    rows = {row.sequence: row for row in candidate_rows(connection, numbers)}
    for number in numbers:
        row = rows.get(number)
        if row and (number in twins or row.first_seen_at >= since):
            yield row


def _those_kept(connection: Connection, keys: Collection[int]) -> set[int]:
    """Which of these keys any kept release has."""
    found: set[int] = set()
    for batch in in_batches(sorted(keys)):
        query = select(story_keys.c.key).where(story_keys.c.key.in_(batch)).distinct()
        found.update(connection.scalars(query))
    return found


def _newest_with(connection: Connection, key: int) -> list[int]:
    query = select(story_keys.c.release).where(story_keys.c.key == key)
    return list(connection.scalars(query.order_by(story_keys.c.release.desc()).limit(NEWEST)))


def _equal_words(connection: Connection, stories: Collection[str]) -> Mapping[str, list[int]]:
    """By story, the releases that tell it, rising."""
    found: dict[str, list[int]] = defaultdict(list)
    columns = releases.c.story, releases.c.sequence
    for batch in in_batches(sorted(stories)):
        query = select(*columns).where(releases.c.story.in_(batch)).order_by(releases.c.sequence)
        for story, number in connection.execute(query):
            found[story].append(number)
    return found
