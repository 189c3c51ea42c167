"""What a store would know after the checks so far: enough of one to test decisions without it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.intake.advance import Context
from monitor.intake.conclude import hashed, judge, unchanged
from monitor.intake.sources.kind import COMMON_KEYS, SourceKind
from monitor.intake.understand import understand
from monitor.model.change import Change, ChangeKind, Check
from monitor.model.release import Document, Known, Release, Version
from monitor.model.source import Source, SourceState
from monitor.model.visit import Part, Response

START = datetime(2024, 12, 21, 9, tzinfo=UTC)


class Remembered:
    """Applies checks as a store does, and checks what a store's constraints would."""

    def __init__(self, source: Source, kind: SourceKind) -> None:
        self.source_config = source
        self.kind = kind
        self.state = SourceState(source.id)
        self.now = START
        self.releases: dict[str, Release] = {}
        self.said: dict[str, tuple[str, str]] = {}
        self.kept: dict[str, list[tuple[Version, tuple[str, str]]]] = {}
        self.changes: list[Change] = []
        self.told: Counter[str | None] = Counter()
        self.names: defaultdict[str, list[str]] = defaultdict(list)

    def known(self, source: str) -> list[Known]:
        assert source == self.source_config.id
        return [self._known(release) for release in self.releases.values()]

    def texts(self, releases: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        return {release: self.said[release] for release in releases}

    def versions(self, ids: Sequence[str]) -> Mapping[str, tuple[Version, ...]]:
        return {one: tuple(version for version, _ in self.kept[one]) for one in ids}

    def told_texts(self, ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        numbers = {one: self.releases[one].told_revision for one in ids}
        return {one: self.kept[one][number - 1][1] for one, number in numbers.items() if number}

    def see(self, response: Response) -> Check:
        """One check, concluded and applied."""
        self.now += timedelta(minutes=5)
        context = Context(self.source_config, self.kind, self.state, self.now)
        response = hashed(response)
        check = unchanged(context, response) or self._judged(context, response)
        self.apply(check)
        return check

    def _judged(self, context: Context, response: Response) -> Check:
        understood = understand(
            context.source,
            context.kind,
            response.parts,
            context.now,
            had_items=bool(self.releases),
            memo=context.state.memo,
        )
        return judge(context, response, understood, self)

    def apply(self, check: Check) -> None:
        """What committing does."""
        assert check.base_version == self.state.version
        self.state = check.next_state
        for release in check.releases:
            before = self.releases.get(release.id)
            if before is None or release.revision > before.revision:
                self.said[release.id] = (release.document.title, release.document.text)
                self._keep(release)
            self.releases[release.id] = release
            self.names[release.id] += [alias.key for alias in release.aliases]
        keys = [release.key for release in self.releases.values()]
        keys += [key for names in self.names.values() for key in names]
        assert len(set(keys)) == len(keys), "a name twice"
        self.changes.extend(check.changes)
        self.told.update(change.release for change in check.changes)
        assert len({change.id for change in self.changes}) == len(self.changes), "an id twice"

    def _keep(self, release: Release) -> None:
        at = release.seen_at or release.changed_at
        version = Version(release.revision, release.content_hash, at)
        said = (release.document.title, release.document.text)
        self.kept.setdefault(release.id, []).append((version, said))

    def standing(self) -> list[Release]:
        """The releases that are not withdrawn."""
        return [release for release in self.releases.values() if not release.withdrawn]

    def _known(self, release: Release) -> Known:
        return Known(
            id=release.id,
            key=release.key,
            content_hash=release.content_hash,
            revision=release.revision,
            title=self.said[release.id][0],
            url=release.document.url,
            published=release.published,
            withdrawn=release.withdrawn,
            first_seen_at=release.first_seen_at,
            changed_at=release.changed_at,
            places=release.places,
            changes=self.told[release.id],
            aliases=tuple(self.names[release.id]),
            told_revision=release.told_revision,
        )


def kinds(check: Check) -> list[str]:
    """What a check tells, in order."""
    return [change.kind.value for change in check.changes]


def scripted(documents: Mapping[str, Sequence[Document]], *, withdraws: bool) -> SourceKind:
    """A kind whose parts are read from a script: the place of a part names its documents."""

    async def fetch(*_: object) -> Response:
        return Response(())

    def parse(_: Source, part: Part, __: object) -> tuple[Document, ...]:
        return tuple(
            replace(document, place=part.place, position=position)
            for position, document in enumerate(documents[part.place])
        )

    return SourceKind(
        name="scripted",
        place=str,
        keys=COMMON_KEYS,
        fetch=fetch,
        parse=parse,
        withdraws=withdraws,
    )


class Shelf:
    """A folder of files, as `files:` sees it, whose documents are written down by hand."""

    def __init__(self) -> None:
        self.files: dict[str, Sequence[Document]] = {}
        self._read: dict[str, Sequence[Document]] = {}
        source = Source("shelf", "scripted", "*.txt", "Shelf")
        self.kept = Remembered(source, scripted(self.files, withdraws=True))

    def check(self, **files: Sequence[Document]) -> Check:
        """Make these the files that stand there (`a=` is `a.txt`) and look at them."""
        self.files.clear()
        self.files.update({f"{name}.txt": documents for name, documents in files.items()})
        changed = [name for name, said in self.files.items() if self._read.get(name) != said]
        absent = tuple(name for name in self._read if name not in self.files)
        self._read = dict(self.files)
        parts = tuple(Part(name, b"") for name in changed)
        return self.kept.see(Response(parts, absent=absent, memo={"n": 1}))

    def kinds(self) -> list[ChangeKind]:
        return [change.kind for change in self.kept.changes]
