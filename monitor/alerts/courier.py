"""The courier: a process that carries one message by apprise, and then ends.

    errand (JSON on stdin) ─▸ apprise and its plugins ─▸ fence ─▸ notify ─▸ {sent, reason} on stdout

Once apprise is loaded, Python's own audit events guard what it does (PEP 578), and nobody can take
a guard off again: a connection goes to an address that `monitor.net.address` lets pass, whoever
resolved it and however often it was redirected; nothing is executed, nothing is written.
"""

import json
import logging
import os
import socket
import sys
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import apprise
from apprise.manager_plugins import NotificationManager
from apprise.plugins import NotifyBase

from monitor.alerts.fit import shortened
from monitor.errors import AddressRefused
from monitor.fence import bound_memory, fence
from monitor.net.address import Address, vet
from monitor.net.policy import Network

MEMORY_BYTES = 400_000_000
"""An answer without end must not take the machine's memory."""

EXECUTES = frozenset({
    "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system",
    "pty.spawn", "subprocess.Popen",
})  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CONNECTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})

SAID_AT_MOST = 300
"""Characters of a service's complaint."""

MOODS = {
    "info": apprise.NotifyType.INFO,
    "good": apprise.NotifyType.SUCCESS,
    "bad": apprise.NotifyType.WARNING,
}


class Refused(OSError):
    """What the guard does not let happen: to apprise a connection like any that fails."""


class Guard:
    """Judges what this process is about to do. What it refused stands in `refusals`."""

    def __init__(
        self, allow_private: tuple[Network, ...], ports: tuple[int, ...], proxy: Sequence[Any]
    ) -> None:
        self.refusals: list[str] = []
        self._allow_private = allow_private
        self._ports = ports
        self._proxy = proxy

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """An audit hook: called for every event, raises for those that must not be."""
        if event in CONNECTS:
            self._address(args[0].family, args[1])
        elif event in EXECUTES:
            self._refuse("nothing is executed for a message")
        elif event == "open" and isinstance(args[2], int) and args[2] & WRITES:
            raise Refused("nothing is written for a message")

    def _address(self, family: int, place: Any) -> None:
        if family not in (socket.AF_INET, socket.AF_INET6):
            self._refuse("only the network is open to messages")
        if tuple(place[:2]) in self._proxy:
            return
        try:
            vet((_literal(place[0]),), place[1], self._allow_private, self._ports)
        except AddressRefused as error:
            self._refuse(error.message + (f" ({error.hint})" if error.hint else ""))

    def _refuse(self, why: str) -> None:
        self.refusals.append(why)
        raise Refused(why)


def main() -> None:
    """Carry what stands on stdin; say on stdout how it went."""
    fence(parent=int(sys.argv[1]))
    bound_memory(MEMORY_BYTES)
    answers = os.dup(1)
    os.dup2(2, 1)  # no plugin of anybody's prints into our answer
    errand = json.loads(sys.stdin.buffer.read())
    said = carried(errand)
    os.write(answers, json.dumps(said).encode())
    os._exit(0)  # whatever threads a service still has


def carried(errand: dict[str, Any]) -> dict[str, Any]:
    """Send one message; guards this process for good."""
    complaints = _Complaints()
    _trust(errand["ca_file"])
    NotificationManager().load_modules()  # type: ignore[no-untyped-call] # theirs
    guard = Guard(
        tuple(ip_network(text) for text in errand["allow_private"]),
        tuple(errand["ports"]),
        _proxied(errand["proxy"]),
    )
    sys.addaudithook(guard)
    sent = _notified(errand)
    return {"sent": sent, "reason": None if sent else _reason(guard.refusals, complaints.said)}


def _notified(errand: dict[str, Any]) -> bool:
    asset = apprise.AppriseAsset(
        app_id="feed-monitor", app_desc="feed-monitor", async_mode=False, secure_logging=True
    )
    service = apprise.Apprise.instantiate(errand["url"], asset=asset)
    if service is None:
        return False
    title, body = _fitted(service, errand["title"], errand["body"])
    told = service.notify(
        title=title,
        body=body,
        notify_type=MOODS[errand["mood"]],
        body_format=apprise.NotifyFormat.TEXT,
    )
    return bool(told)


def _fitted(service: NotifyBase, title: str, body: str) -> tuple[str, str]:
    """Cut to what the service takes, unless its URL says otherwise (`?overflow=split`)."""
    if service.overflow_mode != apprise.OverflowMode.UPSTREAM:
        return title, body
    titled = service.title_maxlen > 0
    title = shortened(title, service.title_maxlen if titled else service.body_maxlen)
    room = service.body_maxlen - (0 if titled else len(title) + 2)
    return title, shortened(body, room)


def _reason(refusals: Sequence[str], complaints: Sequence[str]) -> str | None:
    """Our own refusal if there was one, else what apprise said last."""
    said = refusals[:1] or complaints[-1:]
    return said[0][:SAID_AT_MOST] if said else "the address is not one that apprise can use"


class _Complaints(logging.Handler):
    """What apprise logs when something does not work: it has no other way to say it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        logger = logging.getLogger("apprise")
        logger.propagate = False
        logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _literal(host: Any) -> Address:
    """The address that is connected to. A name would be resolved once more, by whom and to what?"""
    try:
        return ip_address(str(host).partition("%")[0])
    except ValueError:
        raise AddressRefused("connections go to addresses, not to names") from None


def _proxied(proxy: str | None) -> tuple[tuple[str, int], ...]:
    """Send requests through the proxy; where it stands, which is its operator's word."""
    if proxy is None:
        return ()
    os.environ.update(http_proxy=proxy, https_proxy=proxy)
    from urllib.parse import urlsplit

    parts = urlsplit(proxy)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    return tuple((str(info[4][0]), port) for info in found)


def _trust(ca_file: str | None) -> None:
    """Trust a company's own authorities beside the public ones."""
    if ca_file is None or not hasattr(os, "memfd_create"):
        return
    import certifi

    bundle = os.memfd_create("authorities")
    os.write(bundle, Path(certifi.where()).read_bytes() + b"\n" + Path(ca_file).read_bytes())
    os.environ["REQUESTS_CA_BUNDLE"] = f"/proc/self/fd/{bundle}"


if __name__ == "__main__":
    main()
