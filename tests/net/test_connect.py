"""The address of a request, and the ways to a server."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import trustme

from monitor.config.settings import Fetch, Limits
from monitor.errors import AddressRefused, DeadlineExceeded, Unreachable
from monitor.net.address import Address
from monitor.net.connect import trusted
from monitor.net.door import Door, Request
from tests.support.loopback import LOOPBACK, PUBLIC, Cable, Names
from tests.support.server import Site


async def test_the_address_that_was_told_is_the_one_connected_to(site: Site) -> None:
    """The name is resolved once, though its server would say something else now."""
    site.set("/", "x")
    cable = Cable(site.port)
    names = Names({"name.example": [[PUBLIC, "1.1.1.1"], ["8.8.8.8"]]})
    request = Request("http://name.example/")
    async with Door(Fetch(), resolve=names, sockets=cable) as door:
        assert await door.address(request) == PUBLIC
        assert (await door.send(request)).body == b"x"
        assert await door.address(request) == PUBLIC
    assert (names.asked, cable.connected) == (["name.example"], [(PUBLIC, 80)])


async def test_an_answer_is_kept_for_its_own_permissions_alone() -> None:
    names = Names({"name.example": [["127.0.0.1"]]})
    async with Door(Fetch(), resolve=names) as door:
        opened = Request("http://name.example/", allow_private=LOOPBACK)
        assert await door.address(opened) == "127.0.0.1"
        with pytest.raises(AddressRefused, match="loopback"):
            await door.address(Request("http://name.example/"))


async def test_what_has_no_address_is_told_with_its_place(door: Door) -> None:
    with pytest.raises(Unreachable, match=r"http://name\.invalid: .*has no address"):
        await door.address(Request("http://name.invalid/?token=s3cret"))


async def test_a_name_server_that_hangs_ends_at_the_deadline() -> None:
    async def hang(host: str, port: int) -> tuple[Address, ...]:
        await asyncio.Event().wait()
        raise AssertionError(host, port)

    async with Door(Fetch(limits=Limits(deadline_seconds=0.1)), resolve=hang) as door:
        with pytest.raises(DeadlineExceeded):
            await door.address(Request("http://name.example/"))


async def test_behind_a_proxy_the_address_is_not_ours_to_know() -> None:
    async with Door(Fetch(proxy="http://127.0.0.1:1")) as door:
        assert await door.address(Request("http://public.example/")) is None
        with pytest.raises(AddressRefused):
            await door.address(Request("http://10.0.0.1/"))


def test_the_environment_adds_no_authority(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = tmp_path_factory.mktemp("tls") / "own.pem"
    trustme.CA().cert_pem.write_to_path(own)
    usual = trusted.__wrapped__(None).get_ca_certs()
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    assert trusted.__wrapped__(None).get_ca_certs() == usual
    assert trusted(None).verify_mode is ssl.CERT_REQUIRED
    assert trusted(None).check_hostname


@asynccontextmanager
async def tunnels(port: int, answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A proxy that leads every tunnel to a local port, and keeps the requests for one."""
    asked: list[bytes] = []
    serving: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.append(asyncio.current_task())
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        if answer is CONNECTED:
            there, here = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(pump(reader, here), pump(there, writer))
        await closed(writer)

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://me:p%40ss@127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
        await asyncio.gather(*filter(None, serving))


async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await source.read(65536):
            sink.write(data)
    await closed(sink)


async def closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


AUTHORITY = trustme.CA()
CONNECTED = b"HTTP/1.1 200 Connection established\r\n\r\n"


@pytest.fixture
def secure() -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("right.example").configure_cert(tls)
    return tls


def trusting() -> ssl.SSLContext:
    tls = ssl.create_default_context()
    AUTHORITY.configure_trust(tls)
    return tls


async def test_https_goes_through_a_tunnel_and_the_proxy_sees_no_more(
    secure: ssl.SSLContext,
) -> None:
    with Site(tls=secure) as site:
        site.set("/a?token=s3cret", "private")
        async with (
            tunnels(site.port, CONNECTED) as (proxy, asked),
            Door(Fetch(proxy=proxy), tls=trusting()) as door,
        ):
            for _ in range(2):
                reply = await door.send(Request("https://right.example/a?token=s3cret"))
                assert reply.body == b"private"
            with pytest.raises(Unreachable, match="certificate"):
                await door.send(Request("https://wrong.example/"))
    head = b"CONNECT right.example:443 HTTP/1.1\r\nhost: right.example:443\r\n"
    assert asked[0] == head + b"proxy-authorization: Basic bWU6cEBzcw==\r\n\r\n"
    assert len(asked) == 2
    assert "proxy-authorization" not in site.requests[0].headers


async def test_a_proxy_that_refuses_is_told() -> None:
    answer = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    async with tunnels(1, answer) as (proxy, _), Door(Fetch(proxy=proxy)) as door:
        with pytest.raises(Unreachable, match="proxy did not connect us: it answered 407"):
            await door.send(Request("https://right.example/"))
