"""`make eval`: how well releases are found in other people's texts, whose answers are known.

    python -m tools.evaluate CORPORA

Boundaries count when first and last line are both right. A date counts when it is the same day;
where the year is not in the text, month and day. What cannot be read is counted, not left out.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any
from urllib.parse import unquote

from monitor.clock import now
from monitor.errors import MonitorError
from monitor.extract.decode import decode
from monitor.extract.listing.find import find
from monitor.extract.listing.model import SURE, Found
from monitor.extract.texts.split import Passage, split
from tools.articles import tables as articles
from tools.duplicates import tables as duplicates
from tools.feeds import tables as feeds
from tools.replay import tables as replayed
from tools.rhythm import tables as rhythm

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """One text's figures. `problem` says why a text could not be read: then all are 0."""

    name: str
    expected: int
    found: int
    right: int
    dates_right: int
    dates: int
    apart: bool = False
    problem: str = ""

    @property
    def precision(self) -> float:
        """Of what was found, how much is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Of what is there, how much was found."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.found + self.expected) if self.found or self.expected else 1.0

    @property
    def date_share(self) -> float:
        """Of the dates that are known, how many are right."""
        return self.dates_right / self.dates if self.dates else 1.0


def main(arguments: list[str]) -> int:
    """Measure every corpus in the folder given; 2 when there is no such folder."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: python -m tools.evaluate CORPORA   (a folder)", file=sys.stderr)
        return 2
    for folder in sorted(path for path in Path(arguments[0]).iterdir() if path.is_dir()):
        measure = MEASURES.get(folder.name)
        lines = measure(folder) if measure else [f"{folder.name}: not measured yet"]
        for line in lines:
            print(line)
    return 0


# ── texts ──────────────────────────────────────────────────────────────────────────────────


def texts(folder: Path) -> Iterator[str]:
    """The table of the plain-text dumps, the ambiguous ones apart from the mean."""
    scores = [_score(answer) for answer in sorted(folder.glob("*.json"))]
    width = max((len(score.name) for score in scores), default=4)
    yield f"{'texts':{width}}  {'precision':>9}  {'recall':>6}  {'F1':>6}  {'dates':>6}"
    for score in scores:
        yield _row(score.name, width, score) + (f"  {score.problem}" if score.problem else "")
    counted = [score for score in scores if not score.apart]
    if counted:
        means = [
            fmean(getattr(score, figure) for score in counted)
            for figure in ("precision", "recall", "f1", "date_share")
        ]
        yield f"{'mean':{width}}  {means[0]:9.3f}  " + "  ".join(
            f"{mean:6.3f}" for mean in means[1:]
        )
    unread = sum(bool(score.problem) for score in scores)
    yield f"{len(scores)} texts, {len(scores) - len(counted)} apart from the mean, {unread} unread"


def _row(name: str, width: int, score: Score) -> str:
    figures = (
        f"{score.precision:9.3f}  {score.recall:6.3f}  {score.f1:6.3f}  {score.date_share:6.3f}"
    )
    return f"{name:{width}}  {figures}" + ("  (apart)" if score.apart else "")


def _score(answer_path: Path) -> Score:
    answer = json.loads(answer_path.read_text(encoding="utf-8"))
    apart = "interleaved" in f"{answer_path.stem} {answer.get('style', '')}"
    releases = {(r["start_line"], r["end_line"]): r for r in answer["releases"]}
    dated = sum(bool(release["date"]) for release in releases.values())
    try:
        text = decode(answer_path.with_suffix(".txt").read_bytes())
    except (OSError, MonitorError) as error:
        return Score(answer_path.stem, len(releases), 0, 0, 0, dated, apart, str(error))
    found = {(p.start_line, p.end_line): p for p in split(text, today=now().date())}
    right = releases.keys() & found.keys()
    dates_right = sum(_same_date(releases[lines], found[lines]) for lines in right)
    return Score(answer_path.stem, len(releases), len(found), len(right), dates_right, dated, apart)


def _same_date(answer: Answer, passage: Passage) -> bool:
    """Whether a known date was found; a release without one counts neither way."""
    if not answer["date"] or passage.published is None:
        return False
    found = passage.published.value[:10]
    if answer.get("year_inferred"):
        return found[5:] == str(answer["date"])[5:]
    return found == str(answer["date"])


# ── listings ───────────────────────────────────────────────────────────────────────────────


def listings(folder: Path) -> Iterator[str]:
    """The table of the listing pages: items by address (by title where there is none), dates.

    Pages with no certain list are apart from the mean: there nothing is to be found.
    """
    timed = [_page(answer) for answer in sorted(folder.glob("*.json"))]
    width = max((len(score.name) for score, _ in timed), default=8)
    yield f"{'listings':{width}}  {'precision':>9}  {'recall':>6}  {'F1':>6}  {'dates':>6}"
    for score, _ in timed:
        yield _row(score.name, width, score) + (f"  {score.problem}" if score.problem else "")
    counted = [score for score, _ in timed if not score.apart]
    if counted:
        means = [fmean(getattr(s, figure) for s in counted) for figure in _FIGURES]
        yield f"{'mean':{width}}  {means[0]:9.3f}  " + "  ".join(f"{m:6.3f}" for m in means[1:])
    dates, right = sum(s.dates for s in counted), sum(s.dates_right for s in counted)
    quiet = sum(not score.found for score, _ in timed if score.apart)
    yield (
        f"{len(counted)} pages, {right} of {dates} dates of found items; of "
        f"{len(timed) - len(counted)} pages without a list {quiet} gave none; "
        f"{fmean(ms for _, ms in timed) if timed else 0:.0f} ms of CPU a page"
    )


_FIGURES = ("precision", "recall", "f1", "date_share")


def _page(answer_path: Path) -> tuple[Score, float]:
    """One page's figures, and the milliseconds of CPU that it took."""
    answer = json.loads(answer_path.read_text(encoding="utf-8"))
    body = answer_path.with_suffix(".html").read_bytes()
    started = process_time()
    listing = find(body, url=answer["base_url"], charset=None, today=now().date())
    milliseconds = (process_time() - started) * 1000
    items = listing.items if listing and listing.confidence >= SURE else ()
    expected = {_mark(item.get("url"), item["title"]): item for item in answer["items"]}
    found = {_mark(item.url, item.title): item for item in items}
    both = [(expected[mark], found[mark]) for mark in expected.keys() & found.keys()]
    dated = [pair for pair in both if pair[0].get("date") and not pair[0].get("date_approximate")]
    right = sum(_same_day(known, item) for known, item in dated)
    counts = (len(expected), len(found), len(both), right, len(dated))
    return Score(answer_path.stem, *counts, apart=not answer["scored"]), milliseconds


def _mark(url: str | None, title: str) -> str:
    """What an item is compared by: its address, or the words of its title."""
    if url:
        return unquote(url.strip()).rstrip("/")
    return " ".join(re.findall(r"\w+", title.casefold()))


def _same_day(known: Answer, item: Found) -> bool:
    return item.published is not None and item.published.value[:10] == str(known["date"])[:10]


def histories(folder: Path) -> Iterator[str]:
    """Series replayed, then the times at which `every: auto` would have looked."""
    yield from replayed(folder)
    yield from rhythm(folder)


MEASURES: Mapping[str, Callable[[Path], Iterator[str]]] = {
    "articles": articles,
    "duplicates": duplicates,
    "feeds": feeds,
    "histories": histories,
    "listings": listings,
    "texts": texts,
}
"""Folder of the corpora -> what measures it, line by line."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
