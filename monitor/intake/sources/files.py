"""`files: seeds/*.txt`: text files, each cut into the releases that it holds.

    glob ─▸ stat each ─▸ same size and time as before? ─▸ nothing is read
                      ─▸ younger than a second?        ─▸ still being written: later
                      ─▸ read ─▸ same hash as before?  ─▸ nothing changed but the time

The memo keeps `{path: [size, mtime_ns, sha256]}`. A file that was replaced by other bytes of
the same size, with its old time put back, cannot be told from an unchanged one without reading
everything each time: it is noticed at its next edit only.

A bad file is a failure that names it, repeated at each visit while it stands; the other files
of the glob go on, and its releases stay. A file that is gone is `absent`; when nothing matches
the glob at all, the folder is more likely unreachable than emptied: a failure, and all stay.
"""

import asyncio
import glob
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.config.durations import Wrong
from monitor.intake.sources.kind import (
    COMMON_KEYS,
    SourceKind,
    Visit,
    combined,
    unread,
    with_unread,
)
from monitor.intake.sources.still import Read, Stamp, Wait, read
from monitor.model.release import Document
from monitor.model.source import Failure, Source, SourceState
from monitor.model.visit import NotModified, Part, Response

if TYPE_CHECKING:
    from monitor.intake.visit.visitor import Visitor


@dataclass(slots=True)
class _Found:
    """What one look finds, gathered file by file."""

    stamps: dict[str, Stamp] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    again_seconds: float | None = None


def pattern(text: str) -> str:
    """A glob relative to the configuration: `seeds/*.txt`; `**` goes down into folders."""
    if not text.strip() or text.endswith("/") or "\0" in text:
        raise Wrong("names no files", "write a file or a glob: seeds/*.txt")
    return text


async def fetch(source: Source, state: SourceState, visitor: "Visitor") -> Visit:
    """Look at the files, in a thread. Nothing leaves the machine: the visitor stays at home."""
    del visitor
    return await asyncio.to_thread(look, source, state.memo)


def look(source: Source, memo: Mapping[str, Any]) -> Visit:
    """One look: stat everything, read what changed and stands still."""
    paths = matching(source.root, source.place)
    if not paths:
        return _nothing(source)
    kept: dict[str, Stamp] = {path: (s, t, h) for path, (s, t, h) in memo.get("files", {}).items()}
    noted = unread(memo)
    found = _Found()
    for path in paths:
        _take(found, Path(source.root), path, kept.get(path), noted.get(path))
    absent = tuple(sorted(kept.keys() - set(paths)))
    if not found.parts and not absent and (found.stamps, found.failures) == (kept, noted):
        settled = not found.failures and found.again_seconds is None
        return NotModified(settles_failure=settled, again_seconds=found.again_seconds)
    stamps = {path: list(stamp) for path, stamp in found.stamps.items()}
    return Response(
        parts=tuple(found.parts),
        absent=absent,
        memo=with_unread({"files": stamps}, found.failures),
        failure=combined(found.failures),
        again_seconds=found.again_seconds,
    )


def matching(root: str, place: str) -> list[str]:
    """Paths as the glob gives them, sorted. `**` goes down; names with a leading dot are left.

    A folder counts only where the pattern asks for certain names: in `texts/*` it is no file.
    """
    # Path.glob takes no absolute pattern and gives the editors' hidden swap files too.
    paths = glob.glob(place, root_dir=root, recursive=True)  # noqa: PTH207
    if not place.rpartition("/")[2].strip("*"):
        paths = [path for path in paths if not (Path(root) / path).is_dir()]
    return sorted(paths)


def _take(found: _Found, root: Path, path: str, kept: Stamp | None, noted: Failure | None) -> None:
    """Look at one file and put what it is with what was found.

    Until new bytes are read the old stamp stays, and so does what was noted of those bytes.
    """
    now = read(root / path, path, kept)
    if isinstance(now, Read):
        found.stamps[path] = now.stamp
        if kept is None or now.stamp[2] != kept[2]:
            found.parts.append(Part(path, now.body))
            return
    elif kept:
        found.stamps[path] = kept
    if isinstance(now, Failure):
        found.failures[path] = now
    elif noted and (kept or isinstance(now, Wait)):
        found.failures[path] = noted
    if isinstance(now, Wait):
        found.again_seconds = max(now.seconds, found.again_seconds or 0.0)


def _nothing(source: Source) -> Failure:
    """Why a glob finds nothing, as far as can be told."""
    sure = source.place.partition("*")[0].partition("?")[0].partition("[")[0].rpartition("/")[0]
    folder = Path(source.root) / sure
    if not folder.is_dir():
        return Failure(
            "missing", f"{source.place}: there is no folder {sure or source.root}", "create it"
        )
    if not os.access(folder, os.R_OK | os.X_OK):
        hint = "let the monitor's user list it"
        return Failure("missing", f"{source.place}: the folder {sure} cannot be listed", hint)
    hint = "put a text file there, or correct the glob"
    return Failure("missing", f"{source.place} matches no file", hint)


def parse(source: Source, part: Part, today: date) -> tuple[Document, ...]:
    """Cut one file into its releases. Raises ExtractError for what is empty or no text."""
    del source
    from monitor.extract.texts.pasted import plain
    from monitor.extract.texts.split import split

    return tuple(
        Document(
            found.title, found.text, part.place, position, url=found.url, published=found.published
        )
        for position, found in enumerate(split(plain(part.body), today=today))
    )


KIND = SourceKind(
    name="files",
    place=pattern,
    keys=COMMON_KEYS,
    fetch=fetch,
    parse=parse,
    default_every="2s",
    withdraws=True,
    longest_rest_seconds=10.0,
    isolated=False,
)
