"""What goes over the socket between the program and the process that holds the browser.

    program ─▸ keeper     a Task, then the page as its server sent it
    keeper ─▸ program     a Shown, then the page as its scripts built it

Both are a length in 8 bytes, big endian, then JSON, then a length and the bytes of a page.
"""

import asyncio
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

LENGTH = struct.Struct(">Q")

LARGEST_HEAD_BYTES = 1_000_000

NO_BROWSER, BROKEN, DEADLINE, MEMORY, TOO_LARGE, SELECTOR, ASTRAY = TROUBLES = (
    "no_browser", "browser", "deadline", "memory", "too_large", "selector", "astray",
)  # fmt: skip
"""Why a page was not shown."""


@dataclass(frozen=True, slots=True)
class Task:
    """One page to show, all but its bytes.

    `headers` go with what is asked for at `origin`, and nowhere else. `port` is where the relay
    of this page listens. `cookies` are those that came with it. `selector` or `wait_seconds`: what
    to wait for, else a quiet network. `authorities` are certificates (PEM) that are trusted beside
    the public ones.
    """

    url: str
    content_type: str
    origin: str
    port: int
    agent: str
    seconds: float
    most_bytes: int
    memory_bytes: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Sequence[str] = field(default=(), repr=False)
    selector: str | None = None
    wait_seconds: float | None = None
    authorities: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of a task: where the page stands in the end, or `trouble` and what it was.

    `last`: the keeper is of no more use, and neither is its browser.
    """

    url: str = ""
    trouble: str | None = None
    detail: str = ""
    last: bool = False


def packed(value: Task | Shown, body: bytes = b"") -> bytes:
    """A task or an answer as it goes over the socket."""
    head = json.dumps(asdict(value)).encode()
    return b"".join((LENGTH.pack(len(head)), head, LENGTH.pack(len(body)), body))


async def received(reader: asyncio.StreamReader, most_bytes: int) -> tuple[dict[str, Any], bytes]:
    """The next head and body. Raises EOFError, and ValueError for more than is taken in."""
    head = json.loads(await _block(reader, LARGEST_HEAD_BYTES))
    return head, await _block(reader, most_bytes)


async def _block(reader: asyncio.StreamReader, most_bytes: int) -> bytes:
    (count,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
    if count > most_bytes:
        raise ValueError(f"{count} bytes, where {most_bytes} are taken in")
    return await reader.readexactly(count)
