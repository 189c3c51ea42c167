"""The bare clients, called: in an environment of their own, or in ours where there is none."""

import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from signal import SIGABRT

from tools.bench import bare
from tools.bench.environment import environment
from tools.bench.measure import Broken, Run, run

PACKAGES = ("httpx", "aiohttp", "httpx-aiohttp", "pyreqwest")
CHOSEN = bare.CHOSEN


@cache
def others() -> Path:
    """The interpreter that has other people's clients: ours, where no environment can be made."""
    try:
        return environment("clients", PACKAGES) / "bin" / "python"
    except (Broken, OSError):
        return Path(sys.executable)


@cache
def installed() -> tuple[str, ...]:
    """The clients that there are, the chosen one first."""
    apart = others() != Path(sys.executable)
    found = [name for name, (_, module) in bare.CLIENTS.items() if apart or find_spec(module)]
    return CHOSEN, *(name for name in found if name != CHOSEN)


def fetch(client: str, folder: Path, requests: str, authority: Path | None = None) -> Run:
    """A client reads everything: a URL a line, perhaps with an ETag. TLS trusts `authority`."""
    file = folder / "requests.txt"
    file.write_text(requests)
    trusted = [authority] if authority else []
    python = sys.executable if client == CHOSEN else others()
    command: list[str | Path] = [python, "-P", bare.__file__, client, file, *trusted]
    return run(command, allowed=(0, -SIGABRT))  # some crash as Python ends: what they did counts
