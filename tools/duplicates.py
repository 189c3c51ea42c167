"""`make eval`, folder `duplicates/`: one story or two, on pairs whose answer is known.

Nothing is fitted: what a source repeats is learnt from its other releases, never from the pair
that is judged, and each fifth of the sources is scored by itself too. "No source known" hides
who told what: then the texts alone decide.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any
from zlib import crc32

from monitor.stories.commons import Commons, learn
from monitor.stories.judge import same_story
from monitor.stories.model import Told
from monitor.stories.sketch import signature

FOLDS = 5
_FILES = (
    "senate_pairs.json",
    "polisen_template_negatives.json",
    "polisen_edits.json",
    "metronom_notice_edits.json",
    "listing_title_edits.json",
)
Commoner = Callable[["Pair"], Commons]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two releases and the answer: the same story, or not; `kind` as the corpus has it."""

    a: Told
    b: Told
    same: bool
    kind: str
    sure: bool = True

    @property
    def fold(self) -> int:
        """Which fifth of the sources it belongs to."""
        return crc32(min(self.a.source, self.b.source).encode()) % FOLDS


@dataclass(frozen=True, slots=True)
class Tally:
    """How pairs were judged."""

    right_same: int
    wrong_same: int
    missed: int
    apart: int

    @property
    def precision(self) -> float:
        """Of what was called one story, how much is."""
        called = self.right_same + self.wrong_same
        return self.right_same / called if called else 1.0

    @property
    def recall(self) -> float:
        """Of what is one story, how much was called so."""
        there = self.right_same + self.missed
        return self.right_same / there if there else 1.0

    def row(self, name: str) -> str:
        """One line of the table."""
        counts = f"{self.right_same:6} {self.wrong_same:6} {self.missed:6} {self.apart:6}"
        return f"{name:42} {counts}  {self.precision:9.3f}  {self.recall:6.3f}"


def tables(folder: Path) -> Iterator[str]:
    """One table: the pairs by confidence, by fifths, by texts alone; edits; candidates; time."""
    for name in _FILES:
        if not (folder / name).is_file():
            yield f"{name}: not there; its rows below count nothing"
    pairs = _offices(folder / "senate_pairs.json")
    learnt = _leaving_out(pairs)
    sure = [pair for pair in pairs if pair.sure]
    counts = f"{'same':>6} {'wrong':>6} {'missed':>6} {'apart':>6}"
    yield f"{'duplicates':42} {counts}  precision  recall"
    yield judged(sure, learnt).row("high confidence")
    for fold in range(FOLDS):
        part = [pair for pair in sure if pair.fold == fold]
        yield judged(part, learnt).row(f"  fifth {fold + 1} of the sources")
    yield judged(sure, _nothing).row("  nothing learnt")
    yield judged([_hidden(pair) for pair in sure], _nothing).row("  no source known")
    yield judged([p for p in pairs if not p.sure], learnt).row("low confidence")
    yield judged(_notices(folder / "polisen_template_negatives.json"), _nothing).row("templates")
    yield judged(_all_edits(folder), _nothing).row("in-place edits")
    yield _candidates(sure, learnt)
    yield _time(sure)


def judged(pairs: Iterable[Pair], learnt: Commoner) -> Tally:
    """How the program judges these pairs."""
    counts: dict[tuple[bool, bool], int] = defaultdict(int)
    for pair in pairs:
        counts[pair.same, same_story(pair.a, pair.b, learnt(pair)).same] += 1
    keys = [(True, True), (False, True), (True, False), (False, False)]
    return Tally(*(counts[key] for key in keys))


def _candidates(pairs: Sequence[Pair], learnt: Commoner) -> str:
    """How many pairs of one story share a key, and how many others do."""
    hits: dict[bool, list[bool]] = {True: [], False: []}
    for pair in pairs:
        commons = learnt(pair)
        a, b = (_keys(told, commons) for told in (pair.a, pair.b))
        hits[pair.same].append(bool(a & b))
    found, others = sum(hits[True]), sum(hits[False])
    return (
        f"candidates: {found} of {len(hits[True])} pairs of one story share a key, "
        f"{others} of {len(hits[False])} others"
    )


def _keys(told: Told, commons: Commons) -> set[int]:
    return set(signature(f"{told.title}\n{told.text}", commons.of(told.source).passages))


def _time(pairs: Sequence[Pair]) -> str:
    started = process_time()
    judged(pairs, _nothing)
    middle = process_time()
    for pair in pairs:
        signature(pair.a.text)
    count = max(1, len(pairs))
    judging, signing = (middle - started) / count, (process_time() - middle) / count
    return f"{judging * 1000:.1f} ms of CPU a judgement, {signing * 1000:.1f} ms a signature"


# ── what is known of sources ───────────────────────────────────────────────────────────────


def _leaving_out(pairs: Sequence[Pair]) -> Commoner:
    """What each source's releases teach, those of the pair in question left out."""
    releases: dict[str, dict[str, Told]] = defaultdict(dict)
    for pair in pairs:
        for told in (pair.a, pair.b):
            releases[told.source][told.address] = told

    def learnt(pair: Pair) -> Commons:
        out = {pair.a.address, pair.b.address}
        known = {
            source: learn(told for at, told in releases[source].items() if at not in out)
            for source in {pair.a.source, pair.b.source}
        }
        return Commons(known)

    return learnt


def _nothing(_: Pair) -> Commons:
    return Commons()


def _hidden(pair: Pair) -> Pair:
    return replace(pair, a=replace(pair.a, source="one"), b=replace(pair.b, source="another"))


# ── the files ──────────────────────────────────────────────────────────────────────────────


def _offices(path: Path) -> list[Pair]:
    rows = [row for row in _load(path) if row["label"] in {"same", "different"}]
    return [
        Pair(
            _office(row["a"]),
            _office(row["b"]),
            row["label"] == "same",
            row["cls"],
            row["confidence"] == "high",
        )
        for row in rows
    ]


def _office(row: Mapping[str, Any]) -> Told:
    return Told(row["author"], "", row["text"], row["id"], date.fromisoformat(row["date"]))


def _notices(path: Path) -> list[Pair]:
    return [
        Pair(_notice(row["a"]), _notice(row["b"]), row["label"] == "same", row["cls"])
        for row in _load(path)
    ]


def _notice(row: Mapping[str, Any]) -> Told:
    day = date.fromisoformat(row["datetime"][:10])
    return Told("notices", row["name"], row["summary"], str(row["id"]), day)


def _all_edits(folder: Path) -> Iterator[Pair]:
    """Every version of a release beside the next one, whatever the collection."""
    for row in _load(folder / "polisen_edits.json"):
        for a, b in pairwise(row["versions"]):
            yield _edit(row["url"], (a["name"], a["summary"]), (b["name"], b["summary"]))
    for row in _load(folder / "metronom_notice_edits.json"):
        a, b = row["before"], row["after"]
        yield _edit(row["url"], (a["title"], a["text"]), (b["title"], b["text"]))
    for row in _load(folder / "listing_title_edits.json"):
        yield _edit(row["url"], (row["before"], ""), (row["after"], ""))


def _edit(url: str, before: tuple[str, str], after: tuple[str, str]) -> Pair:
    return Pair(Told("one", *before, url), Told("one", *after, url), same=True, kind="edit")


def _load(path: Path) -> list[dict[str, Any]]:
    """The rows of a file; none where there is no such file."""
    if not path.is_file():
        return []
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows
