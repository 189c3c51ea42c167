"""A server of ours in a process of its own, so that its cost is nobody's.

`Served` is how the benchmark holds it; `serve` is what the process ends in.
"""

import asyncio
import json
import subprocess
import sys
from types import TracebackType
from typing import Any, Self

from tools.bench.measure import python


class Served:
    """Runs `python -m MODULE WORDS` while it is entered. `said` are the ports that it announced."""

    def __init__(self, module: str, *words: str) -> None:
        self._command = python(module, *words)
        self.said: Any = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self.said = json.loads(self._process.stdout.readline())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    @property
    def port(self) -> int:
        """Where it listens, on every loopback address; the first port if there are more."""
        return int(self.said[0])


async def serve(*servers: asyncio.Server) -> None:
    """Announce the ports, and answer until killed, or until the benchmark is no more."""
    print(json.dumps([each.sockets[0].getsockname()[1] for each in servers]), flush=True)
    orphaned = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, orphaned.set)
    await orphaned.wait()
