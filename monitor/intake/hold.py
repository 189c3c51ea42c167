"""Whether an edit is told or held, and what it is an edit of. Pure.

    edited ─▸ is it what was told last?  held: there is nothing to tell
           ─▸ does it go to and fro?     held, until it has stood still for a while
           ─▸ `debounce`?                held, until it has stood still for so long
           ─▸ do the source's rules say so?  held, until an edit is more than that
           ─▸ otherwise                  told
    held, and stood still ─▸ told after all, once

What people know is the revision that was told last: what is told next is always told against
that, however many were held in between. So nothing is lost by holding, and nothing told twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from monitor.config.durations import AUTO, is_cron, seconds
from monitor.intake.advance import Context
from monitor.intake.flap import Flap, flapping
from monitor.intake.rules import Said, refusal
from monitor.intake.spoken import spoken
from monitor.model.release import Known, Version

KNOWN_ALREADY = "it says again what was told last"


@dataclass(frozen=True, slots=True)
class Hold:
    """Why something is held, in words, and for how long still; None: until it changes again."""

    why: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """What to make of a release whose text is not the one that was told last.

    `base` is the revision that people know. `hold` is None where it is to be told now.
    `repeats`: the text is that of `base` again.
    """

    base: int
    edited: bool
    hold: Hold | None = None
    repeats: bool = False

    @property
    def waits(self) -> Hold | None:
        """What holds it for now, where time alone may set it free."""
        timed = self.hold is not None and self.hold.seconds is not None
        return self.hold if timed and not self.repeats else None

    @property
    def told_revision(self) -> int | None:
        """What is to be kept as told, while this is held."""
        return None if self.hold is None or self.repeats else self.base


@dataclass(frozen=True, slots=True)
class Edit:
    """What a release says now: its hash, and title and text as they were told last and as they
    are. `versions` are its last revisions that are kept, oldest first."""

    content_hash: str
    versions: Sequence[Version]
    before: Said
    after: Said


def telling(context: Context, known: Known, edit: Edit) -> Telling | None:
    """What a release that says this now comes to; None where there is nothing to tell or hold."""
    content_hash, versions = edit.content_hash, edit.versions
    edited = content_hash != known.content_hash
    if not edited and known.told_revision is None:
        return None
    base = known.told_revision or known.revision
    if edited:
        versions = (*versions, Version(known.revision + 1, content_hash, context.now))
    hold = _flap(context, versions) or _debounce(context, versions) or _rules(context, edit)
    told = next((each for each in versions if each.number == base), None)
    if told and told.content_hash == content_hash:
        return Telling(base, edited, hold or Hold(KNOWN_ALREADY), repeats=True)
    return Telling(base, edited, hold)


def _flap(context: Context, versions: Sequence[Version]) -> Hold | None:
    """Whether it goes to and fro, and has not stood still for long enough."""
    least_seconds = _seconds(context.source.options, "settle")
    if not least_seconds or not versions:
        return None
    flap = flapping(versions, every_seconds=_every(context), least_seconds=least_seconds)
    if flap is None:
        return None
    settles_at = versions[-1].seen_at + timedelta(seconds=flap.settles_seconds)
    left_seconds = (settles_at - context.now).total_seconds()
    if left_seconds <= 0:
        return None
    return Hold(f"flapping: {_turns(flap)}; {_until(flap)}", left_seconds)


def _debounce(context: Context, versions: Sequence[Version]) -> Hold | None:
    """Whether it has not stood still for as long as was asked for."""
    wanted_seconds = _seconds(context.source.options, "debounce")
    if not wanted_seconds or not versions:
        return None
    stood_seconds = (context.now - versions[-1].seen_at).total_seconds()
    if stood_seconds >= wanted_seconds:
        return None
    why = f"debounce: told once it has stood still for {spoken(wanted_seconds)}"
    return Hold(why, wanted_seconds - stood_seconds)


def _rules(context: Context, edit: Edit) -> Hold | None:
    why = refusal(context.source.options, edit.before, edit.after)
    return Hold(why) if why else None


def _turns(flap: Flap) -> str:
    if flap.returns == 1:
        return f"after {spoken(flap.away_seconds)} it says again what it said before"
    return f"it went to and fro {flap.returns} times between {flap.texts} texts"


def _until(flap: Flap) -> str:
    return f"what it comes to is told once it has stood for {spoken(flap.settles_seconds)}"


def _seconds(options: Mapping[str, Any], name: str) -> float:
    return seconds(options.get(name) or "0s")


def _every(context: Context) -> float:
    """How far visits are apart, as far as the configuration says so."""
    every = context.source.every
    return 0.0 if every == AUTO or is_cron(every) else seconds(every)
