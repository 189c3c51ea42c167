"""Which IP addresses a request may go to: pure, asked at connection time for every answer (C7).

An address is allowed when it is public, or lies in a network that the configuration opened.
IPv6 addresses that carry an IPv4 address are judged by what they carry. What is public is said
here in full, from IANA's special-purpose registries: `ipaddress.is_global` lets multicast, NAT64
and 6to4 through.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from monitor.errors import AddressRefused
from monitor.net.policy import Network

Address = IPv4Address | IPv6Address

SPECIAL_IPV4 = {
    IPv4Network("0.0.0.0/8"): "this very host (RFC 1122)",
    IPv4Network("10.0.0.0/8"): "private (RFC 1918)",
    IPv4Network("100.64.0.0/10"): "a carrier's own (RFC 6598)",
    IPv4Network("127.0.0.0/8"): "loopback",
    IPv4Network("169.254.0.0/16"): "link-local, where cloud metadata lives (RFC 3927)",
    IPv4Network("172.16.0.0/12"): "private (RFC 1918)",
    IPv4Network("192.0.0.0/24"): "reserved for protocols (RFC 6890)",
    IPv4Network("192.0.2.0/24"): "for documentation (RFC 5737)",
    IPv4Network("192.31.196.0/24"): "a sink for name queries (RFC 7535)",
    IPv4Network("192.52.193.0/24"): "for multicast tunnels (RFC 7450)",
    IPv4Network("192.88.99.0/24"): "a withdrawn relay (RFC 7526)",
    IPv4Network("192.168.0.0/16"): "private (RFC 1918)",
    IPv4Network("192.175.48.0/24"): "a sink for name queries (RFC 7534)",
    IPv4Network("198.18.0.0/15"): "for benchmarks (RFC 2544)",
    IPv4Network("198.51.100.0/24"): "for documentation (RFC 5737)",
    IPv4Network("203.0.113.0/24"): "for documentation (RFC 5737)",
    IPv4Network("224.0.0.0/4"): "multicast (RFC 5771)",
    IPv4Network("240.0.0.0/4"): "reserved (RFC 1112)",
}
"""Every IPv4 network that is not the public internet, and what it is instead."""

GLOBAL_IPV6 = IPv6Network("2000::/3")
"""All that is public in IPv6 lies in here; not all in here is public."""

SPECIAL_IPV6 = {
    IPv6Network("::/128"): "this very host (RFC 4291)",
    IPv6Network("::1/128"): "loopback",
    IPv6Network("64:ff9b:1::/48"): "a network's own NAT64 (RFC 8215)",
    IPv6Network("100::/64"): "a discard prefix (RFC 6666)",
    IPv6Network("2001::/23"): "reserved for protocols (RFC 2928)",
    IPv6Network("2001:db8::/32"): "for documentation (RFC 3849)",
    IPv6Network("2620:4f:8000::/48"): "a sink for name queries (RFC 7534)",
    IPv6Network("3fff::/20"): "for documentation (RFC 9637)",
    IPv6Network("5f00::/16"): "segment routing (RFC 9602)",
    IPv6Network("fc00::/7"): "private (RFC 4193)",
    IPv6Network("fe80::/10"): "link-local (RFC 4291)",
    IPv6Network("fec0::/10"): "site-local (RFC 3879)",
    IPv6Network("ff00::/8"): "multicast (RFC 4291)",
}
"""What is not public within GLOBAL_IPV6, and names for what lies outside it."""

IPV4_IN_LAST_BITS = (
    IPv6Network("::/96"),  # IPv4-compatible, RFC 4291 section 2.5.5.1
    IPv6Network("::ffff:0:0/96"),  # IPv4-mapped, RFC 4291 section 2.5.5.2
    IPv6Network("::ffff:0:0:0/96"),  # IPv4-translated, RFC 2765
    IPv6Network("64:ff9b::/96"),  # NAT64, RFC 6052
)
SIX_TO_FOUR = IPv6Network("2002::/16")
TEREDO = IPv6Network("2001::/32")
BEFORE_CARRIED = IPv6Network("::/127")
"""`::` and `::1` are themselves, though they look like carriers of 0.0.0.0 and 0.0.0.1."""


def carried(address: Address) -> tuple[Address, ...]:
    """The addresses that a packet to `address` ends at: those it carries, or itself.

    Teredo carries two (RFC 4380): its server, and the client with every bit turned.
    """
    if isinstance(address, IPv4Address) or address in BEFORE_CARRIED:
        return (address,)
    number = int(address)
    if any(address in network for network in IPV4_IN_LAST_BITS):
        return (IPv4Address(number & 0xFFFFFFFF),)
    if address in SIX_TO_FOUR:
        return (IPv4Address(number >> 80 & 0xFFFFFFFF),)
    if address in TEREDO:
        return (IPv4Address(number >> 64 & 0xFFFFFFFF), IPv4Address(~number & 0xFFFFFFFF))
    return (address,)


def special(address: Address) -> str | None:
    """What an address is when it is not public, None when it is."""
    networks: dict[IPv4Network, str] | dict[IPv6Network, str]
    networks = SPECIAL_IPV4 if isinstance(address, IPv4Address) else SPECIAL_IPV6
    for network, meaning in networks.items():
        if address in network:
            return meaning
    if isinstance(address, IPv6Address) and address not in GLOBAL_IPV6:
        return "reserved (RFC 4291)"
    return None


@lru_cache(maxsize=4096)
def refusal(
    address: Address, port: int, allow_private: tuple[Network, ...], ports: tuple[int, ...]
) -> tuple[str, str] | None:
    """Why nobody may go there, and what would open it; None when they may."""
    if _within(address, allow_private):
        return None
    for end in carried(address):
        if _within(end, allow_private):
            continue
        if meaning := special(end):
            through = "" if end == address else f", reached through {address},"
            return (
                f"{end}{through} is not public: it is {meaning}",
                "If it is meant, list its network under `allow_private`.",
            )
        if port not in ports:
            return (f"port {port} is not open to requests", "Add it to `fetch.ports`.")
    return None


def vet(
    addresses: Iterable[Address],
    port: int,
    allow_private: tuple[Network, ...],
    ports: tuple[int, ...],
) -> None:
    """Let all of `addresses` pass, or none: one bad answer condemns the name (AddressRefused)."""
    for address in addresses:
        if refused := refusal(address, port, allow_private, ports):
            message, hint = refused
            raise AddressRefused(message, hint=hint)


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
