"""Other programs from the package index, each in an environment of its own, called as documented.

The environments stand in a cache folder and are made at the first use; where that is not
possible a peer is left out and the table says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.bench.environment import environment, pip
from tools.bench.measure import Run, run
from tools.bench.program import free_port

Command = Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Peer:
    """One program. `first` and `again` give the commands of a first and of every later run.

    Both are given the program, a folder of its own and the URLs; `first` may write files.
    """

    package: str
    first: Callable[[Path, Path, Sequence[str]], Command]
    again: Callable[[Path, Path, Sequence[str]], Command]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Installed:
    """A peer that can be called."""

    peer: Peer
    home: Path
    version: str

    def prepare(self, folder: Path, urls: Sequence[str]) -> None:
        """The first run: everything becomes known."""
        folder.mkdir(parents=True, exist_ok=True)
        self._run(self.peer.first(self._program, folder, urls), folder)

    def check(self, folder: Path, urls: Sequence[str]) -> Run:
        """A later run."""
        return self._run(self.peer.again(self._program, folder, urls), folder)

    @property
    def _program(self) -> Path:
        return self.home / "bin" / self.peer.package

    def _run(self, command: Command, folder: Path) -> Run:
        return run(command, folder=folder, environment=self.peer.environment)


def install(peer: Peer) -> Installed:
    """The peer, ready to be called. Raises Broken with what stood in the way."""
    home = environment(peer.package, [peer.package])
    shown = run([*pip(home), "show", peer.package]).output
    return Installed(peer, home, shown.partition("Version: ")[2].split()[0])


# ── how each is called ─────────────────────────────────────────────────────────────────────


def _jobs(folder: Path, urls: Sequence[str]) -> Path:
    """The list of jobs that urlwatch and its descendant share."""
    path = folder / "jobs.yaml"
    path.write_text("---\n".join(f"url: {url}\n" for url in urls))
    return path


def _urlwatch(program: Path, folder: Path, urls: Sequence[str]) -> Command:
    files = ("--urls", _jobs(folder, urls), "--config", folder / "urlwatch.yaml")
    return program, *files, "--hooks", folder / "hooks.py", "--cache", folder / "cache.db"


def _webchanges(program: Path, folder: Path, urls: Sequence[str]) -> Command:
    files = ("--jobs", _jobs(folder, urls), "--config", folder / "config.yaml")
    return program, *files, "--hooks", folder / "hooks.py", "--database", folder / "cache.db"


def _changedetection(program: Path, folder: Path) -> Command:
    where = ("-d", folder / "store", "-C", "-h", "127.0.0.1", "-p", str(free_port()))
    return program, *where, "-l", "ERROR", "-b"


def _changedetection_first(program: Path, folder: Path, urls: Sequence[str]) -> Command:
    return *_changedetection(program, folder), *(word for url in urls for word in ("-u", url))


def _changedetection_again(program: Path, folder: Path, urls: Sequence[str]) -> Command:
    del urls  # it knows them
    return *_changedetection(program, folder), "-r", "all"


URLWATCH = Peer("urlwatch", _urlwatch, _urlwatch)
WEBCHANGES = Peer("webchanges", _webchanges, _webchanges)
CHANGEDETECTION = Peer(
    "changedetection.io",
    _changedetection_first,
    _changedetection_again,
    {"ALLOW_IANA_RESTRICTED_ADDRESSES": "true", "DISABLE_VERSION_CHECK": "true"},
)
PEERS = (URLWATCH, WEBCHANGES, CHANGEDETECTION)
