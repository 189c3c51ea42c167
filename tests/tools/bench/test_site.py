from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tools.bench.pages import PAGE_BYTES, page
from tools.bench.site import Site

NO_DIGITS = bytes(32 if chr(byte).isdigit() else byte for byte in range(128)) + bytes(
    range(128, 256)
)
"""What is the same without its numbers is learnt as a counter: such an edition is no news."""


def fetched(url: str, tag: str = "") -> bytes:
    with urlopen(Request(url, headers={"If-None-Match": tag} if tag else {})) as answer:
        body: bytes = answer.read()
        return body


def test_pages_are_varied_steady_and_of_the_size_asked_for() -> None:
    assert page(7) == page(7) != page(8)
    assert page(7) != page(7, edition=1) != page(7, edition=2)
    assert page(7, edition=1).translate(NO_DIGITS) != page(7, edition=2).translate(NO_DIGITS)
    assert all(0.95 * PAGE_BYTES < len(page(n)) <= PAGE_BYTES for n in range(20))


def test_a_site_answers_conditionally_and_counts() -> None:
    with Site(3, validators=True, changed=1, edition=1, size_bytes=2_000) as site:
        requests = [line.split() for line in site.requests().splitlines()]
        assert [url for url, _ in requests] == site.urls
        assert fetched(site.urls[0]) == page(0, 1, 2_000)
        assert fetched(site.urls[1], '"another"') == page(1, 0, 2_000)
        with pytest.raises(HTTPError, match="304"):
            fetched(*requests[2])
        with pytest.raises(HTTPError, match="404"):
            fetched(f"http://127.0.0.1:{site.port}/robots.txt")
        assert site.asked() == 3
