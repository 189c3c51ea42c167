"""What a visit means: (what is known, what is seen) -> releases to write, changes to tell. Pure.

    item without a release      NEW        told in the order of their own dates, oldest first
    other content than before   REVISED    with the number of words that came and went; held
                                           where it goes to and fro (monitor.intake.hold)
    held, and it stood still    REVISED    told against what was told last
    withdrawn, and here again   RETURNED   and REVISED too if it came back changed
    known, under another name   RENUMBERED one note for all of them, of the source
    known, and nowhere any more WITHDRAWN  where absence means something (Scope.withdraws), or from
                                           the middle of a list, twice (monitor.intake.unlisted);
                                           what fell off its end is asked for on its own page
    other place or URL          nothing to tell: the row moves

`published` never moves once it is kept. Nothing is written for what only looks different.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitor.diff import between
from monitor.intake.advance import Context
from monitor.intake.chronology import oldest_first
from monitor.intake.hold import Edit, Hold, Telling, telling
from monitor.intake.identify import (
    TITLE,
    Item,
    Keys,
    by_place,
    release_id,
    source_change_id,
)
from monitor.intake.order import renumber
from monitor.intake.records import change, first_seen, off
from monitor.intake.renamed import alias, note, renamed
from monitor.intake.scope import Scope
from monitor.intake.unlisted import Unlisted, unlisted, vanished
from monitor.model.change import Change, ChangeKind
from monitor.model.release import Alias, Known, Release, Version

UNSTABLE = 3
"""Where so many visits in a row found new names, names mean nothing and are kept no more."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a visit shows, beside what is known: `links` says which item is which release.

    `texts` has (title, text) of the releases whose content differs from their item's, `told`
    that of the revision told last where a later one is held, `versions` the last revisions of
    both. `policy` is what keys are made of; `renamings` how many visits up to this one found names
    that were new. `missed` are the releases that the last visit missed in a list, `absorbed` the
    items that are no release of their own, because somebody said so.
    """

    items: Sequence[Item]
    known: Sequence[Known]
    links: Mapping[int, Known]
    scope: Scope
    texts: Mapping[str, tuple[str, str]]
    policy: str = TITLE
    renamings: int = 0
    missed: frozenset[str] = frozenset()
    absorbed: frozenset[int] = frozenset()
    versions: Mapping[str, Sequence[Version]] = field(default_factory=dict)
    told: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """Rows to write, and what happened, in the order in which it is numbered.

    `renamed`: how many releases that stood in the list go by a name that is new. `missed`: those
    that were taken off a list if the next visit misses them too, `fallen` those that fell off its
    end. `hold`: of what is held for now, what may be set free first.
    """

    releases: tuple[Release, ...]
    changes: tuple[Change, ...]
    renamed: int = 0
    missed: tuple[str, ...] = ()
    hold: Hold | None = None
    fallen: tuple[Known, ...] = ()


def revised(items: Sequence[Item], links: Mapping[int, Known]) -> list[str]:
    """The releases whose content is not what it was: their old texts are needed."""
    return [one.id for n, one in links.items() if items[n].seen.content_hash != one.content_hash]


def decide(context: Context, sight: Sight) -> Decided:
    """Everything that a visit changes. Time and memory in proportion to what was seen."""
    places = _places(sight)
    keys = Keys(name for known in sight.known for name in (known.key, *known.aliases))
    releases: list[Release] = []
    changes: list[Change] = []
    holds: list[Hold] = []
    names = _new_names(sight, keys)
    for number, known in sight.links.items():
        item = sight.items[number]
        about = _about(context, sight, item, known)
        release = _again(context, item, known, places[number], about)
        if sight.renamings < UNSTABLE:
            release = replace(release, aliases=names.get(number, ()))
        if _differs(release, known):
            releases.append(release)
            changes.extend(_told(context, release, known, about, sight))
        if about and about.waits:
            holds.append(about.waits)
    for known in _missing(sight):
        release = _gone(context, known, sight.scope)
        releases.append(release)
        if release.withdrawn:
            changes.append(change(context, release, ChangeKind.WITHDRAWN, known.changes))
    gone = _off_the_list(context, sight)
    releases.extend(off(context, known) for known in gone.fallen)
    for known in (one for one in gone.missed if one.id in sight.missed):
        release = replace(off(context, known), withdrawn=True)
        releases.append(release)
        changes.append(change(context, release, ChangeKind.WITHDRAWN, known.changes))
    # What comes back under a new name was renamed while nobody saw it: that is no news.
    others = sum(bool(sight.links[number].places) for number in names)
    if others and not sight.renamings:
        changes.append(_renumbered(context, note(sight.policy, others, len(sight.items))))
    for release in _new(context, sight, places, keys):
        releases.append(release)
        changes.append(_first(context, release))
    missed = tuple(one.id for one in gone.missed if one.id not in sight.missed)
    soonest = min(holds, key=lambda hold: hold.seconds or 0, default=None)
    return Decided(tuple(releases), tuple(changes), others, missed, soonest, gone.fallen)


# ── releases ───────────────────────────────────────────────────────────────────────────────


def _about(context: Context, sight: Sight, item: Item, known: Known) -> Telling | None:
    """Whether there is an edit to tell; of what was trimmed nothing is left to compare with."""
    if known.trimmed:
        return None
    said = sight.told if known.told_revision else sight.texts
    edit = Edit(
        item.seen.content_hash,
        sight.versions.get(known.id, ()),
        said.get(known.id, ("", "")),
        (item.seen.document.title, item.seen.document.text),
    )
    return telling(context, known, edit)


def _again(
    context: Context, item: Item, known: Known, places: Mapping[str, int], about: Telling | None
) -> Release:
    """A known release as it stands now. One that is held is no younger than it was."""
    seen = item.seen
    edited = seen.content_hash != known.content_hash
    told = (edited and known.trimmed) or (about is not None and about.hold is None)
    return Release(
        id=known.id,
        source=context.source.id,
        key=known.key,
        content_hash=seen.content_hash,
        revision=known.revision + (edited or known.trimmed),
        document=seen.document,
        published=known.published or first_seen(known.first_seen_at),
        first_seen_at=known.first_seen_at,
        changed_at=context.now if told else known.changed_at,
        places=places,
        story=seen.story,
        told_revision=about.told_revision if about else None,
        seen_at=context.now if edited or known.trimmed else None,
    )


def _differs(release: Release, known: Known) -> bool:
    """Whether anything is to be written."""
    return (
        release.content_hash != known.content_hash
        or known.withdrawn
        or known.trimmed
        or release.places != known.places
        or release.told_revision != known.told_revision
        or release.document.url != known.url
        or bool(release.aliases)
    )


def _new_names(sight: Sight, keys: Keys) -> dict[int, tuple[Alias, ...]]:
    """The new name of each item that was recognised without one, by the item's number."""
    return {
        n: (alias(sight.items[n], known, keys.free(sight.items[n].seen.key)),)
        for n, known in sorted(sight.links.items())
        if renamed(sight.items[n], known, sight.policy)
    }


