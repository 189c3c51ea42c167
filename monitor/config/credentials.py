"""What a source is fetched with: `basic`, `bearer`, `cookie` and `headers`, as headers.

They are kept as they were written, `${VARIABLE}` and all, and filled in at the moment of the
request (monitor.intake.visit.credentials): `Basic name:${PASSWORD}` is encoded there too.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.config.document import Path
from monitor.config.shape import SourceShape

SECRET_HEADERS = frozenset({"authorization", "cookie", "x-api-key", "x-auth-token", "api-key"})


def headers(source: SourceShape) -> dict[str, str]:
    """All headers of a source."""
    if not given(source):
        return source.headers
    return {**source.headers, **{header: value for _, header, value in _own_keys(source)}}


HARMLESS_HEADERS = frozenset({"accept", "accept-language", "accept-encoding"})


def without_secrets(values: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as it is written, without what may be a secret and is no `${VARIABLE}`: for lists
    that are given to others."""
    kept = dict(values)
    for key in ("basic", "bearer", "cookie", "feed_token"):
        if key in kept and not _named(kept[key]):
            del kept[key]
    headers = kept.get("headers")
    if isinstance(headers, dict):
        kept["headers"] = {
            name: value
            for name, value in headers.items()
            if _named(value) or name.lower() in HARMLESS_HEADERS
        }
    return kept


def _named(value: Any) -> bool:
    """Whether a secret stands elsewhere: `${TOKEN}`, `name:${PASSWORD}`."""
    return "${" in str(value)


def given(source: SourceShape) -> bool:
    """Whether a source has any; most have none, and a configuration has many sources."""
    return bool(source.headers or source.basic or source.bearer or source.cookie)


def given_twice(source: SourceShape) -> Iterator[tuple[Path, str]]:
    """Each key that sets a header that another one sets already, and what to say of it."""
    seen: dict[str, str] = {}
    for path, header in _set(source):
        written = ".".join(map(str, path))
        if header.lower() in seen:
            yield path, f"`{written}` and `{seen[header.lower()]}` both set the header {header}"
        seen.setdefault(header.lower(), written)


def written_out(source: SourceShape) -> Iterator[Path]:
    """Each key whose secret stands in the configuration itself, and in the store with it."""
    for name, value in source.headers.items():
        if "${" not in value and name.lower() in SECRET_HEADERS:
            yield ("headers", name)
    for key, _, value in _own_keys(source):
        secret = value.partition(":")[2] if key == "basic" and ":" in _plain(value) else value
        if "${" not in secret:
            yield (key,)


def first_key(source: SourceShape) -> Path:
    """Where the first of a source's credentials stands."""
    return next((path[:1] for path, _ in _set(source)), ())


def _plain(value: str) -> str:
    """A value without its variables, whose names may hold anything."""
    return re.sub(r"\$\{[^}]*\}", "", value)


def _set(source: SourceShape) -> Iterator[tuple[Path, str]]:
    yield from ((("headers", name), name) for name in source.headers)
    yield from (((key,), header) for key, header, _ in _own_keys(source))


def _own_keys(source: SourceShape) -> Iterator[tuple[str, str, str]]:
    """Key, header and value of each of the keys for one header alone."""
    if source.basic is not None:
        yield "basic", "Authorization", f"Basic {source.basic}"
    if source.bearer is not None:
        yield "bearer", "Authorization", f"Bearer {source.bearer}"
    if source.cookie is not None:
        yield "cookie", "Cookie", source.cookie
