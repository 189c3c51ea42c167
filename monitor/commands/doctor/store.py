"""The store: there, of this version, whole, writable, with room to go on."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from monitor.commands import output
from monitor.commands.doctor.finding import Finding, ok, warning, wrong
from monitor.errors import StoreError
from monitor.store.store import Store

ABOUT = "store"
LEAST_ROOM_BYTES = 100_000_000
LARGEST_CHECKED_BYTES = 2_000_000_000
"""A store is read to its end up to this size: some seconds."""


def examine(store: Store, file: Path | None, now: datetime) -> Iterator[Finding]:
    """`file` is that of an SQLite store."""
    try:
        counts, size = store.counts(now), store.slow_counts().store_bytes
        store.check_writable()
        damage = store.damage() if size <= LARGEST_CHECKED_BYTES else None
    except StoreError as error:
        yield wrong(ABOUT, error.message, error.hint)
        return
    kept = f"{output.counted(counts.releases, 'release')}, {output.size(size)}"
    if damage:
        hint = "stop the daemon and restore a backup: feed-monitor restore FILE"
        yield wrong(ABOUT, f"it is damaged: {damage}", hint)
    else:
        yield ok(ABOUT, f"{kept}, can be written")
    if file:
        yield from _room(file, size)


def _room(file: Path, size: int) -> Iterator[Finding]:
    free = shutil.disk_usage(file.parent).free
    said = f"{free / 1e9:,.1f} GB free in {file.parent}"
    hint = "make room: at the end of it nothing is kept any more"
    if free < LEAST_ROOM_BYTES:
        yield wrong("disk", said, hint)
    elif free < LEAST_ROOM_BYTES + 2 * size:
        yield warning("disk", f"{said}: too little for a migration or a backup here", hint)
    else:
        yield ok("disk", said)
