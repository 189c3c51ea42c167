"""What of a target may stand in a log or beside a delivery: never its path, never a secret."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import PurePath
from traceback import extract_tb
from urllib.parse import unquote

from monitor.config.settings import Target
from monitor.errors import AddressRefused
from monitor.net.url import parse

HIDDEN = "***"

SHORTEST_SECRET = 4
"""What is shorter stands in any sentence: to hide it would say where."""


def shown(place: str) -> str:
    """A target's address as people may see it: scheme and host. The path may be a password, and
    where the scheme is not the web's, the host too."""
    try:
        return parse(place).origin
    except AddressRefused:
        scheme, separator, _ = place.partition("://")
        return f"{scheme}://{HIDDEN}" if separator and scheme.isalnum() else HIDDEN


def redacted(text: str, target: Target) -> str:
    """A text that somebody else wrote, an error's perhaps, without what is secret of a target."""
    text = text.replace(target.place, shown(target.place))
    for secret in sorted({*target.secrets, *_secrets(target.place)}, key=len, reverse=True):
        text = text.replace(secret, HIDDEN) if len(secret) > 1 else text
    return text


def _secrets(place: str) -> Iterator[str]:
    """What of an address may be a password: all beyond a web address's host, whole; of other
    schemes each part, as written and as meant. An IP address is none."""
    scheme, _, rest = place.partition("://")
    if scheme.lower() in ("http", "https"):
        yield rest.partition("/")[2]
        return
    for part in re.split(r"[/?&=@,;#]|:(?![^/]*\])", rest):
        for spelt in (part, unquote(part)):
            if len(spelt) >= SHORTEST_SECRET and not _is_address(spelt):
                yield spelt


def _is_address(text: str) -> bool:
    try:
        ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


def whereabouts(error: BaseException) -> str:
    """Where an error was raised, frame by frame, without its message or any value."""
    frames = extract_tb(error.__traceback__)
    return " > ".join(f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames)
