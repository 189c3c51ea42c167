"""`add`: found out, shown, written, and watched from then on."""

import json
from pathlib import Path

import pytest

from tests.acceptance.test_listing import ITEMS, listed
from tests.support.process import Program
from tests.support.server import Site

CONFIG = """# our places
fetch: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}}   # at home
sources: []
"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The feed</title>
<link>https://office.test/</link><description>d</description>
<item><title>One</title><link>https://office.test/1</link></item></channel></rss>"""
ABOUT = (
    "<html><head><title>About</title><link rel=alternate type=application/rss+xml href=/feed.xml>"
    f"</head><body><main><h1>About us</h1><p>{'We are an office. ' * 60}</p></main></body></html>"
)
HTML = {"Content-Type": "text/html"}


def test_a_page_with_a_list_is_added_and_checked(tmp_path: Path, site: Site) -> None:
    site.set("/news", listed(ITEMS), headers=HTML)
    with Program(tmp_path, CONFIG) as program:
        before = (tmp_path / "config.yaml").read_text()
        dry = program.call("add", f"{site.url}/news", "--dry-run")
        assert (dry.returncode, (tmp_path / "config.yaml").read_text()) == (0, before)
        added = json.loads(
            program.call("add", f"{site.url}/news", "--id", "office", "--json").stdout
        )
        assert added["added"] == {"id": "office", "listing": f"{site.url}/news", "title": "Office"}
        assert len(added["items"]) == len(ITEMS)
        assert "# our places" in (tmp_path / "config.yaml").read_text()
        (outcome,) = json.loads(program.call("check", "--json").stdout)
        assert (outcome["source"], outcome["new"]) == ("office", len(ITEMS))
        again = program.call("add", f"{site.url}/news")
        assert again.returncode == 2
        assert "already" in again.stderr


def test_of_a_page_without_a_list_its_feed_is_taken(tmp_path: Path, site: Site) -> None:
    site.set("/about", ABOUT, headers=HTML)
    site.set("/feed.xml", FEED, headers={"Content-Type": "application/rss+xml"})
    with Program(tmp_path, CONFIG) as program:
        added = json.loads(program.call("add", f"{site.url}/about", "--json").stdout)
    assert added["added"]["feed"] == f"{site.url}/feed.xml"
    assert added["added"]["title"] == "The feed"


def test_what_gives_nothing_is_not_added(tmp_path: Path, site: Site) -> None:
    site.set("/gone", "no", 404)
    with Program(tmp_path, CONFIG) as program:
        before = (tmp_path / "config.yaml").read_text()
        done = program.call("add", f"{site.url}/gone")
        assert (done.returncode, (tmp_path / "config.yaml").read_text()) == (1, before)
        assert "nothing was added" in done.stderr


def test_an_index_of_sitemaps_leads_to_the_newest(tmp_path: Path, site: Site) -> None:
    xml = {"Content-Type": "application/xml"}
    entry = "<url><loc>{url}/news/{n}</loc></url>"
    pages = "".join(entry.format(url=site.url, n=f"decision-number-{n}") for n in "abc")
    site.set("/new.xml", f"<urlset>{pages}</urlset>", headers=xml)
    index = f"<sitemapindex><sitemap><loc>{site.url}/new.xml</loc></sitemap></sitemapindex>"
    site.set("/sitemap.xml", index, headers=xml)
    with Program(tmp_path, CONFIG) as program:
        done = program.call("add", f"{site.url}/sitemap.xml", "--json", "--id", "site")
        assert json.loads(done.stdout)["added"]["sitemap"] == f"{site.url}/sitemap.xml"
        (outcome,) = json.loads(program.call("check", "--json").stdout)
        assert (outcome["outcome"], outcome["new"]) == ("changed", 3)
        more = pages + entry.format(url=site.url, n="decision-number-d")
        site.set("/new.xml", f"<urlset>{more}</urlset>", headers=xml)
        (outcome,) = json.loads(program.call("check", "--json").stdout)
        assert (outcome["outcome"], outcome["new"]) == ("changed", 1)


def test_a_strangers_title_reads_nothing_of_ours(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUR_SECRET", "topsecret")
    hostile = FEED.replace("The feed", "News ${OUR_SECRET}")
    site.set("/feed.xml", hostile, headers={"Content-Type": "application/rss+xml"})
    with Program(tmp_path, CONFIG) as program:
        assert program.call("add", f"{site.url}/feed.xml", "--id", "news").returncode == 0
        shown = program.call("sources", "--json")
        assert json.loads(shown.stdout)[0]["title"] == "News ${OUR_SECRET}"
        assert "topsecret" not in shown.stdout + (tmp_path / "config.yaml").read_text()


def test_a_wrong_id_is_wrong_usage_and_changes_nothing(tmp_path: Path, site: Site) -> None:
    site.set("/feed.xml", FEED, headers={"Content-Type": "application/rss+xml"})
    with Program(tmp_path, CONFIG) as program:
        before = (tmp_path / "config.yaml").read_text()
        done = program.call("add", f"{site.url}/feed.xml", "--id", "Bad Id")
        assert done.returncode == 2
        assert "--id Bad Id" in done.stderr
        assert "bad-id" in done.stderr
        assert (tmp_path / "config.yaml").read_text() == before