def _missing(sight: Sight) -> Iterator[Known]:
    """What stood in a place that was looked into, and was not found there."""
    if not sight.scope.withdraws:
        return
    found = {known.id for known in sight.links.values()}
    for known in sight.known:
        lost = any(sight.scope.part(place) is not None for place in known.places)
        if lost and not known.withdrawn and known.id not in found:
            yield known


def _off_the_list(context: Context, sight: Sight) -> Unlisted:
    """What a list shows no more. One that is read anew says nothing of what it showed before."""
    if sight.scope.relisted:
        here = {known.id for known in sight.links.values()}
        return Unlisted(tuple(k for k in sight.known if k.places and k.id not in here))
    if sight.scope.complete:
        return vanished(sight.known, sight.links, sight.scope)
    if not sight.scope.listed:
        return Unlisted()
    return unlisted(sight.items, sight.known, sight.links, context.source.timezone)


def _gone(context: Context, known: Known, scope: Scope) -> Release:
    """A release without the places where it was missed: withdrawn when none is left."""
    places = _elsewhere(known, scope)
    return replace(off(context, known), places=places, withdrawn=not places)


def _new(
    context: Context, sight: Sight, places: Sequence[Mapping[str, int]], keys: Keys
) -> Iterator[Release]:
    """Releases that nobody has seen before, oldest first."""
    known = sight.links.keys() | sight.absorbed
    numbers = [n for n in range(len(sight.items)) if n not in known]
    documents = [sight.items[n].seen.document for n in numbers]
    # Keys are given in the order of the places, so that `#2` is the second one there.
    key_of = {n: keys.free(sight.items[n].seen.key) for n in numbers}
    for index in oldest_first(documents, context.source.timezone):
        number = numbers[index]
        seen = sight.items[number].seen
        yield Release(
            id=release_id(context.source.id, key_of[number]),
            source=context.source.id,
            key=key_of[number],
            content_hash=seen.content_hash,
            revision=1,
            document=seen.document,
            published=seen.document.published or first_seen(context.now),
            first_seen_at=context.now,
            changed_at=context.now,
            places=places[number],
            story=seen.story,
        )


