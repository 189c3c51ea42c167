"""The parts in their order, each looked at even if another is not well.

configuration ─▸ store ─▸ daemon ─▸ sources ─▸ deliveries ─▸ feeds ─▸ hosts
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from monitor import clock, logs
from monitor.commands import output
from monitor.commands.doctor import daemon, deliveries, feeds, hosts, sources, store
from monitor.commands.doctor.finding import Finding, bounded, ok, warning, wrong
from monitor.commands.doctor.looking import Looking
from monitor.commands.review import review
from monitor.commands.session import configuration
from monitor.config.settings import Settings
from monitor.errors import ConfigError, StoreError
from monitor.store.migrate import head
from monitor.store.opening import file_of, is_there, revision


def run(config: Path, most_hosts: int, *, as_json: bool) -> int:
    """Look at everything. 1 where something is wrong, 78 where it is the configuration."""
    logs.set_up()
    try:
        settings = configuration(config)
    except ConfigError as error:
        problems = [wrong(f"{p.file}:{p.line}", p.message, p.hint) for p in error.problems]
        _report(list(bounded(problems, "configuration")), as_json=as_json)
        return error.exit_code
    findings = list(_everything(settings, most_hosts))
    _report(findings, as_json=as_json)
    return 1 if any(each.state == "wrong" for each in findings) else 0


def _everything(settings: Settings, most_hosts: int) -> Iterator[Finding]:
    yield from _configuration(settings)
    try:
        yield from _kept(settings)
    except StoreError as error:
        yield wrong(store.ABOUT, error.message, error.hint)
    if most_hosts:
        yield from hosts.examine(settings, most_hosts)


def _configuration(settings: Settings) -> Iterator[Finding]:
    for said in (*settings.warnings, *review(settings)):
        about, _, message = said.partition(": ")
        yield warning(about, message)
    counts = (output.counted(len(settings.sources), "source"),
              output.counted(len(settings.feeds), "feed"),
              output.counted(len(settings.targets), "target"))  # fmt: skip
    yield ok("configuration", ", ".join(counts))


def _kept(settings: Settings) -> Iterator[Finding]:
    """What a store tells. One that is not there or older is left so: looking changes nothing."""
    if not is_there(settings.store, settings.root):
        said = f"there is none yet at {settings.store}"
        yield warning(store.ABOUT, said, "the first `feed-monitor run` makes it")
        return
    found = revision(settings.store, settings.root)
    if found != head():
        said = f"it is at revision {found}, this version works with {head()}"
        hint = "the next start brings it there; a copy is put beside it first"
        yield warning(store.ABOUT, said, hint)
        return
    with closing(Looking.open(settings.store, root=settings.root)) as opened:
        now = clock.now()
        yield from store.examine(opened, file_of(settings.store, settings.root), now)
        yield from daemon.examine(settings, opened)
        yield from sources.examine(opened, now)
        yield from deliveries.examine(settings, opened, now)
        yield from feeds.examine(settings, opened)


def _report(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        well = all(each.state != "wrong" for each in findings)
        output.document({"ok": well, "findings": [asdict(each) for each in findings]})
        return
    rows = [(f.state, f.about, _said(f)) for f in findings]
    output.table(("STATE", "ABOUT", "FINDING"), rows, "nothing was looked at", whole=True)


def _said(finding: Finding) -> str:
    return f"{finding.message} ▸ {finding.hint}" if finding.hint else finding.message
