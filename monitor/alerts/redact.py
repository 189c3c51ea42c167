"""What of a target may stand in a log or beside a delivery: never its path, never a secret."""

from pathlib import PurePath
from traceback import extract_tb

from monitor.config.settings import Target
from monitor.errors import AddressRefused
from monitor.net.url import parse

HIDDEN = "***"


def shown(place: str) -> str:
    """A target's address as people may see it: scheme and host. The path may be a password."""
    try:
        return parse(place).origin
    except AddressRefused:
        return HIDDEN


def redacted(text: str, target: Target) -> str:
    """A text that somebody else wrote, an error's perhaps, without what is secret of a target."""
    beyond_host = target.place.partition("://")[2].partition("/")[2]
    text = text.replace(target.place, shown(target.place))
    for secret in (*target.secrets, beyond_host):
        text = text.replace(secret, HIDDEN) if len(secret) > 1 else text
    return text


def whereabouts(error: BaseException) -> str:
    """Where an error was raised, frame by frame, without its message or any value."""
    frames = extract_tb(error.__traceback__)
    return " > ".join(f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames)
