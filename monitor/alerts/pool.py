"""A few threads of the outbox's own: the store blocks, and so does comparing two long texts.

They are not the event loop's common ones: a long parse there must not keep a webhook waiting.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple

Args = TypeVarTuple("Args")
T = TypeVar("T")

THREADS = 4


class Pool:
    """Runs what blocks beside the event loop."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="outbox")

    async def run(self, work: Callable[[*Args], T], *args: *Args) -> T:
        """Give `work(*args)` to a thread and wait for it."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)
