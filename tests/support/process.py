"""The real program as its user runs it: a folder, a config.yaml, a process, a port.

with Program(tmp_path, CONFIG) as program:
    program.start()
    assert len(program.entries("csto")) == 5
"""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from tests.support.launch import Running, run, start

T = TypeVar("T")

START_SECONDS = 30.0
"""How long a test waits for something that the program does. Not a measure: a giving-up."""


class Program:
    """feed-monitor in a folder of its own. `config` is YAML; store, port and network are added."""

    def __init__(self, folder: Path, config: str, *, store: str | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.config = folder / "config.yaml"
        self.log = folder / "daemon.log"
        self._store = store or "sqlite:///data/monitor.db"
        self._process: Running | None = None
        self.client = httpx.Client(  # without certificates, which take long to load
            base_url=self.url, timeout=START_SECONDS, trust_env=False, verify=False
        )
        self.configure(config)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        self.client.close()

    def configure(self, config: str) -> None:
        """Write config.yaml, as somebody with an editor would."""
        head = f"store: {self._store}\nlisten: 127.0.0.1:{self.port}\npublic_url: {self.url}\n"
        self.config.write_text(head + config, encoding="utf-8")

    # ── the daemon ─────────────────────────────────────────────────────────────────────────

    def start(self, *, ready: bool = True, cold: bool = False) -> None:
        """Start the daemon; wait until it is ready unless told otherwise.

        Cold: by the command that users type, whose process shares nothing with any other.
        """
        with self.log.open("ab") as log:
            self._process = start(self._words("run"), self.folder, log, log, cold=cold)
        if ready:
            self.eventually(self._ready, "the daemon is ready")

    def stop(self) -> int:
        """SIGTERM, and how it ended."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(START_SECONDS)
        self._process = None
        return code

    def kill(self) -> None:
        """SIGKILL, whatever it is doing."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process
        self._process.send_signal(number)

    def wait(self) -> int:
        """Its exit code, once it ends by itself."""
        assert self._process
        return self._process.wait(START_SECONDS)

    @property
    def pid(self) -> int:
        """The number of its process."""
        assert self._process
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    # ── its commands and its feeds ─────────────────────────────────────────────────────────

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command to its end."""
        return run(self._words(*words), self.folder)

    def json(self, *words: str) -> Any:
        """What a command prints with --json."""
        done = self.call(*words, "--json")
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    def api(self, path: str, **query: Any) -> Any:
        """What the API says at /api/v1/PATH."""
        answer = self.client.get(f"/api/v1/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def check(self, source: str) -> dict[str, Any]:
        """Have the running daemon check a source now; the outcome."""
        answer = self.client.post(f"/api/v1/sources/{source}/check", json={})
        assert answer.status_code == 200, answer.text
        outcome: dict[str, Any] = answer.json()
        return outcome

    def wait_until_checked(self, *sources: str) -> None:
        """Until each of these has been checked at least once, whatever came of it."""

        def checked() -> bool:
            rows = {row["id"]: row for row in self.api("sources")}
            return all(rows[source]["last_checked_at"] for source in sources or rows)

        self.eventually(checked, "every source is checked")

    @property
    def logged(self) -> str:
        """All that the daemon has logged so far."""
        return self.log.read_text(encoding="utf-8")

    def feed(self, path: str) -> httpx.Response:
        """GET /feeds/PATH."""
        return self.client.get(f"/feeds/{path}")

    def items(self, name: str) -> list[dict[str, Any]]:
        """The items of a feed, from its JSON form."""
        answer = self.feed(f"{name}.json")
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def eventually(self, ask: Callable[[], T], what: str) -> T:
        """Ask until the answer is true; fail, with the log, when it never is."""
        ends_at = time.monotonic() + START_SECONDS
        while time.monotonic() < ends_at:
            if answer := ask():
                return answer
            time.sleep(0.05)
        raise AssertionError(f"never came true: {what}\n{self.logged[-4000:]}")

    def _ready(self) -> bool:
        if not self.running:
            raise AssertionError(f"the daemon ended:\n{self.logged[-4000:]}")
        try:
            return self.client.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def _words(self, *words: str) -> list[str]:
        return [*words, "--config", str(self.config)]


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
