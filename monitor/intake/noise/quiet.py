"""What a source says, without what is known to change by itself. Pure.

    items ─▸ outline     one hash over them, moving values left out: is there anything to look at?
          ─▸ quieted     moving values put back to what is kept: what is left is an edit

So one rule serves detection, diff and alert still: the texts that are hashed, compared and told
are the same. A text that is kept shows moving values as they were when it was last edited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.intake.advance import Context
from monitor.intake.identify import Item, Seen, fingerprint
from monitor.intake.noise import boxes
from monitor.intake.noise.boxes import Known as Shown
from monitor.intake.noise.learn import Tracks, moving, observed, teasers, tracks
from monitor.intake.noise.slots import Moving, masked, pinned
from monitor.model.release import Known
from monitor.model.source import NOISE
from monitor.text import content_hash, story_hash

LEARN = "learn"
"""The value of a source's `noise` with which it is learnt."""


def learnt_of(context: Context) -> Tracks:
    """What earlier visits learnt of a source; nothing where it is not to be learnt."""
    if context.source.options.get("noise") != LEARN:
        return {}
    return tracks(context.state.memo.get(NOISE, {}))


def outline(found: Sequence[Item], learnt: Tracks) -> str:
    """One hash over everything that a source shows and that does not move by itself."""
    names, shown = moving(learnt), teasers(learnt)
    moves = bool(names.names or shown)
    return fingerprint([_without(item, names, shown) for item in found] if moves else found)


def quieted(
    context: Context,
    found: Sequence[Item],
    links: Mapping[int, Known],
    texts: Mapping[str, tuple[str, str]],
    told: Mapping[str, tuple[str, str]],
) -> tuple[tuple[Item, ...], Tracks]:
    """The items as they are to be compared with what is kept, and what is learnt by now.

    Where an edit is held, moving values are put back to what was `told`: that is what the next
    one is told against.
    """
    learnt = learnt_of(context)
    if context.source.options.get("noise") != LEARN:
        return tuple(found), learnt
    edited = {
        number: texts[known.id]
        for number, known in links.items()
        if known.id in texts and found[number].seen.content_hash != known.content_hash
    }
    pairs = [
        pair
        for number, (title, text) in edited.items()
        for pair in ((title, _title(found[number])), (text, _text(found[number])))
    ]
    before, learnt = learnt, observed(learnt, pairs, now=context.now, visit=context.state.version)
    names, shown = moving(learnt), teasers(learnt, seen=before)
    if not names.names and not shown:
        return tuple(found), learnt
    items = (
        _pinned(item, told.get(links[number].id, edited[number]), names, shown)
        if number in edited
        else item
        for number, item in enumerate(found)
    )
    return tuple(items), learnt


def _title(item: Item) -> str:
    return item.seen.document.title


def _text(item: Item) -> str:
    return item.seen.document.text


def _without(item: Item, names: Moving, shown: Shown) -> Item:
    text = boxes.masked(_text(item), shown) if shown else _text(item)
    return _saying(item, masked(_title(item), names), masked(text, names))


def _pinned(item: Item, before: tuple[str, str], names: Moving, shown: Shown) -> Item:
    title, text = before
    now = boxes.pinned(_text(item), text, shown) if shown else _text(item)
    return _saying(item, pinned(_title(item), title, names), pinned(now, text, names))


def _saying(item: Item, title: str, text: str) -> Item:
    """An item with another title and text, and the hashes of these."""
    seen: Seen = item.seen
    if (title, text) == (seen.document.title, seen.document.text):
        return item
    seen = replace(
        seen,
        document=replace(seen.document, title=title, text=text),
        content_hash=content_hash(title, text),
        story=story_hash(title, text),
    )
    return replace(item, seen=seen)
