"""`make eval`, articles: main text, title and date, beside trafilatura and htmldate alone."""

import gzip
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any

from monitor.errors import MonitorError
from monitor.extract.article.read import Article, read_article

TODAY = date(2026, 11, 27)
"""Dates are concluded up to here, so that a run in another year gives the same."""

Figures = dict[str, list[float]]


def tables(folder: Path) -> Iterator[str]:
    """A line a set: token F1 of texts, exact titles and dates, ours and theirs."""
    head = f"{'articles':18} pages  text trafilatura  titles   dates htmldate  unread   ms"
    yield head
    for truth in sorted(folder.glob("*/truth.json")):
        pages = json.loads(truth.read_text(encoding="utf-8"))
        if pages:
            yield _row(truth.parent, pages)


def _row(folder: Path, pages: list[Mapping[str, Any]]) -> str:
    figures: Figures = {k: [] for k in ("text", "their", "title", "date", "htmldate", "un", "ms")}
    for page in pages:
        _measure(gzip.decompress((folder / page["page"]).read_bytes()), page, figures)
    mean = {name: f"{fmean(v):.3f}" if v else "-" for name, v in figures.items()}
    return (
        f"{folder.name:18} {len(pages):5} {mean['text']:>5} {mean['their']:>11} {mean['title']:>7} "
        f"{mean['date']:>7} {mean['htmldate']:>8} {sum(figures['un']):7.0f} "
        f"{fmean(figures['ms']):4.0f}"
    )


def _measure(body: bytes, page: Mapping[str, Any], figures: Figures) -> None:
    started = process_time()
    article = _article(body, page["url"])
    figures["ms"].append((process_time() - started) * 1000)
    figures["un"].append(article is None)
    if known := page.get("text"):
        figures["text"].append(token_f1(known, article.text if article else ""))
        figures["their"].append(token_f1(known, _trafilatura(body)))
    if known := page.get("title"):
        figures["title"].append(_words(known) == _words(article.title if article else ""))
    if known := page.get("date"):
        found = article.published.value[:10] if article and article.published else None
        figures["date"].append(found == known[:10])
        figures["htmldate"].append(_htmldate(body, page["url"]) == known[:10])


def _article(body: bytes, url: str) -> Article | None:
    try:
        return read_article(body, url=url, charset=None, today=TODAY)
    except MonitorError:
        return None


def _trafilatura(body: bytes) -> str:
    from trafilatura import extract

    return extract(body, include_comments=False) or ""


def _htmldate(body: bytes, url: str) -> str | None:
    from htmldate import find_date

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return find_date(body, url=url, original_date=True, max_date=TODAY.isoformat())


def token_f1(known: str, found: str) -> float:
    """The harmonic mean of precision and recall over words, counted."""
    a, b = Counter(_words(known)), Counter(_words(found))
    both = (a & b).total()
    return 2 * both / (a.total() + b.total()) if both else float(not a and not b)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))
