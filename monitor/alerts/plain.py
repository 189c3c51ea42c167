"""A message as people read it, in a chat or a mail: a title and a text without markup. Pure.

    Exercise ends · CSTO press releases          what it is about
    Revised: date moved from 12 to 19 December   what happened
    https://csto.example/news/1                  where to read on: before what may be cut
    …
    the text, or the words that went and came

A digest is a line or two for each change, under the names of their sources. It is all made of the
JSON that webhooks carry (`monitor.alerts.render`), so that both say the same, and a message says
the same on each attempt.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from monitor.alerts.fit import shortened

Mood = Literal["info", "good", "bad"]

EXCERPT_CHARACTERS = 1_500
"""As much of a text as somebody reads in a chat; the rest is a link away."""

_HAPPENED = {
    "release.new": "New",
    "release.revised": "Revised",
    "release.withdrawn": "Withdrawn",
    "release.returned": "Back again",
    "source.failing": "Failing",
    "source.recovered": "Works again",
    "source.renumbered": "Renumbered",
}
_MOODS: Mapping[str, Mood] = {"source.failing": "bad", "source.recovered": "good"}


@dataclass(frozen=True, slots=True)
class Said:
    """A title of one line, a text of several, and whether it is good or bad news."""

    title: str
    body: str
    mood: Mood = "info"


def said(message: Mapping[str, Any]) -> Said:
    """Any message in words. One of a type that nobody foresaw says its type and its note."""
    type_, data = str(message["type"]), message["data"]
    if "items" in data:
        return Said(_title_of_digest(data), "\n".join(_of_digest(data)))
    if "release" in data:
        return Said(_title(data), "\n".join(_of_release(type_, data)))
    if type_ == "monitor.late":
        return Said("feed-monitor is late", str(data["note"]), "bad")
    if "source" in data:
        lines = "\n".join(_of_source(type_, data))
        return Said(_title(data), lines, _MOODS.get(type_, "info"))
    return Said(f"feed-monitor: {type_}", str(data.get("note", "")))


def _title(data: Mapping[str, Any]) -> str:
    """`Exercise ends · CSTO press releases`."""
    source, release = _name(data), data.get("release")
    return f"{release['title']} · {source}" if release and release["title"] else source


def _name(data: Mapping[str, Any]) -> str:
    return str(data["source"]["title"] or data["source"]["id"])


def _of_release(type_: str, data: Mapping[str, Any]) -> Iterator[str]:
    yield _happened(type_, data)
    yield from _links(data)
    excerpt = _excerpt(data)
    if excerpt:
        yield f"\n{excerpt}"


def _of_source(type_: str, data: Mapping[str, Any]) -> Iterator[str]:
    yield _happened(type_, data)
    if url := data["source"]["url"]:
        yield str(url)
    if note := data.get("note"):
        yield f"\n{note}"


def _happened(type_: str, data: Mapping[str, Any]) -> str:
    """What happened, in one line."""
    word = _HAPPENED.get(type_, type_)
    if failure := data.get("failure"):
        hint = f" ({failure['hint']})" if failure["hint"] else ""
        return f"{word}: {failure['message']}{hint}"
    if (diff := data.get("diff")) and type_ == "release.revised":
        return f"{word}: {diff['summary']}"
    return word


def _links(data: Mapping[str, Any]) -> Iterator[str]:
    """The publisher's own page, else ours; and our page of what changed."""
    release, diff = data["release"], data.get("diff")
    yield str(release["url"] or release["page"])
    if diff:
        yield f"What changed: {diff['url']}"


def _excerpt(data: Mapping[str, Any]) -> str:
    """The words that went and came where there are such, else how the text begins."""
    release, diff = data["release"], data.get("diff")
    if not diff:
        return shortened(str(release["text"]), EXCERPT_CHARACTERS)
    names = ("--- ", "+++ ")
    lines = (line for line in str(diff["unified"]).splitlines() if not line.startswith(names))
    return shortened("\n".join(lines), EXCERPT_CHARACTERS)


def _title_of_digest(data: Mapping[str, Any]) -> str:
    changes = "1 change" if data["total"] == 1 else f"{data['total']} changes"
    return f"{changes} since {_day(data['since'])}"


def _day(instant: str) -> str:
    """`2026-11-27 09:00 UTC`: to the minute."""
    return f"{instant[:10]} {instant[11:16]} UTC"


def _of_digest(data: Mapping[str, Any]) -> Iterator[str]:
    """Sources in the order of their first change, each with its changes in order."""
    by_source: dict[str, list[Mapping[str, Any]]] = {}
    for item in data["items"]:
        by_source.setdefault(item["data"]["source"]["id"], []).append(item)
    for items in by_source.values():
        yield _name(items[0]["data"])
        for item in items:
            yield from _line(item["type"], item["data"])
        yield ""
    left_out = data["total"] - len(data["items"])
    yield f"{left_out} more: {data['page']}" if left_out else f"All changes: {data['page']}"


def _line(type_: str, data: Mapping[str, Any]) -> Iterator[str]:
    """`• Exercise ends (new)` and its link."""
    happened = _happened(type_, data)
    if not (release := data.get("release")):
        yield f"• {happened}"
        return
    yield f"• {release['title'] or 'Without a title'} ({happened[0].lower()}{happened[1:]})"
    diff = data.get("diff")
    yield f"  {diff['url'] if diff else release['url'] or release['page']}"
