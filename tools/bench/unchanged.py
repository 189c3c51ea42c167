"""Pages that did not change: what a check costs beside the bare client, and beside the peers.

Everybody is measured at a later run, when all is known, less a run of the same kind with one
page: so start-up counts for nobody. That every page was asked for is counted at the server.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tools.bench.floor import CHOSEN, fetch, installed
from tools.bench.measure import Broken, Run
from tools.bench.options import Options
from tools.bench.peers import PEERS, URLWATCH, Installed, install
from tools.bench.program import Program, pages
from tools.bench.site import Site
from tools.bench.table import Goal, Rows, Table

PAGES = 2_000
TIMES_THE_FLOOR = Goal(1.5)
FASTER = {URLWATCH.package: Goal(3, "at least")}
FASTER_THAN_OTHERS = Goal(20, "at least")
CHEAPER = {URLWATCH.package: Goal(1 / 3)}
OURS = "feed-monitor"

REPEAT = 5
"""A single run of half a second tells little: of so many the middle one counts."""


@dataclass(frozen=True, slots=True)
class Case:
    """How the pages are the second time: with validators or without, a share of them changed.

    `both_ways`: our sources are given in a file of their own, and all in config.yaml as well.
    """

    title: str
    both_ways: bool = False
    validators: bool = False
    changed_share: float = 0.0

    def site(self, count: int, port: int = 0, edition: int = 0) -> Site:
        """The pages, in the edition that a run is to see."""
        changed = round(count * self.changed_share) if edition else 0
        return Site(count, validators=self.validators, changed=changed, edition=edition, port=port)

    def ways(self) -> tuple[bool, ...]:
        """Whether our sources stand in a file of their own."""
        return (True, False) if self.both_ways else (True,)

    def outcomes(self, count: int) -> dict[str, int]:
        """What a check of ours must come to."""
        changed = round(count * self.changed_share)
        same = "not_modified" if self.validators else "unchanged"
        return {name: n for name, n in ((same, count - changed), ("changed", changed)) if n}


CASES = (
    Case("no validators", both_ways=True),
    Case("with validators", validators=True),
    Case("no validators, 1 % changed", changed_share=0.01),
)


@dataclass(frozen=True, slots=True)
class Contender:
    """Somebody who reads pages. `prepare` is given a folder and a running site; `check` too."""

    name: str
    prepare: Callable[[Path, Site], None]
    check: Callable[[Path, Site], Run]
    repeat: int = 1


@dataclass(frozen=True, slots=True)
class Cost:
    """A check, start-up taken away: milliseconds of CPU, and how many there are in a second."""

    cpu_milliseconds: float
    rate: float

    @staticmethod
    def of(whole: Run, start: Run, count: int) -> "Cost":
        """`whole` read `count` pages, `start` one."""
        less = whole.less(start)
        rate = (count - 1) / less.wall_seconds
        return Cost(less.cpu_seconds * 1e3 / (count - 1), rate)


def measure(options: Options) -> Iterator[Table]:
    """A table for each case."""
    count = options.size(PAGES, 200)
    peers, missing = _peers(options)
    for case in CASES:
        contenders = [
            *(_bare(client, repeat=options.either(REPEAT, 1)) for client in installed()),
            *(_ours(case, included=way) for way in case.ways()),
            *(_peer(peer) for peer in peers),
        ]
        costs = {one.name: _cost(case, one, count) for one in contenders}
        rows = Rows()
        _floor(rows, costs)
        _own(rows, costs, [_our_name(way) for way in case.ways()])
        _beside(rows, costs, peers)
        for name, why in missing.items():
            rows.add(name, None, note=why)
        yield Table(f"{count:,} unchanged pages of 25 kB, {case.title}", rows.all)


# ── contenders ─────────────────────────────────────────────────────────────────────────────


def _bare(client: str, repeat: int) -> Contender:
    def check(folder: Path, site: Site) -> Run:
        return fetch(client, folder, site.requests())

    return Contender(_bare_name(client), lambda folder, site: None, check, repeat)


def _bare_name(client: str) -> str:
    return f"bare {client}"


def _ours(case: Case, *, included: bool) -> Contender:
    def prepare(folder: Path, site: Site) -> None:
        program = Program(folder)
        program.write(pages(site.urls), included=included)
        program.check(changed=len(site.urls))

    def check(folder: Path, site: Site) -> Run:
        return Program(folder).check(**case.outcomes(len(site.urls)))

    return Contender(_our_name(included), prepare, check, repeat=REPEAT)


def _our_name(included: bool) -> str:
    return OURS if included else f"{OURS}, all in config.yaml"


def _peer(peer: Installed) -> Contender:
    return Contender(
        _peer_name(peer),
        lambda folder, site: peer.prepare(folder, site.urls),
        lambda folder, site: peer.check(folder, site.urls),
    )


def _peer_name(peer: Installed) -> str:
    return f"{peer.peer.package} {peer.version}"


def _peers(options: Options) -> tuple[list[Installed], dict[str, str]]:
    """Those that are there, and why the others are not."""
    found: list[Installed] = []
    missing: dict[str, str] = {}
    for peer in PEERS if options.peers else ():
        try:
            found.append(install(peer))
        except (Broken, OSError) as error:
            missing[peer.package] = f"could not be installed: {str(error).splitlines()[0]}"
    return found, missing


# ── runs ───────────────────────────────────────────────────────────────────────────────────


def _cost(case: Case, contender: Contender, count: int) -> Cost:
    """Of a check, by the median of some runs over all pages and as many over one."""
    runs = {size: _runs(case, contender, size) for size in (count, 1)}
    return Cost.of(_middle(runs[count]), _middle(runs[1]), count)


def _runs(case: Case, contender: Contender, count: int) -> list[Run]:
    found: list[Run] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        with case.site(count) as site:
            contender.prepare(folder, site)
            port = site.port
        for edition in range(1, contender.repeat + 1):
            with case.site(count, port, edition) as site:
                found.append(contender.check(folder, site))
                asked = site.asked()
            if asked != count:
                raise Broken(f"{contender.name} asked for {asked} of {count} pages")
    return found


def _middle(runs: Sequence[Run]) -> Run:
    return Run(
        median(each.wall_seconds for each in runs),
        median(each.cpu_seconds for each in runs),
        max(each.memory_bytes for each in runs),
    )


# ── rows ───────────────────────────────────────────────────────────────────────────────────

Costs = dict[str, Cost]


def _floor(rows: Rows, costs: Costs) -> None:
    floor = costs[_bare_name(CHOSEN)]
    for client in installed():
        cost = costs[_bare_name(client)]
        rows.add(
            f"{_bare_name(client)}, CPU a request",
            cost.cpu_milliseconds,
            "ms",
            beside=_bare_name(CHOSEN),
            ratio=cost.cpu_milliseconds / floor.cpu_milliseconds,
        )


def _own(rows: Rows, costs: Costs, names: Sequence[str]) -> None:
    beside = _bare_name(CHOSEN)
    floor = costs[beside]
    for name in names:
        cost = costs[name]
        ratio = cost.cpu_milliseconds / floor.cpu_milliseconds
        rows.add(
            f"{name}, CPU a check",
            cost.cpu_milliseconds,
            "ms",
            beside=beside,
            ratio=ratio,
            goal=TIMES_THE_FLOOR,
        )
        rows.add(
            f"{name}, rate", cost.rate, "a second", beside=beside, ratio=cost.rate / floor.rate
        )


def _beside(rows: Rows, costs: Costs, peers: Sequence[Installed]) -> None:
    """Ours in times of theirs: the rate should be many times, the CPU a small part."""
    ours = costs[OURS]
    for peer in peers:
        name = _peer_name(peer)
        theirs, package = costs[name], peer.peer.package
        rows.add(
            f"{name}, rate",
            theirs.rate,
            "a second",
            beside=f"{OURS} has",
            ratio=ours.rate / theirs.rate,
            goal=FASTER.get(package, FASTER_THAN_OTHERS),
        )
        rows.add(
            f"{name}, CPU a check",
            theirs.cpu_milliseconds,
            "ms",
            beside=f"{OURS} takes",
            ratio=ours.cpu_milliseconds / theirs.cpu_milliseconds,
            goal=CHEAPER.get(package),
        )
