"""`explain`, `merge`, `split`, `undo`: why items are one release or two, and who knows better."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor import clock, shapes
from monitor.commands import output
from monitor.commands.session import Session, session
from monitor.intake.identify import Keys, release_id
from monitor.intake.why import apart, near, policy_words
from monitor.store.views import CorrectionRow, NameRow, ReleaseRow, RevisionRow

MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Explained:
    """All that there is to say about who a release is."""

    row: ReleaseRow
    policy: str | None
    names: Sequence[NameRow]
    revisions: Sequence[RevisionRow]
    corrections: Sequence[CorrectionRow]
    near: Sequence[tuple[str, Sequence[str]]]
    offer: str = "one"


def explain(config: Path, release: str, other: str | None, *, as_json: bool) -> int:
    """Say what a release is known by; with another one, why the two are one or two."""
    with session(config, sync=False) as opened:
        row = opened.release(release)
        found = _explained(opened, row, opened.release(other) if other else None)
    if as_json:
        output.document(_shape(found))
    else:
        for line in _lines(found):
            output.line(line)
    return 0


def merge(config: Path, first: str, second: str, *, as_json: bool) -> int:
    """Make two releases one, or one story where they are of two sources."""
    with session(config, sync=False) as opened:
        one, other = opened.release(first), opened.release(second)
        done = opened.store.merge(one.id, other.id, clock.now())
    are = "is one with" if one.source == other.source else "is one story with"
    return _told(done, f"{other.title} {are} {one.title} now, and for ever", as_json)


def split(config: Path, release: str, revision: int | None, *, as_json: bool) -> int:
    """Make the later revisions of a release one of their own, or the release a story of its own."""
    with session(config, sync=False) as opened:
        row = opened.release(release)
        if revision is None:
            done = opened.store.part(row.id, clock.now())
            return _told(done, f"{row.title} tells a story of its own now, and for ever", as_json)
        known = opened.store.known(row.source)
        key = Keys(name for one in known for name in (one.key, *one.aliases)).free(row.key)
        new = (release_id(row.source, key), key)
        done = opened.store.split(row.id, revision, new, clock.now())
    return _told(done, f"from revision {revision} on it is a release of its own", as_json)


def undo(config: Path, number: int | None, *, as_json: bool) -> int:
    """Take back what was said by `merge` or `split`."""
    with session(config, sync=False) as opened:
        done = opened.store.undo(number, clock.now())
    said = {"join": "merge", "part": "split"}.get(done.kind, done.kind)
    return _told(done, f"the {said} is undone: everything is as it was", as_json)


def _told(done: CorrectionRow, said: str, as_json: bool) -> int:
    if as_json:
        output.document(_correction(done))
        return 0
    output.line(said)
    if done.undone_at is None:
        output.remark(f"take it back with: feed-monitor undo {done.number}")
    return 0


def _explained(opened: Session, row: ReleaseRow, other: ReleaseRow | None) -> Explained:
    store = opened.store
    policy = opened.kept(row.source).state.key_policy
    return Explained(
        row,
        policy,
        store.names(row.id),
        store.revisions(row.id),
        store.corrections(row.id),
        list(_compared(opened, row, other, policy)),
        offer=_offer(row, other),
    )


def _compared(
    opened: Session, row: ReleaseRow, other: ReleaseRow | None, policy: str | None
) -> Iterator[tuple[str, Sequence[str]]]:
    """Each release that might be taken for this one, or the one asked for, and why it is not."""
    if other and (reasons := list(_decided_already(opened, row, other))):
        yield other.id, reasons
        return
    known = {one.id: one for one in opened.store.known(row.source)}
    if row.id not in known:
        return
    chosen = [known[other.id]] if other else near(known[row.id], list(known.values()))[:MOST_NEAR]
    texts = opened.store.texts([row.id, *(one.id for one in chosen)])
    for one in chosen:
        said = texts.get(row.id, ("", "")), texts.get(one.id, ("", ""))
        yield one.id, apart(known[row.id], one, said, policy)


def _decided_already(opened: Session, row: ReleaseRow, other: ReleaseRow) -> Iterator[str]:
    if row.id == other.id:
        yield "they are one release"
        return
    for done in opened.store.corrections(row.id):
        if {done.first, done.second} <= {row.id, other.id} and not done.undone_at:
            yield f"they are {_ARE[done.kind]}, because somebody said so: correction {done.number}"
    if row.source != other.source:
        same = row.story is not None and row.story == other.story
        yield f"they are of two sources, and {'one story' if same else 'two stories'}"
        yield from opened.store.compared(row.sequence, other.sequence).why


def _offer(row: ReleaseRow, other: ReleaseRow | None) -> str:
    """What somebody who knows better may make of the two."""
    if other is None or other.source == row.source:
        return "one"
    return "two stories" if row.story and row.story == other.story else "one story"


def _verb(found: Explained, other: str) -> str:
    first = found.row.id[:8]
    return f"split {first}" if found.offer == "two stories" else f"merge {first} {other[:8]}"


_ARE = {"merge": "one", "split": "two", "join": "one story", "part": "two stories"}


def _lines(found: Explained) -> Iterator[str]:
    row = found.row
    yield f"{row.title} ({row.id})"
    yield f"  of {row.source}: {policy_words(found.policy)}"
    yield f"  its name there: {row.key}"
    for name in found.names:
        yield f"  also known as {name.key}, since {name.at:%Y-%m-%d}: {name.why}"
    for revision in found.revisions:
        words = len(revision.text.split())
        yield f"  revision {revision.number}, seen {revision.seen_at:%Y-%m-%d %H:%M}: {words} words"
    for done in found.corrections:
        undone = f", undone {done.undone_at:%Y-%m-%d}" if done.undone_at else ""
        yield f"  correction {done.number}, {done.at:%Y-%m-%d}: {_said(done)}{undone}"
    for place in row.also_at:
        yield f"  also stands at {place}"
    for other, reasons in found.near:
        yield f"beside {other}:"
        yield from (f"  {reason}" for reason in reasons)
        yield f"  to make them {found.offer}: feed-monitor {_verb(found, other)}"


def _said(done: CorrectionRow) -> str:
    if done.kind in ("merge", "join"):
        return f"{done.second} is {_ARE[done.kind]} with {done.first}"
    if done.kind == "part":
        return f"{done.first} tells a story of its own"
    return f"{done.second} was made of {done.first}"


def _shape(found: Explained) -> dict[str, Any]:
    row = found.row
    return {
        "release": row.id,
        "source": row.source,
        "title": row.title,
        "policy": found.policy,
        "policy_says": policy_words(found.policy),
        "key": row.key,
        "names": [
            {"key": name.key, "why": name.why, "since": shapes.instant(name.at)}
            for name in found.names
        ],
        "revisions": [
            {
                "number": revision.number,
                "seen_at": shapes.instant(revision.seen_at),
                "content_hash": revision.content_hash,
            }
            for revision in found.revisions
        ],
        "also_at": list(row.also_at),
        "corrections": [_correction(done) for done in found.corrections],
        "beside": [{"release": other, "why": list(reasons)} for other, reasons in found.near],
    }


def _correction(done: CorrectionRow) -> dict[str, Any]:
    return {
        "number": done.number,
        "kind": done.kind,
        "source": done.source,
        "first": done.first,
        "second": done.second,
        "at": shapes.instant(done.at),
        "undone_at": shapes.instant(done.undone_at),
    }
