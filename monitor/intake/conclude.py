"""From a visit to the Check that says what it means: the same bytes, or parse, identify, decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol

from monitor.intake import waiting
from monitor.intake.advance import Context, Learnt, after_failure, after_response
from monitor.intake.confirm import doubted, settled, to_look_again
from monitor.intake.decide import Sight, decide, revised
from monitor.intake.gone import GONE, watched
from monitor.intake.hold import Hold
from monitor.intake.identify import TITLE, Item, choose_policy, items
from monitor.intake.kinds import KINDS
from monitor.intake.match import exact
from monitor.intake.neighbours import near
from monitor.intake.noise.learn import Tracks, kept
from monitor.intake.noise.quiet import learnt_of, outline, quieted
from monitor.intake.notes import MISSED, RENAMED, memo_of, noted
from monitor.intake.renamed import absorbed
from monitor.intake.scope import Scope
from monitor.intake.sources.kind import SourceKind, combined, unread, with_unread
from monitor.intake.understand import Understood
from monitor.intake.waiting import carried
from monitor.model.change import Check
from monitor.model.release import Known, Version
from monitor.model.source import NOISE, WAITING
from monitor.model.visit import Response


@dataclass(frozen=True, slots=True)
class Match:
    """What a visit shows, matched with what is known; `noise` is what is learnt of it by now.
    `told` are the texts that were told last, where a later one is held."""

    items: Sequence[Item]
    known: Sequence[Known]
    links: Mapping[int, Known]
    scope: Scope
    texts: Mapping[str, tuple[str, str]]
    told: Mapping[str, tuple[str, str]]
    noise: Tracks


class Memory(Protocol):
    """The verbs of the store that a conclusion asks."""

    def known(self, source: str) -> list[Known]:
        """Every release kept of a source."""

    def texts(self, releases: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """(title, text) of some releases."""

    def versions(self, ids: Sequence[str]) -> Mapping[str, tuple[Version, ...]]:
        """The last revisions of some releases, oldest first."""

    def told_texts(self, ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """(title, text) of the revision told last, of releases with a later one held."""


def unchanged(context: Context, response: Response) -> Check | None:
    """The check of a visit that brought the bytes of the last one; None if they are others.

    Nothing is kept to compare with while the last ones made no sense: they are read again, and
    fail again, until they do (conformance A).
    """
    state = context.state
    if response.memo is not None or response.raw_hash is None:
        return None
    if response.raw_hash != state.raw_hash:
        return None
    same = Learnt(state.raw_hash, state.text_hash, state.key_policy)
    return after_response(context, response, same)


def hashed(response: Response) -> Response:
    """The response with the hash of its bytes, where its kind has not taken it."""
    if response.memo is not None or response.raw_hash is not None:
        return response
    digest = sha256()
    for part in response.parts:
        digest.update(part.body)
    return replace(response, raw_hash=digest.hexdigest())


def judge(context: Context, response: Response, understood: Understood, memory: Memory) -> Check:
    """What it means that a visit was understood so. The response's parts are not looked at.

    A kind that remembers (files) brings what changed, and one bad part does not hold up the
    others. A kind that does not brings one body, which is the whole of what it says: it is
    compared by its texts before anything is looked up.
    """
    if response.memo is not None:
        return _of_parts(context, response, understood, memory)
    return _of_body(context, response, understood, memory)


def _of_body(context: Context, response: Response, understood: Understood, memory: Memory) -> Check:
    if failure := combined(understood.unread):
        return after_failure(context, replace(failure, status=response.status), content=True)
    policy, found = _items(context, understood)
    memo = carried(context.state, understood.finding.memo if understood.finding else None)
    outlined = outline(found, learnt_of(context))
    learnt = Learnt(response.raw_hash, outlined, policy, memo, baseline=True)
    again = MISSED in context.state.memo or context.state.waiting
    if learnt.text_hash != context.state.text_hash or again:
        match = _matched(context, learnt, found, _scope(context, understood, response), memory)
        learnt = replace(
            noted(context, learnt, NOISE, kept(match.noise)), text_hash=outline(found, match.noise)
        )
        if doubt := doubted(context, learnt):
            return after_response(context, to_look_again(context, response), doubt)
        learnt, hold = _decided(context, settled(context, learnt), match, memory)
        response = waiting.to_look_again(response, hold)
    learnt = settled(context, learnt)
    if {MISSED, WAITING} & memo_of(context, learnt).keys():
        learnt, response = replace(learnt, raw_hash=""), replace(response, validators=None)
    return after_response(context, response, learnt)


def _of_parts(
    context: Context, response: Response, understood: Understood, memory: Memory
) -> Check:
    memo = response.memo or {}
    failures = unread(memo) | dict(understood.unread)
    response = replace(response, failure=combined(failures))
    policy, found = _items(context, understood)
    scope = _scope(context, understood, response)
    learnt = Learnt(
        key_policy=policy, memo=with_unread(memo, failures), baseline=bool(understood.read)
    )
    if scope.read or scope.absent:
        match = _matched(context, learnt, found, scope, memory)
        learnt, _ = _decided(context, learnt, match, memory)
    return after_response(context, response, learnt)


def _items(context: Context, understood: Understood) -> tuple[str | None, tuple[Item, ...]]:
    """The policy, chosen now if it never was and there is something to judge by; the items."""
    policy = context.state.key_policy
    if policy is None and understood.documents:
        policy = choose_policy(understood.documents)
    return policy, items(understood.documents, policy or TITLE)


def _scope(context: Context, understood: Understood, response: Response) -> Scope:
    """What was looked into. A list is compared with what it was only where it is read alike."""
    read, absent = understood.read, frozenset(response.absent)
    finding, anew = understood.finding, context.state.text_hash is None
    kind = KINDS.get(finding.kind, context.kind) if finding else context.kind
    relisted = kind.listed and (anew or bool(finding and finding.note))
    listed = kind.listed and not relisted
    return Scope(
        read, absent, kind.withdraws, listed, relisted, _complete(context, understood, kind)
    )


def _complete(context: Context, understood: Understood, kind: SourceKind) -> bool:
    """Whether nothing falls off the end of what was read."""
    said: bool | None = context.source.options.get("complete")
    dated = any(document.published for document in understood.documents)
    return (kind.complete and not dated) if said is None else said


def _matched(
    context: Context, learnt: Learnt, found: Sequence[Item], scope: Scope, memory: Memory
) -> Match:
    """Which item is which release, and what it says beside what changes by itself. Texts are
    asked for only where they are needed."""
    known = memory.known(context.source.id)
    matching = exact(found, known, scope, learnt.key_policy or TITLE)
    texts = dict(memory.texts(matching.wanted)) if matching.wanted else {}
    links = near(matching.found, matching.gaps, found, texts)
    if more := [release for release in revised(found, links) if release not in texts]:
        texts |= memory.texts(more)
    held = [one.id for one in links.values() if one.told_revision]
    told = memory.told_texts(held) if held else {}
    quiet, noise = quieted(context, found, links, texts, told)
    return Match(quiet, known, links, scope, texts, told, noise)


def _decided(
    context: Context, learnt: Learnt, match: Match, memory: Memory
) -> tuple[Learnt, Hold | None]:
    """Decide; what is held for now, if something is. Earlier revisions are asked for only where
    they are needed."""
    found, links = match.items, match.links
    edited = revised(found, links)
    held = [one.id for one in links.values() if one.told_revision]
    asked, times = [*edited, *held], context.state.memo.get(RENAMED, 0)
    sight = Sight(
        items=found,
        known=match.known,
        links=links,
        scope=match.scope,
        texts=match.texts,
        versions=memory.versions(asked) if asked else {},
        told=match.told,
        policy=learnt.key_policy or TITLE,
        renamings=times,
        missed=frozenset(context.state.memo.get(MISSED, ())),
        absorbed=absorbed(found, links),
    )
    decided = decide(context, sight)
    learnt = noted(context, learnt, RENAMED, times + 1 if decided.renamed else 0)
    learnt = noted(context, learnt, MISSED, list(decided.missed))
    learnt = noted(context, learnt, WAITING, decided.hold.why if decided.hold else None)
    learnt = noted(context, learnt, GONE, watched(context, decided.fallen, links.values()))
    return replace(learnt, releases=decided.releases, changes=decided.changes), decided.hold
