"""The door against real servers: what is sent, where it may go, and what comes back."""

import asyncio
from dataclasses import replace

import pytest

from monitor.config.settings import Fetch, Limits
from monitor.errors import AddressRefused, FetchError, LimitExceeded, Unreachable
from monitor.net.door import Door, Request
from tests.support.loopback import LOOPBACK, PUBLIC, Cable, Names
from tests.support.server import Seen, Site


async def test_a_request_says_who_we_are_and_nothing_else(site: Site) -> None:
    site.set("/", "hello", headers={"Set-Cookie": "a=b"})
    fetch = Fetch(allow_private=LOOPBACK, contact="https://example.org/bot")
    async with Door(fetch) as door:
        await door.send(Request(site.url))
        await door.send(Request(site.url))
    for seen in site.requests:
        assert set(seen.headers) == {"host", "user-agent", "accept", "accept-encoding"}
        assert seen.headers["user-agent"].startswith("feed-monitor/")
        assert seen.headers["user-agent"].endswith(" (+https://example.org/bot)")


async def test_a_reply_brings_everything(site: Site, door: Door) -> None:
    site.set("/a", "gone", 410, {"X-Test": "1", "Cache-Control": "max-age=1", "cache-control": "b"})
    reply = await door.send(Request(f"{site.url}/a#part"))
    assert (reply.status, reply.body, reply.url) == (410, b"gone", f"{site.url}/a")
    assert (reply.headers["x-test"], reply.headers["cache-control"]) == ("1", "max-age=1, b")
    assert (reply.hops, reply.permanent_hops) == ((), False)


async def test_header_bytes_come_back_as_they_were(site: Site, door: Door) -> None:
    site.set("/", "x", headers={"ETag": '"é\xad"'})
    reply = await door.send(Request(site.url))
    await door.send(Request(site.url, headers={"If-None-Match": reply.headers["etag"]}))
    assert site.requests[-1].headers["if-none-match"] == '"é\xad"'


async def test_a_webhook_is_posted_and_its_redirect_is_an_answer(site: Site, door: Door) -> None:
    site.redirect("/hook", "/elsewhere", 307)
    request = Request(f"{site.url}/hook", "POST", {"webhook-id": "1"}, b"{}", redirects=False)
    reply = await door.send(request)
    assert (reply.status, site.paths()) == (307, ["/hook"])
    seen = site.requests[0]
    assert (seen.method, seen.body, seen.headers["webhook-id"]) == ("POST", b"{}", "1")


async def test_the_credentials_in_a_url_are_sent_as_a_header(site: Site, door: Door) -> None:
    site.set("/", "x")
    reply = await door.send(Request(site.url.replace("//", "//user:pass@")))
    assert site.requests[0].headers["authorization"] == "Basic dXNlcjpwYXNz"
    assert "pass" not in reply.url


async def test_redirects_are_followed_and_told(site: Site, door: Door) -> None:
    site.redirect("/a", "/b", 301)
    site.redirect("/b", "/c", 308)
    site.set("/c", "here")
    reply = await door.send(Request(f"{site.url}/a"))
    assert (reply.body, reply.url) == (b"here", f"{site.url}/c")
    assert reply.hops == (f"{site.url}/a", f"{site.url}/b")
    assert reply.permanent_hops


async def test_one_redirect_for_now_makes_the_way_impermanent(site: Site, door: Door) -> None:
    site.redirect("/a", "/b", 301)
    site.redirect("/b", "/c", 302)
    assert not (await door.send(Request(f"{site.url}/a"))).permanent_hops


async def test_a_redirect_loop_ends_at_the_limit(site: Site, door: Door) -> None:
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    with pytest.raises(LimitExceeded, match="more than 5 redirects"):
        await door.send(Request(f"{site.url}/a"))
    assert len(site.requests) == 6


async def test_credentials_do_not_leave_their_origin(site: Site, door: Door) -> None:
    with Site() as other:
        other.set("/", "x")
        site.redirect("/a", f"{other.url}/")
        headers = {"Authorization": "Bearer x", "Cookie": "a=b", "X-Key": "x", "Accept": "text/x"}
        await door.send(Request(f"{site.url}/a", headers=headers))
        assert site.requests[0].headers["x-key"] == "x"
        assert not {"authorization", "cookie", "x-key"} & set(other.requests[0].headers)
        assert other.requests[0].headers["accept"] == "text/x"


async def test_a_public_page_cannot_lead_inside(site: Site) -> None:
    site.redirect("/", "http://169.254.169.254/latest/meta-data/?token=s3cret")
    cable = Cable(site.port)
    names = Names({"public.example": [[PUBLIC]]})
    async with Door(Fetch(), resolve=names, sockets=cable) as door:
        with pytest.raises(AddressRefused, match="metadata") as caught:
            await door.send(Request("http://public.example/"))
    assert cable.connected == [(PUBLIC, 80)]
    assert "s3cret" not in str(caught.value)


async def test_the_address_that_was_vetted_is_the_one_connected_to(site: Site) -> None:
    site.set("/", "x")
    cable = Cable(site.port)
    names = Names({"rebind.example": [[PUBLIC], ["127.0.0.1"]]})
    async with Door(Fetch(), resolve=names, sockets=cable) as door:
        await door.send(Request("http://rebind.example/"))
    assert names.asked == ["rebind.example"]
    assert cable.connected == [(PUBLIC, 80)]
    assert site.requests[0].headers["host"] == "rebind.example"


