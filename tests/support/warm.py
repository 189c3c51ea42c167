"""The warm process: all of `monitor` is loaded in it, and each order makes a fork of it.

    tests ─▸ here     an order: words, folder, environment; stdin, stdout, stderr
    here ─▸ tests     the number of the fork that becomes the program
    tests ─▸ here     reap that number
    here ─▸ tests     its exit code, or none as long as it runs

A fork is the real program: a process with its own pid, folder, environment and streams that runs
`monitor` as `python -m monitor` does, and may be killed. What it is spared is the loading, a second
of every start. Nothing may run in the warm process that a fork would have half of: no thread, no
event loop, no open store.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import socket
import sys
import tempfile
import threading
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import feeds
import monitor
from monitor.intake.kinds import kind_of
from monitor.intake.visit.lane import domain
from monitor.model.source import Source
from monitor.model.visit import Part
from monitor.net.connect import trusted

APART = ("__main__", "courier", "env")
"""Programs of their own, and Alembic's script: the program loads none of them."""

LATER = ("anyio._backends._asyncio", "apscheduler.executors.asyncio", "dateutil.tz", "psycopg",
         "pydantic.v1", "uvicorn.lifespan.off", "uvicorn.protocols.http.h11_impl")  # fmt: skip
"""What the program loads by itself once it needs it."""

TODAY = date(2024, 12, 11)

ORDER_BYTES = 1_000_000
STREAMS = 3


def main() -> None:
    """Load, say so, and fork until nobody is at the other end."""
    _load()
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        channel.send(b"ready")
        order, streams = _serve(channel)
    if order:
        _become(order, streams)
        try:
            runpy.run_module("monitor", run_name="__main__", alter_sys=True)
        except SystemExit as end:
            _end(end.code)


def _load() -> None:
    for package in (feeds, monitor):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2] not in APART:
                importlib.import_module(module.name)
    for name in LATER:
        importlib.import_module(name)
    trusted(None)  # certificates and patterns that a process makes when it first needs them
    domain("example.org")
    for kind in ("files", "page"):
        part = Part("notes.txt", b"Fees\n10.12.2024\nThe fees of the harbour are low.\n")
        kind_of(kind).parse(Source("", kind, "", ""), part, TODAY)
    assert threading.active_count() == 1, threading.enumerate()
    assert tempfile.tempdir is None, "a fork chooses by its own environment"
    gc.collect()
    gc.freeze()  # so that no fork's collector touches, and thereby copies, what is shared


def _serve(channel: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Take orders. Returns in each fork, with what it is to become; without, at the end."""
    while True:
        said, streams, _, _ = socket.recv_fds(channel, ORDER_BYTES, STREAMS)
        if not said:
            return {}, []
        order = json.loads(said)
        if "reap" in order:
            channel.send(json.dumps(_ended(order["reap"])).encode())
        elif pid := os.fork():
            channel.send(json.dumps(pid).encode())
            for stream in streams:
                os.close(stream)
        else:
            return order, streams


def _ended(pid: int) -> int | None:
    """The exit code of a fork as in `subprocess`; None as long as it runs."""
    reaped, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if reaped else None


def _become(order: dict[str, Any], streams: list[int]) -> None:
    """Everything by which a process that was started tells itself from others."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv[1:] = order["words"]
    sys.path[0] = str(Path.cwd())  # as `python -m` has it


def _end(code: Any) -> NoReturn:
    """End as the interpreter does, but take nothing apart: a fork would first copy all of it."""
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
