"""Who is one host: the registrable domain of a URL, by the Public Suffix List. Pure.

    https://news.example.co.uk/a   example.co.uk       whoever runs one of its names runs them all
    https://somebody.github.io/    somebody.github.io  the list knows who lets names to others
    http://192.0.2.7/, http://nas/ themselves
    seeds/*.txt                    ""                  no host at all

The list comes with its package: nothing is fetched, nothing is written.
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from monitor.errors import AddressRefused

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

NOWHERE = ""
"""The lane of what is no URL: nobody ever waits in it."""

REMEMBERED = 8192
"""How many host names are not looked up again."""


def lane(url: str) -> str:
    """The lane in which visits of `url` wait for each other."""
    from monitor.net.url import parse  # it loads httpx: not for those who only want a name

    try:
        return domain(parse(url).host)
    except AddressRefused:
        return NOWHERE


@lru_cache(REMEMBERED)
def domain(host: str) -> str:
    """The registrable domain of a canonical host; an address, or a name without one, is its own."""
    if is_address(host):
        return host
    return _suffixes().privatesuffix(host) or host


def is_address(host: str) -> bool:
    """Whether a canonical host is an IP address."""
    return ":" in host or host.rpartition(".")[2].isdigit()


@cache
def _suffixes() -> "PublicSuffixList":
    """Read once, in 60 ms; 3 MB."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
