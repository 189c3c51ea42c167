"""TLS is verified, by the name that was asked for, whatever address is behind it (C10)."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from monitor.config.settings import Fetch
from monitor.errors import Unreachable
from monitor.net.door import Door, Request
from tests.support.loopback import LOOPBACK, PUBLIC, Cable, Names
from tests.support.server import Site

AUTHORITY = trustme.CA()


@pytest.fixture
def site() -> Iterator[Site]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("right.example").configure_cert(tls)
    with Site(tls=tls) as site:
        site.set("/", "private")
        yield site


def trusting() -> ssl.SSLContext:
    tls = ssl.create_default_context()
    AUTHORITY.configure_trust(tls)
    return tls


def door_to(site: Site, tls: ssl.SSLContext | None) -> Door:
    names = Names({"right.example": [[PUBLIC]], "wrong.example": [[PUBLIC]]})
    return Door(Fetch(allow_private=LOOPBACK), tls=tls, resolve=names, sockets=Cable(site.port))


async def test_the_name_is_verified_not_the_address(site: Site) -> None:
    async with door_to(site, trusting()) as door:
        assert (await door.send(Request("https://right.example/"))).body == b"private"


@pytest.mark.parametrize("url", ["https://wrong.example/", f"https://{PUBLIC}/"])
async def test_another_name_is_refused(site: Site, url: str) -> None:
    async with door_to(site, trusting()) as door:
        with pytest.raises(Unreachable, match="certificate"):
            await door.send(Request(url))
    assert site.requests == []


async def test_a_configured_authority_is_trusted(site: Site, tmp_path: Path) -> None:
    AUTHORITY.cert_pem.write_to_path(tmp_path / "own.pem")
    fetch = Fetch(allow_private=LOOPBACK, ca_file=tmp_path / "own.pem")
    names = Names({"right.example": [[PUBLIC]]})
    async with Door(fetch, resolve=names, sockets=Cable(site.port)) as door:
        assert (await door.send(Request("https://right.example/"))).body == b"private"


async def test_an_unknown_authority_is_refused(site: Site) -> None:
    async with door_to(site, None) as door:
        with pytest.raises(Unreachable, match="certificate"):
            await door.send(Request("https://right.example/"))


async def test_plain_http_behind_https_is_told() -> None:
    with Site() as plain:
        async with door_to(plain, trusting()) as door:
            with pytest.raises(Unreachable, match="TLS"):
                await door.send(Request("https://right.example/"))
