"""feed-monitor as its user has it: a folder, a config.yaml, commands, a daemon, its API."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from types import MappingProxyType, TracebackType
from typing import Any, Self
from urllib.error import URLError
from urllib.request import Request, urlopen

from tools.bench.measure import Broken, Run, python, run

READY_SECONDS = 120.0
"""How long a start may take before it is given up."""

LOOPBACK = "allow_private: [127.0.0.0/8]"
EAGER = f"fetch: {{{LOOPBACK}, per_host: {{concurrency: 100, delay: 0s}}}}\n"
"""Loopback is one host to us: nothing is held back for its sake."""

Entry = Mapping[str, Any]
"""One source, with the configuration's own keys."""


class Program:
    """feed-monitor in a folder. `settings` is YAML; store, port and sources are added.

    `environment` is what every process of it is given beside our own.
    """

    def __init__(
        self,
        folder: Path,
        settings: str = EAGER,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = settings
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    # ── what is watched ────────────────────────────────────────────────────────────────────

    def write(self, sources: Sequence[Entry], *, included: bool = True) -> None:
        """Write the sources: into a file of JSON lines, or into config.yaml itself."""
        if included:
            lines = (json.dumps(source) + "\n" for source in sources)
            (self.folder / "sources.jsonl").write_text("".join(lines))
            self._configure("include: [sources.jsonl]\n")
        else:
            lines = (f"  - {json.dumps(source)}\n" for source in sources)  # YAML holds JSON
            self._configure("sources:\n" + "".join(lines))

    def _configure(self, sources: str) -> None:
        where = f"listen: 127.0.0.1:{self.port}\npublic_url: {self.url}\n"
        (self.folder / "config.yaml").write_text(where + self._settings + sources)

    def due(self, due_at: Mapping[str, float]) -> None:
        """Set when sources are due, in seconds of the epoch, while nothing runs.

        The one place that reaches into the store: waiting for a schedule would take a day.
        """
        with closing(sqlite3.connect(self.folder / "data" / "monitor.db")) as store, store:
            values = ((int(at * 1e6), source) for source, at in due_at.items())
            store.executemany("UPDATE states SET next_due_at = ? WHERE source = ?", values)

    # ── commands ───────────────────────────────────────────────────────────────────────────

    def call(self, *words: str, allowed: Sequence[int] = (0,)) -> Run:
        """A command to its end."""
        return run(self.command(*words), environment=self._environment, allowed=allowed)

    def check(self, **expected: int) -> Run:
        """`check --json`, which must come to just these outcomes: `unchanged=2000`."""
        done = self.call("check", "--json", allowed=(0, 1))
        found: dict[str, int] = {}
        for outcome in json.loads(done.output):
            found[outcome["outcome"]] = found.get(outcome["outcome"], 0) + 1
        if found != expected:
            raise Broken(f"a check came to {found} where it should come to {expected}")
        return done

    def command(self, *words: str) -> list[str]:
        """How a command is called."""
        return python("monitor", *words, "--config", str(self.folder / "config.yaml"))

    # ── the daemon ─────────────────────────────────────────────────────────────────────────

    def start(self, *, around: Sequence[str] = ()) -> float:
        """Start the daemon, wait until it is ready; how many seconds that took.

        `around` stands before its command.
        """
        began = monotonic()
        with (self.folder / "daemon.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*around, *self.command("run")],
                stdout=log,
                stderr=log,
                env={**os.environ, **self._environment},
            )
        while not self._ready():
            if (code := self._process.poll()) is not None:
                raise Broken(f"the daemon ended with {code}:\n{self.logged[-2000:]}")
            if monotonic() - began > READY_SECONDS:
                raise Broken(f"the daemon is not ready:\n{self.logged[-2000:]}")
            sleep(0.05)
        return monotonic() - began

    def stop(self) -> None:
        """SIGTERM, and wait."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)
        self._process = None

    @property
    def pid(self) -> int:
        """The daemon's."""
        assert self._process
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether the daemon runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def logged(self) -> str:
        """All that the daemon has said so far."""
        return (self.folder / "daemon.log").read_text(errors="replace")

    def api(self, path: str) -> Any:
        """What the API says at /api/v1/PATH."""
        with urlopen(f"{self.url}/api/v1/{path}", timeout=60) as answer:
            return json.load(answer)

    def check_now(self, source: str) -> Any:
        """Have the daemon check a source, and wait for the outcome."""
        headers = {"Content-Type": "application/json"}
        asked = Request(f"{self.url}/api/v1/sources/{source}/check", data=b"{}", headers=headers)
        with urlopen(asked, timeout=300) as answer:
            return json.load(answer)

    def _ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def pages(urls: Iterable[str], **more: Any) -> list[Entry]:
    """A source for each URL, watched as a page."""
    return [{"id": f"p{number}", "page": url, **more} for number, url in enumerate(urls)]


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
