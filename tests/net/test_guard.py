"""Who may be asked: every way to write a host that is not public comes to nothing (C7)."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address, ip_network

import pytest

from monitor.config.settings import Fetch
from monitor.errors import AddressRefused, Unreachable
from monitor.net.address import carried, vet
from monitor.net.door import Door, Request
from tests.support.loopback import PUBLIC, Cable, Names
from tests.support.server import Site

PORTS = (80, 443, 8080, 8443)

REFUSED = {
    "loopback": "http://127.0.0.1/",
    "loopback, any of it": "http://127.255.255.254/",
    "one number": "http://2130706433/",
    "one number with a final dot": "http://2130706433./",
    "hexadecimal number": "http://0x7f000001/",
    "hexadecimal part": "http://0x7f.1/",
    "capital hexadecimal": "http://0X7F.0.0.0X1/",
    "two parts": "http://127.1/",
    "three parts": "http://127.0.1/",
    "zero": "http://0/",
    "zeros": "http://0.0.0.0/",
    "octal parts": "http://0177.0.0.1/",
    "octal throughout": "http://0177.0000.0000.0001/",
    "octal number": "http://017700000001/",
    "hexadecimal nothing": "http://0x/",
    "final dot": "http://127.0.0.1./",
    "full-width digits": "http://１２７.0.0.1/",
    "circled digits": "http://①②⑦.0.0.1/",
    "full-width dots": "http://127．0．0．1/",
    "ideographic full stops": "http://127。0。0。1/",
    "percent-encoded": "http://%31%32%37.0.0.1/",
    "percent-encoded name": "http://localh%6fst/",
    "too many parts": "http://1.2.3.4.5/",
    "part too large": "http://256.1.1.1/",
    "number too large": "http://4294967296/",
    "not octal": "http://1.2.3.08/",
    "letters in an address": "http://127.0g.0.1/",
    "behind a user name": "http://example.com@127.0.0.1/",
    "behind user name and password": "http://example.com:80@127.0.0.1/",
    "behind a second at sign": "http://a@example.com@127.0.0.1/",
    "behind a backslash": "http://example.com\\@127.0.0.1/",
    "before a backslash": "http://127.0.0.1\\@example.com/",
    "tab in the host": "http://exa\tmple.com/",
    "line break in the host": "http://127.0.0\n.1/",
    "NUL in the host": "http://127.0.0.1\x00.example.com/",
    "space in the host": "http://127.0.0.1 .example.com/",
    "private 10": "http://10.1.2.3/",
    "private 172.16": "http://172.16.0.1/",
    "private 172.31": "http://172.31.255.255/",
    "private 192.168": "http://192.168.1.1/",
    "carrier": "http://100.64.0.1/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "metadata as a number": "http://2852039166/",
    "protocols": "http://192.0.0.8/",
    "documentation 1": "http://192.0.2.1/",
    "documentation 2": "http://198.51.100.1/",
    "documentation 3": "http://203.0.113.1/",
    "benchmarks": "http://198.19.0.1/",
    "relay": "http://192.88.99.1/",
    "multicast": "http://224.0.0.1/",
    "multicast that is_global takes for public": "http://232.1.1.1/",
    "reserved": "http://240.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    "IPv6 loopback": "http://[::1]/",
    "IPv6 loopback written out": "http://[0:0:0:0:0:0:0:1]/",
    "IPv6 unspecified": "http://[::]/",
    "mapped": "http://[::ffff:127.0.0.1]/",
    "mapped in hexadecimal": "http://[::ffff:7f00:1]/",
    "mapped metadata": "http://[::ffff:169.254.169.254]/",
    "compatible": "http://[::127.0.0.1]/",
    "translated": "http://[::ffff:0:127.0.0.1]/",
    "6to4": "http://[2002:7f00:1::]/",
    "6to4 private": "http://[2002:c0a8:101::1]/",
    "NAT64": "http://[64:ff9b::127.0.0.1]/",
    "NAT64 private": "http://[64:ff9b::a00:1]/",
    "NAT64 of a network's own": "http://[64:ff9b:1::8.8.8.8]/",
    "Teredo with a private client": "http://[2001:0:808:808::80ff:fffe]/",
    "Teredo with a private server": "http://[2001:0:7f00:1::f7f7:f7f7]/",
    "unique local": "http://[fd00::1]/",
    "unique local metadata": "http://[fd00:ec2::254]/",
    "link-local": "http://[fe80::1]/",
    "link-local with a zone": "http://[fe80::1%25eth0]/",
    "link-local with a bare zone": "http://[fe80::1%eth0]/",
    "site-local": "http://[fec0::1]/",
    "IPv6 multicast": "http://[ff02::1]/",
    "IPv6 multicast, global scope": "http://[ff0e::1]/",
    "IPv6 documentation": "http://[2001:db8::1]/",
    "IPv6 documentation, newer": "http://[3fff::1]/",
    "IPv6 benchmarks": "http://[2001:2::1]/",
    "discard": "http://[100::1]/",
    "segment routing": "http://[5f00::1]/",
    "IPv6 not given out": "http://[4000::1]/",
    "future address": "http://[v1.fe80]/",
    "IPv4 in brackets": "http://[127.0.0.1]/",
    "open bracket": "http://[::1/",
    "no host": "http:///path",
    "no scheme": "//example.com/",
    "file": "file:///etc/passwd",
    "ftp": "ftp://93.184.215.14/",
    "gopher": "gopher://93.184.215.14/",
    "unix socket": "unix:///var/run/docker.sock",
    "unix socket as a host": "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
    "javascript": "javascript:alert(1)",
    "port not listed": "http://93.184.215.14:22/",
    "port not listed, by default scheme": "https://93.184.215.14:6379/",
    "port zero": "http://93.184.215.14:0/",
    "port too large": "http://93.184.215.14:65536/",
    "port not a number": "http://93.184.215.14:8x/",
    "empty label": "http://a..b/",
    "label too long": f"http://{'a' * 64}.com/",
    "name too long": f"http://{'a.' * 127}com/",
    "hyphen first": "http://-a.com/",
    "not a host name": "http://ex!ample.com/",
    "soft hyphen": "http://\u00adlocalhost/",
    "URL too long": f"http://example.com/{'a' * 9000}",
}

ALLOWED = {
    "public": ("http://93.184.215.14/", "93.184.215.14", 80),
    "public as a number": ("http://1572394766/", "93.184.215.14", 80),
    "public in full-width digits": ("http://９３.184.215.14/", "93.184.215.14", 80),
    "public port": ("https://93.184.215.14:8443/", "93.184.215.14", 8443),
    "next to private": ("http://172.32.0.1/", "172.32.0.1", 80),
    "next to carrier": ("http://100.128.0.1/", "100.128.0.1", 80),
    "next to multicast": ("http://223.255.255.254/", "223.255.255.254", 80),
    "IPv6 public": ("http://[2606:4700:4700::1111]/", "2606:4700:4700::1111", 80),
    "mapped public": ("http://[::ffff:93.184.215.14]/", "::ffff:5db8:d70e", 80),
    "NAT64 public": ("http://[64:ff9b::93.184.215.14]/", "64:ff9b::5db8:d70e", 80),
    "6to4 public": ("http://[2002:5db8:d70e::1]/", "2002:5db8:d70e::1", 80),
    "opened": ("http://10.99.2.3/", "10.99.2.3", 80),
    "opened, any port": ("http://10.99.2.3:99/", "10.99.2.3", 99),
    "opened, mapped, any port": ("http://[::ffff:10.99.2.3]:99/", "::ffff:a63:203", 99),
}
"""URL -> the one address and port that are connected to. Open is 10.99.0.0/16."""

ANSWERS = {
    "private": ["192.168.1.1"],
    "loopback": ["127.0.0.1"],
    "IPv6 loopback": ["::1"],
    "metadata": ["169.254.169.254"],
    "public, then private": [PUBLIC, "192.168.1.1"],
    "private, then public": ["192.168.1.1", PUBLIC],
    "public, then mapped": [PUBLIC, "::ffff:192.168.1.1"],
    "public, then translated": [PUBLIC, "::ffff:0:192.168.1.1"],
    "public, then compatible": [PUBLIC, "::192.168.1.1"],
    "public, then NAT64": [PUBLIC, "64:ff9b::c0a8:101"],
    "public, then 6to4": [PUBLIC, "2002:c0a8:101::1"],
    "public, then Teredo": [PUBLIC, "2001:0:808:808::80ff:fffe"],
    "public, then opened, then private": [PUBLIC, "10.99.2.3", "10.2.0.1"],
}
"""What a name server says, each with something in it that condemns the name."""

OPEN = (ip_network("10.99.0.0/16"),)


class Outside:
    """A door under the usual rules, to an internet in which nobody answers but all is recorded."""

    def __init__(self, answers: Sequence[str] = (PUBLIC,)) -> None:
        self.cable = Cable(1, deaf=Everybody())
        self.names = Names({"name.example": [answers]})
        self.door = Door(Fetch(allow_private=OPEN), resolve=self.names, sockets=self.cable)


class Everybody(frozenset[str]):
    """Holds every address."""

    def __contains__(self, address: object) -> bool:
        return True


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED)
async def test_what_is_not_public_is_not_connected_to(url: str) -> None:
    outside = Outside()
    with pytest.raises(AddressRefused):
        await outside.door.send(Request(url))
    with pytest.raises(AddressRefused):
        await outside.door.address(Request(url))
    assert (outside.cable.connected, outside.names.asked) == ([], [])


@pytest.mark.parametrize(("url", "address", "port"), ALLOWED.values(), ids=ALLOWED)
async def test_what_is_allowed_is_connected_to(url: str, address: str, port: int) -> None:
    outside = Outside()
    assert await outside.door.address(Request(url)) == address
    with pytest.raises(Unreachable, match="no connection"):
        await outside.door.send(Request(url))
    assert outside.cable.connected == [(address, port)]


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
async def test_one_bad_answer_condemns_the_name(answers: list[str]) -> None:
    outside = Outside(answers)
    with pytest.raises(AddressRefused, match=r"name\.example.* is not public"):
        await outside.door.send(Request("http://name.example/"))
    assert outside.cable.connected == []


async def test_good_answers_are_tried_in_turn() -> None:
    outside = Outside([PUBLIC, "10.99.2.3"])
    with pytest.raises(Unreachable):
        await outside.door.send(Request("http://name.example/"))
    assert outside.cable.connected == [(PUBLIC, 80), ("10.99.2.3", 80)]


LOCATIONS = {
    name: url
    for name, url in REFUSED.items()
    if url.isascii() and url.isprintable() and name not in {"no host", "no scheme"}
}
"""Those that can stand in a header; without host or scheme, they mean the place they stand at."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.mark.parametrize("url", LOCATIONS.values(), ids=LOCATIONS)
async def test_no_redirect_leads_there_either(site: Site, url: str) -> None:
    site.redirect("/", url)
    cable = Cable(site.port)
    names = Names({"public.example": [[PUBLIC]]})
    async with Door(Fetch(), resolve=names, sockets=cable) as door:
        with pytest.raises(AddressRefused):
            await door.send(Request("http://public.example/"))
    assert cable.connected == [(PUBLIC, 80)]


def test_an_opened_network_opens_no_other() -> None:
    with pytest.raises(AddressRefused, match=r"192\.168\.0\.1 is not public"):
        vet((ip_address("192.168.0.1"),), 80, (ip_network("10.0.0.0/8"),), PORTS)


def test_an_opened_network_opens_no_port_elsewhere() -> None:
    with pytest.raises(AddressRefused, match="port 99"):
        vet((ip_address("93.184.215.14"),), 99, (ip_network("10.0.0.0/8"),), PORTS)


def test_teredo_carries_its_server_and_its_client() -> None:
    """The example of RFC 4380, section 4."""
    address = ip_address("2001:0:4136:e378:8000:63bf:3fff:fdd2")
    assert list(map(str, carried(address))) == ["65.54.227.120", "192.0.2.45"]


def test_a_refusal_says_what_would_open_it() -> None:
    with pytest.raises(AddressRefused) as caught:
        vet((ip_address("192.168.1.1"),), 80, (), PORTS)
    assert "RFC 1918" in caught.value.message
    assert "allow_private" in str(caught.value.hint)
