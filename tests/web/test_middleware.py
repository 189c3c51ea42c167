"""Every request names a host that is ours, whatever it asks for."""

import socket

import pytest

from tests.web.conftest import Web

PATHS = ["/", "/feeds/all.atom", "/api/v1/sources", "/metrics", "/livez", "/nothing"]


@pytest.mark.parametrize("path", PATHS)
def test_a_name_that_is_not_ours_is_misdirected(web: Web, path: str) -> None:
    answer = web.get(path, host="attacker.example")
    assert answer.status_code == 421
    assert "public_url" in answer.text


@pytest.mark.parametrize("host", ["user@localhost", "localhost/x", "a b"])
def test_a_host_that_is_no_host_is_a_bad_request(web: Web, host: str) -> None:
    assert web.get("/", host=host).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_loopback_goes_by_all_its_names(web: Web, host: str) -> None:
    assert web.get("/livez", host=host).status_code == 200


def test_the_public_name_is_ours_from_the_moment_it_is_configured(web: Web) -> None:
    assert web.get("/livez", host="feeds.example.org").status_code == 421
    web.kept.configure(public_url="https://feeds.example.org")
    assert web.get("/livez", host="feeds.example.org").status_code == 200


def test_a_strange_name_can_press_no_button(web: Web) -> None:
    answer = web.client.post(
        "/sources/harbour/pause",
        headers={"host": "attacker.example", "origin": "http://attacker.example"},
    )
    assert answer.status_code == 421


@pytest.mark.parametrize(("version", "status"), [("1.0", "200"), ("1.1", "400")])
def test_who_speaks_the_old_http_need_not_name_a_host(web: Web, version: str, status: str) -> None:
    with socket.create_connection(("127.0.0.1", web.client.base_url.port or 0)) as wire:
        wire.sendall(f"GET /livez HTTP/{version}\r\n\r\n".encode())
        answer = wire.makefile("rb").readline().split()
    assert answer[1].decode() == status