async def test_a_name_that_turns_inward_is_refused_when_it_is_asked_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.net.guard.KEPT_SECONDS", 0.0)
    site.set("/", "x", headers={"Connection": "close"})
    cable = Cable(site.port)
    names = Names({"rebind.example": [[PUBLIC], ["127.0.0.1"]]})
    async with Door(Fetch(), resolve=names, sockets=cable) as door:
        await door.send(Request("http://rebind.example/"))
        with pytest.raises(AddressRefused, match="loopback"):
            await door.send(Request("http://rebind.example/"))
    assert cable.connected == [(PUBLIC, 80)]


async def test_the_next_address_is_tried_when_one_is_deaf(site: Site) -> None:
    site.set("/", "x")
    cable = Cable(site.port, deaf=["2606:4700:4700::1111"])
    names = Names({"two.example": [["2606:4700:4700::1111", PUBLIC]]})
    async with Door(Fetch(), resolve=names, sockets=cable) as door:
        assert (await door.send(Request("http://two.example/"))).body == b"x"
    assert cable.connected == [("2606:4700:4700::1111", 80), (PUBLIC, 80)]


async def test_what_one_request_may_opens_nothing_for_another(site: Site) -> None:
    """Not even a connection that is still open is lent."""
    site.set("/", "x")
    async with Door(Fetch()) as door:
        assert (await door.send(Request(site.url, allow_private=LOOPBACK))).status == 200
        with pytest.raises(AddressRefused):
            await door.send(Request(site.url))
    assert len(site.requests) == 1


async def test_the_environment_is_not_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.set("/", "x")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    async with Door(Fetch(allow_private=LOOPBACK)) as door:
        assert (await door.send(Request(site.url))).status == 200


async def test_a_configured_proxy_is_asked_and_its_credentials_stay_with_it(site: Site) -> None:
    site.set("http://public.example/a", "through")
    async with Door(Fetch(proxy=site.url.replace("//", "//me:pw@"))) as door:
        assert (await door.send(Request("http://public.example/a"))).body == b"through"
    assert site.requests[0].headers["proxy-authorization"] == "Basic bWU6cHc="


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://0x7f.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://localhost/",
        "http://printer.local/",
        "http://public.example:22/",
    ],
)
async def test_a_proxy_is_no_way_around_the_guard(site: Site, url: str) -> None:
    async with Door(Fetch(proxy=site.url)) as door:
        with pytest.raises(AddressRefused):
            await door.send(Request(url))
    assert site.requests == []


async def test_the_machines_own_names_are_resolved_and_vetted(site: Site) -> None:
    async with Door(Fetch()) as door:
        with pytest.raises(AddressRefused, match="loopback"):
            await door.send(Request(f"http://localhost:{site.port}/"))
    assert site.requests == []


BROKEN = {
    "closed port": "http://127.0.0.1:1/",
    "no such name": "http://name.invalid/",
}


@pytest.mark.parametrize("url", BROKEN.values(), ids=BROKEN)
async def test_what_cannot_be_reached_is_told_in_words(door: Door, url: str) -> None:
    with pytest.raises(Unreachable) as caught:
        await door.send(Request(f"{url}?token=s3cret"))
    assert caught.value.where
    assert url.startswith(caught.value.where)
    assert "s3cret" not in str(caught.value)


ANSWERS = {
    "cut": b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
    "cut within a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",
    "cut within the head": b"HTTP/1.1 200 OK\r\nContent-",
    "nothing": b"",
    "not HTTP": b"220 mail.example ESMTP\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "unknown chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, x\r\n\r\n2\r\nab",
    "another protocol": b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nab",
    "NUL in a header": b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n",
}


@pytest.mark.parametrize("wire", ANSWERS.values(), ids=ANSWERS)
async def test_an_answer_that_is_not_whole_is_told(site: Site, door: Door, wire: bytes) -> None:
    site.set("/", lambda _: iter((wire,)))
    with pytest.raises(Unreachable):
        await door.send(Request(site.url))


async def test_a_header_that_cannot_be_sent_is_told(site: Site, door: Door) -> None:
    with pytest.raises(FetchError, match="HTTP does not allow"):
        await door.send(Request(site.url, headers={"X-Test": "a\r\nX-More: b"}))
    assert site.requests == []


async def test_a_cancelled_request_leaves_the_door_in_order(site: Site, door: Door) -> None:
    reached = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(_: Seen) -> bytes:
        loop.call_soon_threadsafe(reached.set)
        site.closing.wait(5)
        return b""

    site.set("/held", hold)
    site.set("/", "x")
    held = asyncio.create_task(door.send(Request(f"{site.url}/held")))
    await reached.wait()
    held.cancel()
    with pytest.raises(asyncio.CancelledError):
        await held
    assert (await door.send(Request(site.url))).body == b"x"


async def test_a_request_may_bring_its_own_limits(site: Site, door: Door) -> None:
    site.set("/", bytes(2000))
    small = replace(Limits(), body_bytes=1000)
    with pytest.raises(LimitExceeded):
        await door.send(Request(site.url, limits=small))
    assert len((await door.send(Request(site.url))).body) == 2000
