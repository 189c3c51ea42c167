"""Who is told of a change: pure.

Change ─▸ is it told at all? ─▸ target.on ─▸ target.match ─┬▸ Delivery
                                                           └▸ DigestItem, where `digest` is set
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.config.settings import Match, Target
from monitor.model.change import ChangeKind
from monitor.model.delivery import Delivery, DeliveryState, DigestItem
from monitor.store.match import matcher
from monitor.store.views import ChangeRow, Selection


def route(
    changes: Iterable[ChangeRow],
    targets: Iterable[Target],
    owed_at: datetime,
    texts: Mapping[int, str] | None = None,
) -> tuple[Delivery, ...]:
    """What is owed at once for these changes, by sequence and then in the order of the targets.

    `texts` holds the text of a change's release by sequence, for targets that match by words.
    A change that is not told (a baseline's, a held one) is owed to nobody. A private source's
    changes are told like any other: targets are the owner's own, feeds may be anybody's.
    """
    at_once = [target for target in targets if target.digest is None]
    heard = _heard(changes, at_once, texts or {})
    return tuple(_owed(change, target, owed_at) for change, target in heard)


def gather(
    changes: Iterable[ChangeRow],
    targets: Iterable[Target],
    now: datetime,
    texts: Mapping[int, str] | None = None,
) -> tuple[DigestItem, ...]:
    """What goes into digests instead, each with the next time that its target's comes round."""
    in_digests = [target for target in targets if target.digest is not None]
    heard = _heard(changes, in_digests, texts or {})
    return tuple(
        DigestItem(
            delivery_id(f"digest {change.id}", target.id),
            change.sequence,
            target.id,
            digest_at(target, now),
        )
        for change, target in heard
    )


def digest_at(target: Target, now: datetime) -> datetime:
    """When a target's digest comes round next; at once where it has none (any more)."""
    if target.digest is None:
        return now
    from monitor.config.cron import next_fire  # only where there is a digest: it takes 80 ms

    return next_fire(target.digest, target.timezone, now)


def _heard(
    changes: Iterable[ChangeRow], targets: Sequence[Target], texts: Mapping[int, str]
) -> Iterator[tuple[ChangeRow, Target]]:
    """Who is to hear of what."""
    for change in changes:
        for target in targets:
            if wants(target, change, texts.get(change.sequence, "")):
                yield change, target


def wants(target: Target, change: ChangeRow, text: str) -> bool:
    """Whether a target is to hear of a change of a release whose text is `text`.

    Who hears of new releases hears of renumbered ones too: that they are none.
    """
    kinds = {change.kind, ChangeKind.NEW} if change.kind is ChangeKind.RENUMBERED else {change.kind}
    asked = change.told and not kinds.isdisjoint(target.on)
    return asked and _matches(target.match, change, text)


def reads_texts(targets: Iterable[Target]) -> bool:
    """Whether any of them chooses by words, so that texts are needed to route at all."""
    return any(target.match.any_words or target.match.none_words for target in targets)


def delivery_id(change_id: str, target_id: str) -> str:
    """The one id of a message, on every attempt and after every restart (`webhook-id`)."""
    return "msg_" + hashlib.sha256(f"{change_id}\n{target_id}".encode()).hexdigest()[:32]


def _owed(change: ChangeRow, target: Target, owed_at: datetime) -> Delivery:
    first_wait = target.retries_seconds[0] if target.retries_seconds else 0
    return Delivery(
        id=delivery_id(change.id, target.id),
        sequence=change.sequence,
        target=target.id,
        state=DeliveryState.OWED,
        attempts=0,
        next_at=owed_at + timedelta(seconds=first_wait),
    )


def _matches(match: Match, change: ChangeRow, text: str) -> bool:
    """Every condition that is set holds; words say nothing about a source's own changes, and
    none says anything about the whole of them being late."""
    if change.kind is ChangeKind.LATE:
        return True
    if match.sources and change.source not in match.sources:
        return False
    if match.tags and not set(match.tags).intersection(change.tags):
        return False
    if change.release is None:
        return True
    holds = matcher(Selection(any_words=match.any_words, none_words=match.none_words))
    return holds is None or holds(change.title or "", text)
