"""The process that readers are forked from: what reading needs is loaded here, and only once.

    program ─▸ here     `start KIND`, with the reader's end of a socket
    here ─▸ program     the reader's process number
    program ─▸ here     `end NUMBER`: kill it, if it still runs
    here ─▸ program     its exit code, as in subprocess

It reads nothing that a stranger sent, so that every reader begins clean. It ends when the program
hangs up, and with the program; its readers end with it.
"""

import gc
import os
import signal
import socket
import sys
from contextlib import suppress

from monitor import clock, memory
from monitor.fence import fence
from monitor.intake.kinds import kind_of
from monitor.intake.reader.child import serve
from monitor.intake.reader.footprint import resident_bytes
from monitor.model.source import Source
from monitor.model.visit import Part

LONGEST_WISH = 100

_SOMETHING = b"<p>" + b"word " * 500
"""An ordinary page: what only an odd one needs is loaded when one comes."""


def main() -> None:
    """Fork and reap until the program hangs up."""
    fence(parent=int(sys.argv[1]))
    memory.keep_no_large_blocks()
    with socket.socket(fileno=0) as program:
        while True:
            wish, sockets, _, _ = socket.recv_fds(program, LONGEST_WISH, 1)
            if not wish:
                return
            verb, _, word = wish.decode().partition(" ")
            answer = _started(word, sockets[0]) if verb == "start" else _ended(int(word))
            program.sendall(str(answer).encode())


def _started(kind: str, channel: int) -> int:
    """The number of a new reader, which has nothing but its socket."""
    _load(kind)
    here, born_bytes = os.getpid(), resident_bytes(os.getpid())
    if reader := os.fork():
        os.close(channel)
        return reader
    code = 1
    try:
        os.dup2(channel, 0)  # in place of what leads to the program
        os.close(channel)
        fence(parent=here)
        serve(born_bytes)
        code = 0
    finally:
        os._exit(code)  # what is this process's own to finish is not finished twice


def _ended(reader: int) -> int:
    os.kill(reader, signal.SIGKILL)  # nobody else has its number: it is not reaped before
    _, status = os.waitpid(reader, 0)
    return os.waitstatus_to_exitcode(status)


def _load(kind: str) -> None:
    """Whatever a kind needs, before the time of its first part begins to count."""
    with suppress(Exception):  # whatever is wrong will be said of a part that somebody sent
        kind_of(kind).parse(Source("", kind, "", ""), Part("", _SOMETHING), clock.now().date())
    gc.collect()
    gc.freeze()  # what is never looked at is never copied
