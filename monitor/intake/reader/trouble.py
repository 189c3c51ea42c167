"""Why a part could not be read, as the failure that is recorded: what, where, what to do. Pure."""

import signal

from monitor.model.source import Failure

DEADLINE, MEMORY, READER = "deadline", "memory", "reader"

COSTLY = frozenset({DEADLINE, MEMORY, READER})
"""Kinds of failure that cost a reader its life: its source goes last the next time."""

_HINT = "it is broken or hostile, or far too large: watch another page or feed of the same news"


def too_slow(place: str, size: int, seconds: float) -> Failure:
    """It was still being read when its time was over."""
    message = f"{place}: reading its {_sized(size)} took more than {seconds:g} s"
    return Failure(DEADLINE, message, _HINT)


def too_big(place: str, size: int, memory_bytes: int) -> Failure:
    """It needed more memory than a reader may have."""
    allowed = _sized(memory_bytes)
    return Failure(
        MEMORY, f"{place}: reading its {_sized(size)} takes more than {allowed} of memory", _HINT
    )


def too_much(place: str, size: int, count: int) -> Failure:
    """It was read, and what it says is more than is taken in."""
    message = f"{place}: what its {_sized(size)} say comes to {_sized(count)}, too much to keep"
    return Failure("too_large", message, "watch a part of it with `select:`")


def crashed(place: str, size: int, code: int) -> Failure:
    """The reader ended by itself, not by us. SIGKILL is what a system out of memory sends."""
    if code == -signal.SIGKILL:
        message = f"{place}: the system ended what read its {_sized(size)}, to have its memory"
        return Failure(MEMORY, message, "give the program more memory; it is visited again")
    message = f"{place}: reading its {_sized(size)} crashed the reader ({_ended(code)})"
    return Failure(READER, message, "the rest goes on; please report the page or feed that did it")


def broke(place: str, what: str) -> Failure:
    """A bug of ours, or of a library, that these bytes bring to light."""
    return Failure(READER, f"{place} cannot be read: {what}", "please report it; the rest goes on")


def not_started(place: str, why: str) -> Failure:
    """There is no reader to read it."""
    hint = "see whether the machine has memory and processes left; it is visited again"
    return Failure(READER, f"{place} was not read: no reader could be started ({why})", hint)


def _ended(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _sized(count: int) -> str:
    if count < 1_000_000:
        return f"{max(count, 1_000) // 1_000} kB"
    return f"{count / 1e6:.1f}".removesuffix(".0") + " MB"
