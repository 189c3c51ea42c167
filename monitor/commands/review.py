"""What is right in a configuration and yet will not do what is probably meant.

Nothing is fetched: an address is judged where it is written out, a glob by what it matches now.
"""

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

from monitor.config.settings import Network, Settings, Target
from monitor.errors import AddressRefused
from monitor.intake.sources.files import matching
from monitor.model.source import Source
from monitor.net.address import refusal
from monitor.net.host import literal, never_public
from monitor.net.url import parse

SHORTEST_SECRET_BYTES = 24
"""Standard Webhooks 1.0.0 asks for 24 to 64 bytes."""


def review(settings: Settings) -> list[str]:
    """Warnings, each a sentence that begins with what it is about."""
    found = [*_public_url(settings)]
    for source in settings.sources:
        found += _source(settings, source)
    for target in settings.targets:
        found += _target(settings, target)
    return found


def _public_url(settings: Settings) -> Iterator[str]:
    own = ("127.0.0.1", "localhost", "::1")
    if settings.host not in own and parse(settings.public_url).host in own:
        yield f"public_url: others cannot reach {settings.public_url}; feeds call themselves so"
    if settings.hub and parse(settings.public_url).host in own:
        yield f"hub: it cannot fetch feeds at {settings.public_url}; set `public_url`"


def _source(settings: Settings, source: Source) -> Iterator[str]:
    if source.kind == "files":
        if not matching(source.root, source.place):
            yield f"source {source.id}: {source.place} matches no file in {Path(source.root)}"
    elif refused := _refused(settings, source.place, settings.fetch.allow_private):
        yield f"source {source.id}: {refused}"


def _target(settings: Settings, target: Target) -> Iterator[str]:
    if target.kind == "webhook":
        allowed = settings.fetch.allow_private + target.allow_private
        if refused := _refused(settings, target.place, allowed):
            yield f"target {target.id}: {refused}"
        if any(len(b64decode(key[6:])) < SHORTEST_SECRET_BYTES for key in target.secrets):
            yield f"target {target.id}: its secret is shorter than {SHORTEST_SECRET_BYTES} bytes"


def _refused(settings: Settings, url: str, allowed: tuple[Network, ...]) -> str | None:
    """Why the guard will not let anybody go there, as far as the URL alone tells."""
    try:
        place = parse(url)
    except AddressRefused as error:
        return error.message
    address = literal(place.host)
    if address is None:
        own = never_public(place.host) and not allowed
        return f"{place.host} is a name of this machine or network" if own else None
    why = refusal(address, place.port, allowed, settings.fetch.ports)
    return f"{why[0]}. {why[1]}" if why else None
