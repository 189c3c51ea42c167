"""What goes over the socket between the program and a reader.

    a frame               its length in 8 bytes, big endian, then its bytes
    program ─▸ reader     a Task, then the body as it came
    reader ─▸ program     an Answer, one for each task

A reader that a stranger's bytes have taken over may say anything: what it says is unpickled
into these few types or not at all.
"""

import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from monitor.intake.understand import Understood
from monitor.model.source import Source
from monitor.model.visit import Part

HEAD = struct.Struct(">Q")

MEMORY = "memory"
"""The trouble of a reader that needed more memory than its task allows."""

_SPOKEN = frozenset({
    ("feeds.model", "Enclosure"),
    ("monitor.intake.reader.wire", "Answer"),
    ("monitor.intake.sources.kind", "Finding"),
    ("monitor.intake.sources.kind", "Other"),
    ("monitor.intake.understand", "Understood"),
    ("monitor.model.release", "Document"),
    ("monitor.model.source", "Failure"),
    ("monitor.model.published", "Precision"),
    ("monitor.model.published", "Published"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One part to read, all but its body. `source` comes without its credentials, `memo` is what
    earlier visits learnt of it."""

    source: Source
    place: str
    content_type: str | None
    language: str | None
    now: datetime
    had_items: bool
    memo: Mapping[str, Any] = field(default_factory=dict)
    memory_bytes: int = 0
    link: str | None = None

    def part(self, body: bytes) -> Part:
        """The part with its body again."""
        return Part(self.place, body, self.content_type, self.language, self.link)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a task: `understood`, or `trouble` (MEMORY, or what broke) and its traceback.

    `last`: the reader ends now; it has grown, or cannot be sure of itself any more.
    """

    understood: Understood | None = None
    trouble: str | None = None
    traceback: str = ""
    last: bool = False


def frame(value: Any) -> bytes:
    """A value as it goes over the socket."""
    packed = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return HEAD.pack(len(packed)) + packed


def opened(packed: BinaryIO) -> Answer:
    """A reader's answer. Raises UnpicklingError for anything that is none."""
    try:
        answer = _Answers(packed).load()
    except Exception as error:  # garbage breaks an unpickler in many ways
        raise pickle.UnpicklingError(f"no answer: {error}") from error
    if not isinstance(answer, Answer):
        raise pickle.UnpicklingError(f"a {type(answer).__name__} is no answer")
    return answer


class _Answers(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Only what answers are made of."""
        if (module, name) not in _SPOKEN:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer")
        return super().find_class(module, name)
