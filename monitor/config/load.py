"""config.yaml -> Settings, or every problem with it at once.

    text ─▸ plain values with their lines ─▸ shape ─▸ sources (its own, then included)
      ─▸ feeds, targets ─▸ Settings                 a problem anywhere: noted, and on

Nothing is fetched and nothing is opened but the configuration itself: the same file and the same
environment give the same Settings.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from monitor.config.context import Context
from monitor.config.document import Written, read_text, read_yaml, reason
from monitor.config.include import included, read
from monitor.config.kinds import Notifiers, SourceKinds
from monitor.config.problems import Problems
from monitor.config.roster import Roster
from monitor.config.settings import Fetch, Limits, Settings
from monitor.config.shape import ConfigShape, FetchShape
from monitor.config.sources import Sources
from monitor.config.targets import read_feeds, read_targets
from monitor.model.source import Source


def load(
    path: Path,
    kinds: SourceKinds,
    notifiers: Notifiers,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """The checked configuration. `kinds` and `notifiers` are the tables of what there is.

    Raises ConfigError with every problem: file, line, what is wrong, what would be right.
    """
    file = str(path)
    at = read_yaml(read_text(path, file), file)
    path = path.absolute()  # not resolved: a link stands where it stands, and is what changes
    root = path.parent
    context = Context(root, kinds, notifiers, environ, Problems(environ))
    shape = _shape(context, at)
    sources = Sources(context, shape.defaults)
    files = included(context, at, shape.include)
    roster = Roster(_every_source(context, at, shape, files, sources))
    feeds = read_feeds(context, at, shape.feeds, sources)
    targets = read_targets(context, at, shape.targets, sources, shape.defaults.timezone)
    ca_file = _authorities(context, at, shape.fetch)
    context.problems.stop()
    host, port = _listen(shape.listen)
    return Settings(
        path=path,
        root=root,
        store=shape.store,
        host=host,
        port=port,
        public_url=shape.public_url or _reached_at(host, port),
        publish=root / shape.publish if shape.publish else None,
        hub=shape.hub,
        late_seconds=shape.late,
        fetch=replace(_fetch(shape.fetch), ca_file=ca_file),
        sources=roster,
        feeds=feeds,
        targets=targets,
        warnings=tuple(context.warnings),
        files=(path, *files),
    )


def _shape(context: Context, at: Written) -> ConfigShape:
    """The file's shape; keys that are wrong are noted and stand as if they were not there."""
    if not isinstance(at.data, dict) or not {"sources", "include"} & at.data.keys():
        hint = "begin with `sources:` and a source: - {id: news, feed: https://example.org/feed}"
        context.problems.add(at, (), "says nothing of what to watch", hint)
    data: dict[str, Any] = at.data if isinstance(at.data, dict) else {}
    entries = ("sources", "feeds", "targets")
    full = {
        key: value if key in entries else context.expanded(at, (key,), value)
        for key, value in data.items()
    }
    try:
        return ConfigShape.model_validate(full)
    except ValidationError as error:
        context.problems.shape(at, (), error, ConfigShape)
        wrong = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
        return ConfigShape.model_validate({k: v for k, v in full.items() if k not in wrong})


def _every_source(
    context: Context, at: Written, shape: ConfigShape, files: Sequence[Path], sources: Sources
) -> Iterator[Source]:
    """The sources that are written out, then those of the files, none held longer than needed."""
    for position, values in enumerate(shape.sources):
        if source := sources.read(at, ("sources", position), values):
            yield source
    for file in files:
        yield from read(context, file, sources)


def _fetch(shape: FetchShape) -> Fetch:
    limits = shape.limits
    return Fetch(
        user_agent=shape.user_agent,
        contact=shape.contact,
        allow_private=shape.allow_private,
        ports=shape.ports,
        concurrency=shape.per_host.concurrency,
        delay_seconds=shape.per_host.delay,
        limits=Limits(limits.body, limits.decoded, limits.redirects, limits.deadline),
        proxy=shape.proxy,
    )


def _authorities(context: Context, at: Written, shape: FetchShape) -> Path | None:
    """The file of further certificates, if it is one that TLS can load."""
    if shape.ca_file is None:
        return None
    import ssl

    path = context.root / shape.ca_file
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError as error:
        why = "it holds no certificates" if isinstance(error, ssl.SSLError) else reason(error)
        message = f"fetch.ca_file: {path}: {why}"
        context.problems.add(at, ("fetch", "ca_file"), message, "name a file of certificates, PEM")
    return path


def _listen(text: str) -> tuple[str, int]:
    parts = urlsplit(f"//{text}")
    return parts.hostname or "", parts.port or 0


def _reached_at(host: str, port: int) -> str:
    """What feeds call themselves where nothing else is said: the address listened on."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
