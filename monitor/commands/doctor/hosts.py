"""Whether the hosts of sources answer: one small request each, through the guarded door.

robots.txt is what programs ask for first; whatever is answered, somebody is there.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from monitor.commands import output
from monitor.commands.doctor.finding import Finding, bounded, ok, warning, wrong
from monitor.config.settings import Fetch, Limits, Settings
from monitor.errors import DeadlineExceeded, FetchError, LimitExceeded
from monitor.model.source import Source
from monitor.net.door import Door, Request

AT_ONCE = 10
EACH_SECONDS = 10.0
ALL_SECONDS = 60.0
_LIMITS = Limits(
    body_bytes=600_000, decoded_bytes=600_000, redirects=0, deadline_seconds=EACH_SECONDS
)


def examine(settings: Settings, most: int) -> Iterator[Finding]:
    """Ask `most` hosts; one finding for each that does not answer."""
    origins = _origins(settings.sources)
    asked = list(origins)[:most]
    answers = asyncio.run(_asked(settings.fetch, asked))
    found = [_silent(origin, origins[origin], why) for origin, why in answers.items() if why]
    yield from bounded(found, "hosts")
    late = len(asked) - len(answers)
    if late:
        yield warning("hosts", f"{late} were not asked within {ALL_SECONDS:g} seconds")
    if answers:
        answered = len(answers) - len(found)
        yield ok("hosts", f"{answered} of {output.counted(len(answers), 'host')} answer")
    if more := len(origins) - len(asked):
        yield ok("hosts", f"{more:,} more were not asked: --hosts {len(origins)} asks all")


def _origins(sources: Iterable[Source]) -> dict[str, str]:
    """Each origin on the web, with the first source there."""
    found: dict[str, str] = {}
    for source in sources:
        parts = urlsplit(source.place)
        if source.kind != "files" and parts.netloc:
            found.setdefault(f"{parts.scheme}://{parts.netloc}", source.id)
    return found


async def _asked(fetch: Fetch, origins: Iterable[str]) -> dict[str, FetchError | None]:
    """What each came to that was asked in time."""
    answers: dict[str, FetchError | None] = {}
    seats = asyncio.Semaphore(AT_ONCE)

    async def ask(door: Door, origin: str) -> None:
        async with seats:
            answers[origin] = await _answer(door, origin)

    async with Door(replace(fetch, limits=_LIMITS)) as door:
        try:
            async with asyncio.timeout(ALL_SECONDS), asyncio.TaskGroup() as group:
                for origin in origins:
                    group.create_task(ask(door, origin))
        except TimeoutError:
            pass
    return answers


async def _answer(door: Door, origin: str) -> FetchError | None:
    try:
        await door.send(Request(f"{origin}/robots.txt", redirects=False))
    except LimitExceeded:
        return None  # it answers, at length
    except FetchError as error:
        return error
    return None


def _silent(origin: str, source: str, error: FetchError) -> Finding:
    hint = error.hint or f"is the address right? It is that of source {source}"
    state = warning if isinstance(error, DeadlineExceeded) else wrong
    return state(f"host {urlsplit(origin).netloc}", error.message, hint)
