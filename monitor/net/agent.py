"""What we call ourselves (C5): the same on every request, with a way to reach whoever runs us."""

from functools import cache
from importlib.metadata import version

NAME = "feed-monitor"


@cache
def own_name() -> str:
    """Name and version."""
    return f"{NAME}/{version(NAME)}"


def user_agent(configured: str | None, contact: str | None) -> str:
    """The User-Agent header: the configured one, else ours, with the contact behind it."""
    product = configured or own_name()
    return f"{product} (+{contact})" if contact else product
