"""`add`: find out what a place is, show it, and write it into config.yaml."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from monitor import clock, logs
from monitor.alerts.kinds import NOTIFIERS
from monitor.commands import output
from monitor.commands.session import configuration
from monitor.commands.trial import FIND_OUT, Question, Trial, attempt, check
from monitor.commands.try_ import shape, show_why
from monitor.config.durations import Wrong
from monitor.config.expand import literal
from monitor.config.insert import added, with_source
from monitor.config.load import load
from monitor.config.naming import Names, of_place
from monitor.config.settings import Settings
from monitor.config.values import feed_id
from monitor.config.write import read, replace_checked
from monitor.errors import ConfigError, UsageError
from monitor.intake.kinds import KINDS

SHOWN_ITEMS = 10


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says beside the place. `dry`: only show what would be written."""

    question: Question
    id: str | None = None
    every: str | None = None
    title: str | None = None
    dry: bool = False


def run(config: Path, wish: Wish, *, as_json: bool) -> int:
    """Add one place. 1 where it gives nothing, or is watched already: then nothing is written."""
    check(wish.question)
    logs.set_up()
    settings = configuration(config)
    trial = asyncio.run(_found(wish.question, settings))
    entry = _entry(wish, trial, settings) if trial.documents else None
    if entry is None:
        return _refused(trial, as_json=as_json)
    before = read(config)
    text = with_source(before, {key: literal(value) for key, value in entry.items()})
    if not wish.dry:
        replace_checked(config, text, lambda beside: _check(beside, config, settings, entry))
    if as_json:
        output.document({**shape(trial), "added": None if wish.dry else entry, "source": entry})
    else:
        _show(config, wish, trial, added(before, text))
    return 0


def _check(beside: Path, config: Path, before: Settings, entry: Mapping[str, str]) -> None:
    """Raise ConfigError unless the new text says what it is to say, and no more."""
    try:
        after = load(beside, KINDS, NOTIFIERS)
    except ConfigError as error:
        named = [replace(p, file=str(config)) for p in error.problems if p.file == str(beside)]
        others = [p for p in error.problems if p.file != str(beside)]
        raise ConfigError((*named, *others)) from error
    new = after.sources.find(entry["id"])
    place = entry.get(new.kind) if new else None
    if new is None or new.place != place or len(after.sources) != len(before.sources) + 1:
        raise UsageError(
            f"{config} is written in a way that no source can be put into; it was left as it is",
            hint="add it by hand: " + ", ".join(f"{k}: {v}" for k, v in entry.items()),
        )


async def _found(question: Question, settings: Settings) -> Trial:
    """What is there; the feed that it announces, where the page itself has no list."""
    trial = await attempt(question, settings.fetch, clock.now())
    if question.kind or trial.kind not in {"page", FIND_OUT} or not trial.feeds:
        return trial
    feed = replace(question, place=trial.feeds[0], kind="feed")
    other = await attempt(feed, settings.fetch, clock.now())
    if not other.documents:
        return trial
    why = (f"{question.place} has no list and announces this feed", *other.explain)
    return replace(other, explain=why)


def _entry(wish: Wish, trial: Trial, settings: Settings) -> Mapping[str, str] | None:
    """The source as it is written. UsageError: it is watched already, or is a saved page."""
    if trial.kind != "files" and not trial.place.startswith("http"):
        raise UsageError(
            f"{trial.place} is a saved page: what is watched must be on the web",
            hint="add the address that it was saved from",
        )
    same = next((s.id for s in settings.sources if s.place == trial.place), None)
    if same:
        raise UsageError(f"{trial.place} is watched already, as {same}")
    taken = {source.id for source in settings.sources} | {feed.id for feed in settings.feeds}
    name = _given(wish.id) if wish.id else Names(taken).make(of_place(trial.place))
    entry = {"id": name, trial.kind: trial.place, "title": wish.title or trial.title}
    known = KINDS[trial.kind].options.model_fields
    entry |= {key: value for key, value in wish.question.options.items() if key in known}
    return {**entry, "every": wish.every} if wish.every else entry


def _given(name: str) -> str:
    """An id that somebody chose. UsageError: it can be none."""
    try:
        return feed_id(name)
    except Wrong as error:
        raise UsageError(f"--id {name}: it {error.message}", hint=error.hint) from error


def _refused(trial: Trial, *, as_json: bool) -> int:
    if as_json:
        output.document({**shape(trial), "added": None, "source": None})
    for problem in trial.problems:
        output.remark(problem)
    output.remark("nothing was added")
    return 1


def _show(config: Path, wish: Wish, trial: Trial, lines: str) -> None:
    rows = [
        (one.published.value if one.published else "", one.title, one.url or "")
        for one in trial.documents[:SHOWN_ITEMS]
    ]
    output.table(("PUBLISHED", "TITLE", "URL"), rows, "nothing")
    counted = output.counted(len(trial.documents), "item")
    output.line(f"\n{trial.place}: {counted}, as {trial.kind} ({trial.sure:.0%} sure)")
    show_why(trial)
    verb = "would be added to" if wish.dry else "added to"
    output.line(f"\n{verb} {config}:\n{lines.rstrip()}")
