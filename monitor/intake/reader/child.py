"""The reader itself: a process that reads one task after another, and holds nothing of worth.

It has no credentials, no environment and no files open but its socket (descriptor 0). It ends
with what it was forked from, and when memory runs short it is the first that the system ends.
"""

import pickle
import socket
from dataclasses import replace
from traceback import format_exc
from typing import IO

from monitor.fence import bound_memory
from monitor.intake.kinds import kind_of
from monitor.intake.reader.footprint import peak_bytes
from monitor.intake.reader.wire import HEAD, MEMORY, Answer, Task, frame
from monitor.intake.understand import understand

GROWN_BYTES = 40_000_000
"""A reader that once took so much makes room for a fresh one: it would not give much of it back."""

HEADROOM = 3
"""How many times what a task may take can be asked for before it is refused.

To refuse is the last means: libxml2 then leaves out the rest of a page and says nothing. A buffer
that grows asks for twice its size beside itself, so whoever is refused here holds too much anyway.
"""

_LONGEST_TROUBLE = 500
_LONGEST_TRACEBACK = 4_000


def serve(born_bytes: int) -> None:
    """Read until the program hangs up. `born_bytes`: what it was given, which counts for nobody."""
    with socket.socket(fileno=0) as channel, channel.makefile("rb") as tasks:
        while packed := _next(tasks):
            task = pickle.loads(packed)  # noqa: S301 - the program's
            answer = _answer(task, _next(tasks) or b"", born_bytes)
            channel.sendall(frame(answer))
            if answer.last:
                return


def _next(tasks: IO[bytes]) -> bytes | None:
    """The next frame, or None when there is none."""
    head = tasks.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (count,) = HEAD.unpack(head)
    return tasks.read(count)


def _answer(task: Task, body: bytes, born_bytes: int) -> Answer:
    """Read one part, whatever it does to this process."""
    bound_memory(born_bytes + task.memory_bytes * HEADROOM)
    answer = _attempt(task, body)
    grown = peak_bytes() - born_bytes
    if grown > task.memory_bytes:
        # It may be less than what was there: not every library says that it found no room.
        answer = Answer(trouble=MEMORY)
    return replace(answer, last=answer.trouble is not None or grown > GROWN_BYTES)


def _attempt(task: Task, body: bytes) -> Answer:
    try:
        kind = kind_of(task.source.kind)
        parts = [task.part(body)]
        found = understand(
            task.source, kind, parts, task.now, had_items=task.had_items, memo=task.memo
        )
        return Answer(found)
    except MemoryError:
        return Answer(trouble=MEMORY)
    except Exception as error:  # whatever a stranger's bytes break: the program says it
        trouble = f"{type(error).__name__}: {error}"[:_LONGEST_TROUBLE]
        return Answer(trouble=trouble, traceback=format_exc()[-_LONGEST_TRACEBACK:])
