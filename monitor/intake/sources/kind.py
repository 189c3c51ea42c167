"""What a kind of source is: one module with one `KIND`, and one row in `monitor.intake.kinds`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from monitor.model.release import Document
from monitor.model.source import Failure, Source, SourceState
from monitor.model.visit import NotModified, Part, Postponed, Response
from monitor.table import imported

if TYPE_CHECKING:
    from monitor.intake.keys.common import Options
    from monitor.intake.visit.visitor import Visitor

COMMON_KEYS = "monitor.intake.keys.common:Options"
"""Those that every kind has: `keep` and `drop`."""

UNREAD = "unread"
"""The key of a memo under which places stand whose bytes made no sense, each with its failure."""

BACKFILL = "backfill"
"""The key of a memo under which stands how far older pages were read (monitor.intake.backfill)."""

DAY_SECONDS = 86_400.0


Visit = Response | NotModified | Failure | Postponed
"""What a visit comes to: a closed set."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another list that a page has, and what a source would say to mean it (`items: {select}`)."""

    count: int
    titles: tuple[str, ...]
    confidence: float
    select: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was concluded about a body that does not say how it is to be read.

    `kind` is how it was read, `memo` what the next visit is to know (JSON-able), `explain` why,
    a line each, `confidence` from 0 to 1. `note` says to people what is no longer as it was.
    `records`: how many there were before the configuration chose among them, where it did: then
    no documents are no emptiness. `others`: what could have been meant instead.
    """

    kind: str
    title: str | None = None
    confidence: float = 1.0
    explain: tuple[str, ...] = ()
    memo: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    records: int = 0
    others: tuple[Other, ...] = ()


Learn = Callable[[Source, Part, date, Mapping[str, Any]], tuple[tuple[Document, ...], Finding]]
"""Reads a part by what earlier visits left in the memo, and says what to leave for the next."""


Older = Callable[[Source, Part, int], str | None]
"""The page of older items that a part leads on to: its address, or what `at` of its kind takes. The
number says which page of its list the part is, from 1."""


@dataclass(frozen=True, slots=True)
class SourceKind:
    """How one kind of source is visited and read.

    `place` checks the value that the kind's own key has in the configuration (`page: https://…`)
    and gives it as it is kept; ValueError says what is wrong. `keys` says where the model of the
    keys stands that only this kind knows (`module:Class`); its `model_dump()` becomes
    `Source.options`. `default_every` is for a kind that is looked at more often, or less, than
    `defaults.every` says.

    `fetch` visits: it never raises for what a source may do, it gives a Failure. `parse` reads
    one part into documents; it raises ExtractError or FeedError for bytes that make no sense,
    and imports what is heavy only when it is called. `today` is the day in the source's time
    zone, for dates that leave the year out.

    `withdraws`: what is missing from a place that was read was taken away. False where only the
    newest items are shown, so that nothing follows from absence.

    `listed`: a list, newest first or last, whose oldest entries fall off its end: what is missing
    elsewhere was taken away. `complete`: nothing falls off its end, unless the source says so by
    its key of that name, or its items bear dates: then it is of the newest ones (a news sitemap).

    `longest_rest_seconds`: how far repeated failures may space the visits.

    `isolated`: what is parsed comes from strangers, so it is parsed in a process that can be
    killed (monitor.intake.reader). False only where it is this machine's own: then it is parsed
    in a thread, which nobody can end, and whole folders need not pass through a socket.

    `learn` is for a kind that finds out by itself how its bodies are read: it is asked instead of
    `parse`, with the memo of the source.

    `older` is for a kind whose places may lead on to others with older items; `at` gives the source
    as it is asked for one of them, where that takes more than another address.
    """

    name: str
    place: Callable[[str], str]
    keys: str
    fetch: Callable[[Source, SourceState, "Visitor"], Awaitable["Visit"]]
    parse: Callable[[Source, Part, date], tuple[Document, ...]]
    default_every: str | None = None
    withdraws: bool = False
    listed: bool = False
    complete: bool = False
    longest_rest_seconds: float = DAY_SECONDS
    isolated: bool = True
    learn: Learn | None = None
    older: Older | None = None
    at: Callable[[Source, str], Source] | None = None

    @property
    def options(self) -> "type[Options]":
        """The model of its keys. Readers never ask: pydantic alone would make each of them half as
        large again, and as late."""
        model: type[Options] = imported(self.keys)
        return model


def backfilling(source: Source, memo: Mapping[str, Any]) -> bool:
    """Whether older pages of a source are wanted that were not read yet."""
    most = int(source.options.get("backfill") or 0)
    standing = memo.get(BACKFILL)
    return most > 0 and (standing is None or standing["after"] is not None)


def unread(memo: Mapping[str, Any]) -> dict[str, Failure]:
    """The places that made no sense at the last visit, as the pipeline noted them."""
    return {place: Failure(**noted) for place, noted in memo.get(UNREAD, {}).items()}


def with_unread(memo: Mapping[str, Any], failures: Mapping[str, Failure]) -> dict[str, Any]:
    """The memo with these places noted, in a form that JSON keeps."""
    kept = {place: asdict(failure) for place, failure in failures.items()}
    return {**memo, UNREAD: kept} if kept else {k: v for k, v in memo.items() if k != UNREAD}


def combined(failures: Mapping[str, Failure]) -> Failure | None:
    """Several failing places as one failure: the first in full, the others counted."""
    if not failures:
        return None
    first, *others = (failures[place] for place in sorted(failures))
    if not others:
        return first
    names = ", ".join(sorted(failures)[1:4]) + (", …" if len(others) > 3 else "")
    return Failure(
        first.kind,
        f"{first.message}; {len(others)} more: {names}",
        first.hint,
        permanent=all(failure.permanent for failure in failures.values()),
    )