# ── places ─────────────────────────────────────────────────────────────────────────────────


def _places(sight: Sight) -> list[dict[str, int]]:
    """Where each item stands now, positions included; the second spot in a place is `(2)`."""
    places: list[dict[str, int]] = [
        _elsewhere(sight.links[n], sight.scope) if n in sight.links else {}
        for n in range(len(sight.items))
    ]
    for place, numbers in by_place(sight.items):
        names = _names(place, numbers)
        kept = [
            sight.links[n].places.get(name) if n in sight.links else None
            for n, name in zip(numbers, names, strict=True)
        ]
        for number, name, position in zip(numbers, names, renumber(kept), strict=True):
            places[number][name] = position
    return places


def _names(place: str, numbers: Sequence[int]) -> list[str]:
    times: dict[int, int] = {}
    names = []
    for number in numbers:
        times[number] = times.get(number, 0) + 1
        names.append(place if times[number] == 1 else f"{place} ({times[number]})")
    return names


def _elsewhere(known: Known, scope: Scope) -> dict[str, int]:
    """The places of a release that this visit says nothing about."""
    if not scope.withdraws:
        return {}
    return {name: at for name, at in known.places.items() if scope.part(name) is None}


# ── changes ────────────────────────────────────────────────────────────────────────────────


def _told(
    context: Context, release: Release, known: Known, about: Telling | None, sight: Sight
) -> Iterator[Change]:
    """What is told of a release that was seen again: nothing if it only moved."""
    ordinal = known.changes
    edited = release.content_hash != known.content_hash
    if known.withdrawn or (known.trimmed and edited):
        yield change(context, release, ChangeKind.RETURNED, ordinal)
        ordinal += 1
    if about and (about.edited or about.hold is None):
        said = release.document
        step = about.hold is not None or about.base == known.revision
        before = (sight.texts if step else sight.told).get(known.id, ("", ""))
        difference = between(before, (said.title, said.text))
        yield replace(
            change(context, release, ChangeKind.REVISED, ordinal),
            previous=known.revision if step else about.base,
            added_words=difference.added_words,
            removed_words=difference.removed_words,
            held=about.hold.why if about.hold else None,
        )


def _first(context: Context, release: Release) -> Change:
    first_visit = context.state.baseline_at is None
    baseline = first_visit and not context.source.tell_baseline
    return change(context, release, ChangeKind.NEW, 0, baseline=baseline)


def _renumbered(context: Context, said: str) -> Change:
    """One note for all that were renamed; the state's version tells one such note from another."""
    source = context.source.id
    return Change(
        id=source_change_id(source, "names", context.state.version),
        kind=ChangeKind.RENUMBERED,
        source=source,
        at=context.now,
        note=said,
    )
