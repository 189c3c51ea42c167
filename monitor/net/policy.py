"""What the door must be told. The configuration's own `Fetch` and `Limits` fit these shapes.

They stand here as shapes because the door lies beside the configuration, not above it.
"""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Protocol

Network = IPv4Network | IPv6Network


class Limits(Protocol):
    """What one request may cost: bytes on the wire, bytes decoded, redirects, seconds in all."""

    @property
    def body_bytes(self) -> int: ...
    @property
    def decoded_bytes(self) -> int: ...
    @property
    def redirects(self) -> int: ...
    @property
    def deadline_seconds(self) -> float: ...


class Policy(Protocol):
    """Who we say that we are, where anybody may go, and at what cost.

    `ports` hold everywhere but in `allow_private`, where any port is open. `proxy` is an http or
    https URL; its own address is the operator's word and is not vetted.
    """

    @property
    def user_agent(self) -> str | None: ...
    @property
    def contact(self) -> str | None: ...
    @property
    def allow_private(self) -> tuple[Network, ...]: ...
    @property
    def ports(self) -> tuple[int, ...]: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def proxy(self) -> str | None: ...
    @property
    def ca_file(self) -> Path | None: ...
