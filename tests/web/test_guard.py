"""Who may speak to the server, and who may change something."""

from pathlib import Path

import pytest

from monitor.config.settings import Settings
from monitor.web.guard import Names, host_name, is_ours, is_program

PUBLIC = "https://feeds.example.org"


def settings(host: str = "127.0.0.1", public_url: str = PUBLIC) -> Settings:
    return Settings(Path("config.yaml"), Path(), host=host, public_url=public_url)


@pytest.mark.parametrize(
    ("bound", "host", "known"),
    [
        pytest.param("127.0.0.1", "localhost", True, id="loopback by name"),
        pytest.param("127.0.0.1", "127.0.0.1", True, id="loopback by address"),
        pytest.param("127.0.0.1", "::1", True, id="loopback of IPv6"),
        pytest.param("127.0.0.1", "feeds.example.org", True, id="the public name, by a proxy"),
        pytest.param("127.0.0.1", "attacker.example", False, id="a name pointed at this machine"),
        pytest.param("127.0.0.1", "127.0.0.1.nip.example", False, id="an address within a name"),
        pytest.param("127.0.0.1", "192.168.1.7", False, id="an address that is not bound"),
        pytest.param("192.168.1.7", "192.168.1.7", True, id="the bound address"),
        pytest.param("monitor.lan", "monitor.lan", True, id="the bound name"),
        pytest.param("0.0.0.0", "192.168.1.7", True, id="any address when bound to all"),
        pytest.param("::", "fe80::1", True, id="any address of IPv6 when bound to all"),
        pytest.param("0.0.0.0", "attacker.example", False, id="no strange name even then"),
        pytest.param("0.0.0.0", "", False, id="no empty name"),
    ],
)
def test_a_request_names_a_host_that_is_ours(bound: str, host: str, known: bool) -> None:
    assert Names.of(settings(bound)).know(host) is known


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("localhost:8000", "localhost"),
        ("LOCALHOST", "localhost"),
        ("feeds.example.org.", "feeds.example.org"),
        ("[::1]:8000", "::1"),
        ("127.0.0.1", "127.0.0.1"),
        ("user@localhost", None),
        ("localhost:8000:9000", None),
        ("localhost/evil", None),
        ("::1", None),
        ("", None),
    ],
)
def test_a_host_is_taken_without_its_port(header: str, expected: str | None) -> None:
    assert host_name(header) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({"origin": "http://localhost:8000"}, True, id="the host spoken to"),
        pytest.param({"origin": PUBLIC}, True, id="the public address, behind a proxy"),
        pytest.param({"origin": "http://feeds.example.org"}, False, id="its name without TLS"),
        pytest.param({"origin": "https://attacker.example"}, False, id="another site"),
        pytest.param({"origin": "http://localhost:9000"}, False, id="another port here"),
        pytest.param({"origin": "null"}, False, id="a page without an origin"),
        pytest.param({"sec-fetch-site": "same-origin"}, True, id="the browser says ours"),
        pytest.param({"sec-fetch-site": "same-site"}, False, id="a sister site"),
        pytest.param({"sec-fetch-site": "cross-site"}, False, id="the browser says not ours"),
        pytest.param({"sec-fetch-site": "none"}, False, id="typed by hand: no form is"),
        pytest.param(
            {"sec-fetch-site": "cross-site", "origin": "http://localhost:8000"},
            False,
            id="both must agree",
        ),
        pytest.param({}, False, id="neither is there"),
    ],
)
def test_a_form_comes_from_a_page_of_ours(headers: dict[str, str], expected: bool) -> None:
    assert is_ours({"host": "localhost:8000", **headers}, PUBLIC) is expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({"content-type": "application/json"}, True, id="JSON, no browser"),
        pytest.param({"content-type": "Application/JSON; charset=utf-8"}, True, id="with charset"),
        pytest.param({"content-type": "text/plain"}, False, id="what a form can send"),
        pytest.param({}, False, id="no type"),
        pytest.param(
            {"content-type": "application/json", "origin": "https://attacker.example"},
            False,
            id="JSON from a page elsewhere",
        ),
        pytest.param(
            {"content-type": "application/json", "sec-fetch-site": "cross-site"},
            False,
            id="JSON from a browser elsewhere",
        ),
    ],
)
def test_a_program_sends_json_and_no_trace_of_a_browser(
    headers: dict[str, str], expected: bool
) -> None:
    assert is_program(headers) is expected
