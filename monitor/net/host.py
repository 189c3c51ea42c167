"""A host as somebody spelt it -> the one spelling that is resolved, connected to and sent.

Browsers, libraries and resolvers read `0x7f.1`, `１２７.0.0.1` and `2130706433` differently. Here
each has one meaning, the one of the WHATWG URL standard (section 3.5), and what cannot be a host
is refused instead of being handed to a resolver.
"""

import re
import unicodedata
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from monitor.net.address import Address

LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
DOTS = str.maketrans({"。": "."})
"""The ideographic full stop separates labels too (UTS 46), and NFKC leaves it as it is."""

NEVER_PUBLIC = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa")
"""Names, with all that lies under them, that no public resolver may answer for."""


@lru_cache(maxsize=1024)
def canonical(host: str) -> str:
    """The host in ASCII lower case, without a final dot, its address in plain notation.

    IPv6 comes without brackets. Raises ValueError, in words for people, for what is no host.
    """
    if ":" in host:
        return str(_ipv6(host))
    name = unicodedata.normalize("NFKC", host.translate(DOTS)).lower().removesuffix(".")
    if not name.isascii():
        name = _ascii(name)
    if NUMBER.fullmatch(name.rpartition(".")[2]):
        return str(_ipv4(name))
    if len(name) > 253 or not all(LABEL.fullmatch(label) for label in name.split(".")):
        raise ValueError("this is not a host name")
    return name


def literal(host: str) -> Address | None:
    """The address that a canonical host is, None when it is a name."""
    if ":" in host:
        return IPv6Address(host)
    return IPv4Address(host) if host.rpartition(".")[2].isdigit() else None


def never_public(host: str) -> bool:
    """Whether a canonical host name means something inside by its very name."""
    return any(host == name or host.endswith(f".{name}") for name in NEVER_PUBLIC)


def _ipv6(host: str) -> IPv6Address:
    try:
        address = IPv6Address(host)
    except AddressValueError as error:
        raise ValueError("this is not an IPv6 address") from error
    if address.scope_id:
        raise ValueError("an address with a zone means a machine nearby")
    return address


def _ascii(name: str) -> str:
    """Punycode by IDNA 2008."""
    import idna  # its tables are for names that are not ASCII

    try:
        return idna.encode(name).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError("this is not an international host name") from error


def _ipv4(name: str) -> IPv4Address:
    """One to four numbers, each decimal, octal (`0…`) or hexadecimal (`0x…`)."""
    try:
        *firsts, last = [_number(part) for part in name.split(".")]
    except ValueError as error:
        raise ValueError("this is not an IPv4 address") from error
    if len(firsts) > 3 or any(first > 255 for first in firsts) or last >= 256 ** (4 - len(firsts)):
        raise ValueError("this is not an IPv4 address")
    return IPv4Address(last + sum(first << 24 - 8 * at for at, first in enumerate(firsts)))


def _number(part: str) -> int:
    if not NUMBER.fullmatch(part):
        raise ValueError(part)
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)
