"""A monitor below a path of a site: its pages lead nowhere else."""

import re
from urllib.parse import urljoin

import pytest

from monitor.web.below import up
from tests.web.conftest import BOARD, HARBOUR, Web

PATHS = ["/", "/sources/harbour", "/releases", "/changes?held=true", "/nothing/at/all"]
SITE = "https://example.org/news"


@pytest.mark.parametrize("path", PATHS)
def test_links_stay_below_the_path(web: Web, path: str) -> None:
    web.kept.publish("harbour", "Bridge")
    usual = _links(web.get(path).text, f"https://example.org{path}")
    web.kept.configure(HARBOUR, BOARD, public_url=SITE)
    page = web.get(path)
    assert int(page.headers["content-length"]) == len(page.content)
    below = _links(page.text, f"{SITE}{path}")
    assert below == [link.replace("https://example.org", SITE, 1) for link in usual]
    assert f"{SITE}/assets/style.css" in {link.partition("?")[0] for link in below}


def test_a_button_leads_back_below_the_path(web: Web) -> None:
    web.kept.configure(HARBOUR, BOARD, public_url=SITE)
    answer = web.press("/sources/harbour/pause", origin="https://example.org")
    assert urljoin(f"{SITE}/sources/harbour/pause", answer.headers["location"]) == (
        f"{SITE}/sources/harbour"
    )


def test_what_is_no_page_stays_as_it_is(web: Web) -> None:
    before = web.get("/livez")
    web.kept.configure(HARBOUR, BOARD, public_url=SITE)
    assert web.get("/livez").content == before.content
    assert f"{SITE}/feeds/harbour.json" in web.get("/feeds/harbour.json").text


def test_the_way_to_the_root() -> None:
    assert [up(path) for path in ("/", "/opml", "/sources/a", "/a/b/c")] == [
        "./", "./", "../", "../../",
    ]  # fmt: skip


def _links(page: str, base: str) -> list[str]:
    found = re.findall(r'(?:href|action)="([^"]*)"', page)
    return [urljoin(base, link) for link in found if not link.startswith(("#", "data:"))]
