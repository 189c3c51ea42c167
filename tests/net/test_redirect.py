"""What goes along when a redirect is followed."""

import pytest

from monitor.net.redirect import Leg, follow
from monitor.net.url import parse

HEADERS = {
    "accept": "text/html",
    "accept-encoding": "gzip",
    "user-agent": "feed-monitor/1",
    "authorization": "Bearer x",
    "cookie": "a=b",
    "x-api-key": "x",
    "if-none-match": '"1"',
    "if-modified-since": "x",
}
START = parse("https://example.com/a")
ABOUT_US = {"accept", "accept-encoding", "user-agent"}
CREDENTIALS = {"authorization", "cookie", "x-api-key"}

ORIGINS = {
    "same origin": ("/b", ABOUT_US | CREDENTIALS),
    "same origin written out": ("https://example.com:443/b", ABOUT_US | CREDENTIALS),
    "other host": ("https://other.example/", ABOUT_US),
    "subdomain": ("https://www.example.com/", ABOUT_US),
    "other port": ("https://example.com:8443/", ABOUT_US),
    "downgrade": ("http://example.com/b", ABOUT_US),
}


@pytest.mark.parametrize(("where", "names"), ORIGINS.values(), ids=ORIGINS)
def test_credentials_stay_at_their_origin_and_validators_at_their_url(
    where: str, names: set[str]
) -> None:
    assert set(follow(Leg("GET", START, HEADERS), 302, where).headers) == names


def test_credentials_that_stayed_behind_do_not_come_back() -> None:
    away = follow(Leg("GET", START, HEADERS), 302, "https://other.example/")
    assert set(follow(away, 302, START.url).headers) == ABOUT_US


@pytest.mark.parametrize(
    ("method", "status", "expected"),
    [
        ("GET", 301, ("GET", b"x")),
        ("HEAD", 303, ("HEAD", b"x")),
        ("POST", 301, ("GET", None)),
        ("POST", 303, ("GET", None)),
        ("POST", 307, ("POST", b"x")),
        ("POST", 308, ("POST", b"x")),
    ],
)
def test_the_method_goes_on_as_http_says(
    method: str, status: int, expected: tuple[str, bytes | None]
) -> None:
    leg = follow(Leg(method, START, {}, b"x"), status, "/b")
    assert (leg.method, leg.body) == expected


def test_a_user_name_in_a_redirect_is_not_used() -> None:
    leg = follow(Leg("GET", START, {}), 302, "https://user:pass@example.com/")
    assert leg.target.url == "https://example.com/"
    assert "authorization" not in leg.headers
