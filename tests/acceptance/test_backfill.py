"""`backfill` by the real process: older pages once, told to nobody, resumed, and never for ever."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.support.process import Program
from tests.support.server import Seen, Site

HEAD = "fetch: {{allow_private: [127.0.0.0/8], per_host: {{delay: 0s}}}}\nsources:\n"
LISTING = HEAD + "  - {{id: office, listing: {url}/news, backfill: {pages}}}\n"
HTML = {"Content-Type": "text/html"}


def item(n: int) -> str:
    return (
        f"<article><h3><a href=/news/{n}>The office has decided matter number {n} of the year</a>"
        f"</h3><time datetime=2025-{n // 28 + 1:02}-{n % 28 + 1:02}>x</time></article>"
    )


def page(first: int, pager: str) -> str:
    items = "".join(item(n) for n in range(first, first - 5, -1))
    nav = "<nav><a href=/>Home</a></nav>"
    return f"<html><title>Office</title>{nav}<main>{items}</main><div class=pager>{pager}</div>"


def serve(site: Site, pagers: list[str]) -> None:
    """Pages of five items each, the newest at /news, the others at /news?page=N."""
    for number, pager in enumerate(pagers, 1):
        path = "/news" if number == 1 else f"/news?page={number}"
        site.set(path, page(100 - 5 * number, pager), headers=HTML)


def older(number: int) -> str:
    return f"<a href='/news?page={number}'>Older posts</a>"


def titles(program: Program, source: str = "office") -> list[int]:
    releases = program.json("releases", "--source", source, "--limit", "500")
    return [int(r["url"].rpartition("/")[2]) for r in releases]


NUMBERS = "<a href=/news>1</a> " + " ".join(f"<a href=/news?page={n}>{n}</a>" for n in (2, 3, 4))


@pytest.mark.parametrize(
    "pagers",
    [
        pytest.param([older(2), older(3), older(4), ""], id="in words"),
        pytest.param([f"<link rel=next href='/news?page={n}'>" for n in (2, 3, 4)] + [""],
                     id="for programs"),
        pytest.param([NUMBERS] * 4, id="numbers"),
        pytest.param([f"<a class=next href='/news?page={n}'>&raquo;</a>" for n in (2, 3, 4)] + [""],
                     id="an arrow"),
    ],
)  # fmt: skip
def test_older_pages_are_read_once_and_stand_behind(
    tmp_path: Path, site: Site, pagers: list[str]
) -> None:
    serve(site, pagers)
    with Program(tmp_path, LISTING.format(url=site.url, pages=10)) as program:
        (first,) = json.loads(program.call("check", "--json").stdout)
        (second,) = json.loads(program.call("check", "--json").stdout)
        found = titles(program)
        changes = program.json("changes", "--limit", "500")
    assert (first["outcome"], first["new"], second["new"]) == ("changed", 20, 0)
    assert found == list(range(76, 96))  # ascending: the oldest page first
    assert {(c["kind"], c["baseline"], c["told"]) for c in changes} == {("new", True, False)}
    asked = [seen.path for seen in site.requests if "page=" in seen.path]
    assert asked == [f"/news?page={n}" for n in (2, 3, 4)]


def test_no_more_pages_than_wanted_and_new_items_are_told_after_it(
    tmp_path: Path, site: Site
) -> None:
    serve(site, [older(2), older(3), older(4), ""])
    with Program(tmp_path, LISTING.format(url=site.url, pages=2)) as program:
        program.call("check")
        site.set("/news", page(96, older(2)), headers=HTML)
        (second,) = json.loads(program.call("check", "--json").stdout)
        found = titles(program)
        (newest,) = program.json("changes", "--limit", "1")
    assert second["new"] == 1
    assert found == [*range(81, 97)]
    assert newest["baseline"] is False


def test_what_is_history_is_not_missed_on_the_first_page(tmp_path: Path, site: Site) -> None:
    serve(site, [older(2), older(3), ""])
    with Program(tmp_path, LISTING.format(url=site.url, pages=5)) as program:
        program.call("check")
        site.set("/news", page(95, older(2)).replace(item(93), ""), headers=HTML)
        for _ in range(3):
            program.call("check")
        releases = program.json("releases", "--source", "office", "--limit", "500")
    assert len(releases) == 15
    assert [r["url"].rpartition("/")[2] for r in releases if r["withdrawn"]] == ["93"]


def test_a_pager_that_leads_round_ends(tmp_path: Path, site: Site) -> None:
    serve(site, [older(2), older(3), older(2)])
    for n in range(4, 200):
        site.set(f"/round?p={n}", page(95, f"<a rel=next href='/round?p={n + 1}'>x</a>"),
                 headers=HTML)  # fmt: skip
    config = LISTING.format(url=site.url, pages=100)
    config += f"  - {{id: round, listing: {site.url}/round?p=4, backfill: 100}}\n"
    with Program(tmp_path, config) as program:
        program.call("check")
        assert len(titles(program)) == 15
        assert len(titles(program, "round")) == 5
    assert sum("/round" in seen.path for seen in site.requests) <= 3


def test_it_goes_on_where_it_was_killed(tmp_path: Path, site: Site) -> None:
    serve(site, [older(2), older(3), older(4), ""])
    site.hang("/news?page=3")
    text = LISTING.format(url=site.url, pages=10)
    with Program(tmp_path, text.replace("sources:", "defaults: {every: 1s}\nsources:")) as program:
        program.start()
        program.eventually(lambda: len(titles(program)) == 10, "the second page is kept")
        program.eventually(
            lambda: any(s.path == "/news?page=3" for s in site.requests), "the third is asked for"
        )
        program.kill()
        serve(site, [older(2), older(3), older(4), ""])
        program.start()
        program.eventually(lambda: len(titles(program)) == 20, "all pages are kept")
        assert titles(program) == list(range(76, 96))
    assert sum(seen.path == "/news?page=2" for seen in site.requests) == 1


def test_what_is_refused_is_not_asked_for_and_loses_nothing(tmp_path: Path, site: Site) -> None:
    site.set("/robots.txt", "User-agent: *\nDisallow: /news?page=\n")
    serve(site, [older(2), ""])
    guarded = "<link rel=next href='http://169.254.169.254/latest'>"
    site.set("/other", page(95, guarded), headers=HTML)
    config = LISTING.format(url=site.url, pages=10)
    config += f"  - {{id: other, listing: {site.url}/other, backfill: 10}}\n"
    with Program(tmp_path, config) as program:
        outcomes = json.loads(program.call("check", "--json").stdout)
        assert [(o["outcome"], o["new"]) for o in outcomes] == [("changed", 5)] * 2
        assert (len(titles(program)), len(titles(program, "other"))) == (5, 5)
    assert not any("page=" in seen.path for seen in site.requests)


ENTRY = (
    "<entry><id>urn:x:{n}</id><title>Number {n}</title>"
    "<updated>2025-01-{n:02}T10:00:00Z</updated></entry>"
)


def atom(first: int, link: str) -> str:
    entries = "".join(ENTRY.format(n=n) for n in range(first, first - 5, -1))
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id>'
        f"<title>F</title><updated>2025-01-20T00:00:00Z</updated>{link}{entries}</feed>"
    )


def answer(first: int, link: str | None) -> str:
    docs = [{"id": n, "title": f"The office decided matter {n}", "date": f"2025-01-{n:02}"}
            for n in range(first, first - 5, -1)]  # fmt: skip
    return json.dumps({"results": docs, "paging": {"next": link}})


def test_archives_of_feeds_and_pages_of_answers(tmp_path: Path, site: Site) -> None:
    config = HEAD + (
        "  - {{id: archived, feed: {url}/atom, backfill: 9}}\n"
        "  - {{id: paged, feed: {url}/paged, backfill: 9}}\n"
        "  - {{id: answers, api: '{url}/api', backfill: 9}}\n"
        "  - {{id: headed, api: '{url}/headed', backfill: 9}}\n"
    )
    last = ""
    for n in (3, 2, 1):
        first, name = 20 - 5 * n, str(n) if n > 1 else ""
        site.set(f"/atom{name}", atom(first, last and f'<link rel="prev-archive" href="{last}"/>'))
        site.set(f"/paged{name}", atom(first, last and f'<link rel="next" href="/paged{n + 1}"/>'))
        after = f"{site.url}/api?cursor={n + 1}" if last else None
        site.set(f"/api?cursor={n}" if n > 1 else "/api", answer(first, after))
        header = {"Link": f'</headed{n + 1}>; rel="next", </headed3>; rel="last"'} if last else {}
        site.set(f"/headed{name}", answer(first, None), headers=header)
        last = f"/atom{name}"
    with Program(tmp_path, config.format(url=site.url)) as program:
        outcomes: Any = json.loads(program.call("check", "--json").stdout)
        titles = [r["title"] for r in program.json("releases", "--source", "archived")]
        again = json.loads(program.call("check", "--json").stdout)
    assert {o["source"]: o["new"] for o in outcomes} == dict.fromkeys(
        ["archived", "paged", "answers", "headed"], 15
    )
    assert {o["new"] for o in again} == {0}
    assert titles == [f"Number {n}" for n in range(1, 16)]


QUERY = "query News($after: String) { news(after: $after) { nodes { id title date } } }"


def relay(seen: Seen) -> str:
    """Five of fifteen, after the cursor that was posted."""
    asked = json.loads(seen.body)
    after = int(asked["variables"].get("after", "c16")[1:])
    nodes = json.loads(answer(after - 1, None))["results"]
    info = {"hasNextPage": after > 6, "endCursor": f"c{after - 5}"}
    return json.dumps({"data": {"news": {"nodes": nodes, "pageInfo": info}}})


def counted(seen: Seen) -> str:
    """Five of fifteen, at the offset that was asked for; it says nothing of what follows."""
    offset = int(parse_qs(seen.path.partition("?")[2]).get("offset", ["0"])[0])
    return answer(15 - offset, None) if offset < 15 else json.dumps({"results": []})


def test_what_is_posted_and_counted_and_found_out(tmp_path: Path, site: Site) -> None:
    """A cursor goes where the query has a variable for it; a secret in it is filled in."""
    config = HEAD + (
        "  - id: posted\n    api: {url}/graphql\n    backfill: 9\n"
        "    post: {{query: '{query}', variables: {{key: '$${{PATH}}'}}}}\n"
        "  - id: counted\n    api: {url}/counted\n    backfill: 9\n"
        "    paging: {{into: offset, by: 5}}\n"
        "  - {{id: any, any: {url}/news, backfill: 9}}\n"
    )
    site.set("/graphql", relay)
    site.set("/counted", counted)
    serve(site, [older(2), older(3), ""])
    with Program(tmp_path, config.format(url=site.url, query=QUERY)) as program:
        outcomes = json.loads(program.call("check", "--json").stdout)
        again = json.loads(program.call("check", "--json").stdout)
    assert {o["source"]: o["new"] for o in outcomes} == dict.fromkeys(
        ["posted", "counted", "any"], 15
    )
    assert {o["new"] for o in again} == {0}
    bodies = [json.loads(s.body) for s in site.requests if s.path == "/graphql"]
    assert [b["variables"].get("after") for b in bodies[:3]] == [None, "c11", "c6"]
    assert {b["variables"]["key"] for b in bodies} == {"${PATH}"}
