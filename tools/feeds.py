"""`make eval`, feeds: the test suites of two readers of feeds, read as a source is read.

Every file is read without a crash and within seconds. One that is well-formed, and that its own
comment expects nothing wrong of, gives as many entries as it holds. Nothing that runs survives:
every piece of markup and every address that comes out is looked at, whatever went in.
"""

import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from types import FrameType

from lxml import etree

from feeds.model import Entry, Feed, FeedError
from feeds.read import read

SECONDS = 10
"""A file that takes longer hangs."""

URL = "https://feeds.example/file.xml"

_EXPECTED = re.compile(r"Expect:\s*(.*?)\s*(?:-->|$)", re.MULTILINE)
_RUNS = frozenset({"script", "style", "iframe", "object", "embed", "form", "meta", "link", "base"})
_RUNNING = re.compile(r"<script\b|<[a-z][^<>]*\son\w+\s*=|javascript:", re.IGNORECASE)
_ADDRESSES = frozenset({"href", "src", "cite", "action", "background", "poster", "longdesc"})
_SCHEMES = ("http://", "https://", "mailto:")
_PARENTS = frozenset({"channel", "RDF", "feed", "items", "rss"})
_ROOTS = frozenset({"rss", "RDF", "feed", "channel", "Channel", "entry"})


@dataclass(frozen=True, slots=True)
class Case:
    """What came of one file. `outcome`: read, no feed, crash or hang. `held` is None where nobody
    can say how many entries there are."""

    path: Path
    outcome: str
    entries: int = 0
    held: int | None = None
    unsafe: tuple[str, ...] = ()
    why: str = ""
    milliseconds: float = 0.0


def tables(folder: Path) -> Iterator[str]:
    """A line for each part of each suite, then every file that is not as it ought to be."""
    parts = sorted(path for path in folder.glob("*/*/*") if path.is_dir())
    parts += sorted(path for path in folder.glob("*/*") if path.is_dir() and _files(path, "*"))
    parts += sorted(path for path in folder.glob("*") if path.is_dir() and _files(path, "*"))
    yield f"{'feeds':32} files   read  no feed  crash  hang  entries right  unsafe   ms"
    every: list[Case] = []
    for part in parts:
        suite = len(part.relative_to(folder).parts) == 3
        cases = [case(path) for path in _files(part, "**/*" if suite else "*")]
        if cases:
            yield _row(str(part.relative_to(folder)), cases)
        every += cases
    yield _row("all", every)
    for one in every:
        if said := _wrong(one):
            yield f"  {one.path.relative_to(folder)}: {said}"


def _files(folder: Path, pattern: str) -> list[Path]:
    found = (path for path in folder.glob(pattern) if path.suffix in (".xml", ".json", ".opml"))
    return sorted(path for path in found if path.name != "manifest.json")


def _row(name: str, cases: list[Case]) -> str:
    outcomes = Counter(one.outcome for one in cases)
    judged = [one for one in cases if one.held is not None]
    right = sum(map(_right, judged))
    unsafe = sum(bool(one.unsafe) for one in cases)
    slow = sum(one.milliseconds for one in cases) / max(1, len(cases))
    return (
        f"{name:32} {len(cases):5} {outcomes['read']:6} {outcomes['no feed']:8} "
        f"{outcomes['crash']:6} {outcomes['hang']:5} {f'{right} of {len(judged)}':>14} "
        f"{unsafe:7} {slow:4.1f}"
    )


def _right(one: Case) -> bool:
    """Whether a valid feed was read with what it holds; true where nobody can say."""
    return one.held is None or (one.outcome == "read" and one.entries == one.held)


def _wrong(one: Case) -> str:
    if one.outcome in ("crash", "hang"):
        return f"{one.outcome}: {one.why}"
    if one.unsafe:
        return f"unsafe: {'; '.join(one.unsafe[:3])}"
    if not _right(one):
        return f"{one.entries} entries, {one.held} in the file ({one.why or 'read'})"
    return ""


def case(path: Path) -> Case:
    """One file, read."""
    body = path.read_bytes()
    held = holds(body)
    started = process_time()
    try:
        with _limited():
            feed = read(body, url=URL)
    except FeedError as error:
        return Case(path, "no feed", 0, held, (), str(error)[:120], _since(started))
    except TimeoutError:
        return Case(path, "hang", why=f"more than {SECONDS} s")
    except Exception as error:  # whatever breaks it is what is looked for
        return Case(path, "crash", why=f"{type(error).__name__}: {error}"[:200])
    took = _since(started)
    return Case(path, "read", len(feed.entries), held, tuple(unsafe(feed)), "", took)


def _since(started: float) -> float:
    return (process_time() - started) * 1000


@contextmanager
def _limited() -> Iterator[None]:
    """End what takes too long, wherever it is."""

    def ended(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ended)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def holds(body: bytes) -> int | None:
    """How many entries a well-formed feed holds of which nothing wrong is expected; else None."""
    expected = _EXPECTED.search(body.decode("utf-8", "replace"))
    if expected and not expected[1].startswith(("!", "not bozo")):
        return None
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if _name(root) not in _ROOTS:
        return None
    if _name(root) == "entry":
        return 1
    return sum(
        _name(one) in ("item", "entry")
        and _name(one.getparent()) in _PARENTS
        and not any(_name(above) in ("item", "entry") for above in one.iterancestors())
        for one in root.iter(etree.Element)
    )


def _name(element: etree._Element | None) -> str:
    return "" if element is None else etree.QName(element).localname


# ── what must not survive ──────────────────────────────────────────────────────────────────


def unsafe(feed: Feed) -> Iterator[str]:
    """Everything in a feed that could run, or lead to what runs."""
    yield from _addresses(feed.url, feed.home, feed.prev_archive, feed.next_archive, feed.current)
    yield from _addresses(*feed.hubs, *(link.href for link in feed.links))
    for entry in feed.entries:
        yield from _of_entry(entry)


def _of_entry(entry: Entry) -> Iterator[str]:
    yield from _addresses(entry.url, *(link.href for link in entry.links))
    yield from _addresses(*(one.url for one in entry.enclosures))
    for text in (entry.title, entry.summary, entry.text):
        yield from (found[0] for found in _RUNNING.finditer(text or ""))
    if entry.html:
        yield from _of_markup(entry.html)


def _addresses(*urls: str | None) -> Iterator[str]:
    return (url for url in urls if url and not url.lower().startswith(_SCHEMES))


def _of_markup(html: str) -> Iterator[str]:
    tree = etree.HTML(f"<div>{html}</div>")
    for element in tree.iter(etree.Element):
        if element.tag in _RUNS:
            yield f"<{element.tag}>"
        for name, value in element.attrib.items():
            if str(name).startswith("on") or name == "style":
                yield f"{name}={value}"
            if name in _ADDRESSES:
                yield from _addresses(str(value).strip())
