"""`include:`: sources from other files, one a line of `*.jsonl` or one a feed of `*.opml`."""

import glob
import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

from monitor.config.context import Context
from monitor.config.document import Path, Written, reason
from monitor.config.expand import literal
from monitor.config.sources import Sources
from monitor.config.values import LONGEST_TITLE, slugged
from monitor.model.source import Source


def included(context: Context, at: Written, patterns: Iterable[str]) -> list[FilePath]:
    """Every file that the patterns name, in order of name."""
    files: list[FilePath] = []
    for position, pattern in enumerate(patterns):
        where: Path = ("include", position)
        if not pattern.endswith((".jsonl", ".opml")):
            context.problems.wrong(
                at, where, "is of no kind that can be included", "*.jsonl, *.opml"
            )
            continue
        found = matching(context.root, pattern)
        if not found:
            context.problems.wrong(at, where, "matches no file", "paths count from config.yaml")
        files += found
    return files


def read(context: Context, file: FilePath, sources: Sources) -> Iterator[Source]:
    """The sources of one file, one after the other: it may be larger than memory likes."""
    for at, values in entries(context, file):
        if source := sources.read(at, (), values):
            yield source


def entries(
    context: Context, file: FilePath, kind: str | None = None
) -> Iterator[tuple[Written, dict[str, Any]]]:
    """The entries of one file as they are written, each with its place. `kind`: `jsonl` or `opml`,
    where the file's name does not tell."""
    return (_jsonl if (kind or file.suffix[1:]) == "jsonl" else _opml)(context, file)


def matching(root: FilePath, pattern: str) -> list[FilePath]:
    """The files that a glob means, relative to `root`; a whole path is one too."""
    names = glob.glob(pattern, root_dir=root, recursive=True)  # noqa: PTH207 - takes whole paths
    return [root / name for name in sorted(names)]


def _jsonl(context: Context, file: FilePath) -> Iterator[tuple[Written, dict[str, Any]]]:
    name = shown(context, file)
    number = 0
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip() and (at := _line(context, (name, number), line)):
                    yield at, at.data
    except OSError as error:
        context.problems.add(Written(name, None, {(): number or 1}), (), reason(error))


def _line(context: Context, place: tuple[str, int], line: bytes) -> Written | None:
    file, number = place
    try:
        values = _decode(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        at = Written(file, None, {(): number})
        context.problems.add(at, (), f"not a line of JSON: {_why(error)}")
        return None
    at = Written(file, values, {(): number})
    if not isinstance(values, dict):
        context.problems.add(at, (), "not a source", 'as {"id": "news", "feed": "https://…"}')
        return None
    return at


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return "too deep" if isinstance(error, RecursionError) else str(error)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(key for i, (key, _) in enumerate(pairs) if key in dict(pairs[:i]))
        raise ValueError(f"`{twice}` stands in it twice")
    return made


_decode = json.JSONDecoder(object_pairs_hook=_pairs).decode


def _opml(context: Context, file: FilePath) -> Iterator[tuple[Written, dict[str, Any]]]:
    """A subscription list: each outline with a feed becomes a source of kind `feed`.

    Such lists are passed around: nothing in one names a variable of ours.
    """
    from feeds.model import FeedError
    from feeds.opml import read as subscriptions

    name = shown(context, file)
    at = Written(name, None, {(): 1})
    try:
        outlines = subscriptions(file.read_bytes())
    except OSError as error:
        context.problems.add(at, (), reason(error))
        return
    except FeedError as error:
        context.problems.add(at, (), str(error))
        return
    for outline in outlines:
        values = {
            "id": feed_id(outline.feed_url),
            "feed": literal(outline.feed_url),
            "title": literal(outline.title[:LONGEST_TITLE]) or None,
            "tags": [made for text in outline.tags if (made := _tag(text))],
        }
        yield Written(name, values, at.lines), values


def feed_id(url: str) -> str:
    """An id that follows from the URL alone: neither order nor title changes it."""
    host = slugged(urlsplit(url).hostname or "") or "feed"
    return f"{host[:50]}-{sha256(url.encode()).hexdigest()[:8]}"


def _tag(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")[:64].strip("-")


def shown(context: Context, file: FilePath) -> str:
    """A file's name for people: from the configuration's folder, if it lies there."""
    return str(file.relative_to(context.root)) if file.is_relative_to(context.root) else str(file)
