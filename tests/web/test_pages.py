"""Pages for people: what they show, what they never let through, and where they lead."""

import re

import httpx
import pytest

from monitor.model.change import Change, ChangeKind
from monitor.model.delivery import Delivery, DeliveryState
from monitor.model.published import Precision, Published
from monitor.web.pages import NEWEST
from tests.publish.rows import AT, source
from tests.web.conftest import HARBOUR, Web

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"
PAGES = ["/", "/releases", "/changes", "/deliveries", "/sources/harbour", "/sources/board"]


def test_every_page_stands_while_nothing_is_kept(web: Web) -> None:
    for path in PAGES:
        answer = web.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_without_any_source_the_overview_says_how_to_begin(web: Web) -> None:
    web.kept.configure(public_url=web.kept.settings.public_url)
    assert "config.yaml" in web.get("/").text


def test_every_link_of_the_pages_leads_somewhere(web: Web) -> None:
    release = web.kept.publish("harbour", "Bridge", url="https://harbour.example/bridge")
    web.kept.edit(release, "It opens on Friday.")
    web.kept.publish("board", "Minutes")
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        answer = web.get(path)
        assert answer.status_code == 200, path
        seen.add(path)
        if answer.headers["content-type"].startswith("text/html"):
            found = re.findall(r'(?:href|src)="(/[^"]*)"', answer.text)
            waiting += {link.replace("&amp;", "&") for link in found} - seen - set(waiting)
    assert {"/releases", f"/releases/{release.id}", "/changes/2", "/opml"} <= seen


@pytest.mark.parametrize("path", ["/", "/sources/harbour", "/releases"])
def test_pages_announce_their_feeds(web: Web, path: str) -> None:
    links = re.findall(
        r'<link rel="alternate" type="([^"]+)"[^>]* href="([^"]+)"', web.get(path).text
    )
    name = "harbour" if "harbour" in path else "all"
    assert ("application/rss+xml", f"/feeds/{name}.rss") in links
    assert ("application/atom+xml", f"/feeds/{name}.atom") in links
    assert ("application/feed+json", f"/feeds/{name}.json") in links


def test_a_private_source_is_shown_and_its_feeds_are_not_announced(web: Web) -> None:
    web.kept.publish("board", "Minutes")
    page = web.get("/sources/board").text
    assert "Minutes" in page
    assert "/feeds/board" not in page
    assert "t0ken" not in page + web.get("/").text


@pytest.mark.parametrize(
    "html", [None, f"<p>Words</p>{HOSTILE}<a href='javascript:alert(1)'>x</a>"]
)
def test_nothing_that_was_published_runs_here(web: Web, html: str | None) -> None:
    release = web.kept.publish(
        "harbour", f"Title {HOSTILE}", f"Text {HOSTILE}", html=html, url="javascript:alert(1)"
    )
    sequence = web.kept.edit(release, f"Other text {HOSTILE}")
    web.kept.fail("harbour", f"The server said {HOSTILE}")
    for path in (*PAGES, f"/releases/{release.id}", f"/changes/{sequence}"):
        page = web.get(path).text
        assert "<script" not in page, path
        assert "<img src=x" not in page, path
        assert not re.search(r'(?:href|src)="\s*javascript:', page), path


def test_pages_bring_no_script_and_nothing_from_elsewhere(web: Web) -> None:
    for path in PAGES:
        page = web.get(path).text
        assert not re.search(r"<(script|iframe|object|embed)\b|\son\w+=|\sstyle=", page)
        assert not re.search(r'<link rel="(?:stylesheet|icon)"[^>]* href="https?:', page)


def test_every_answer_carries_the_policy(web: Web) -> None:
    for path in ("/", "/nothing", "/feeds/all.atom", "/api/v1/sources", "/livez"):
        headers = web.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_failing_source_says_what_is_wrong_and_what_to_do(web: Web) -> None:
    web.kept.fail("harbour", "The server answered 500.")
    for path in ("/", "/sources/harbour"):
        page = web.get(path).text
        assert "The server answered 500." in page
        assert "Wait: it is tried again." in page
        assert "failing" in page


def test_a_source_shows_its_last_visits(web: Web) -> None:
    web.kept.publish("harbour", "Bridge")
    web.kept.fail("harbour", "The server answered 500.")
    visits = web.get("/sources/harbour").text.partition('id="visits"')[2]
    assert visits.index("The server answered 500.") < visits.index("1 new")


def test_a_source_says_how_its_list_is_read(web: Web) -> None:
    assert "How its list is read" not in web.get("/sources/harbour").text
    web.kept.remember("harbour", {"read": ["5 records: list items", "<b>not bold</b>"]})
    page = web.get("/sources/harbour").text
    assert "<li>5 records: list items</li>" in page
    assert "&lt;b&gt;not bold" in page


def test_a_release_shows_its_revisions_and_its_date_as_it_was_given(web: Web) -> None:
    release = web.kept.publish(
        "harbour", "Bridge", "It opens on Monday.", published=Published("2024-12", Precision.MONTH)
    )
    web.kept.edit(release, "It opens on Friday.")
    page = web.get(f"/releases/{release.id}").text
    assert "December 2024" in page
    assert "Only the month of this date is known." in page
    assert "2 revisions" in page
    assert "<del>Monday.</del>" in page


def test_a_change_shows_its_diff(web: Web) -> None:
    sequence = web.kept.edit(
        web.kept.publish("harbour", "Bridge", "Monday it is."), "Friday it is."
    )
    page = web.get(f"/changes/{sequence}").text
    assert "<del>Monday</del>" in page
    assert "<ins>Friday</ins>" in page


def test_a_release_and_a_change_are_json_for_those_who_ask(web: Web) -> None:
    release = web.kept.publish("harbour", "Bridge", "It opens on Monday.")
    sequence = web.kept.edit(release, "It opens on Friday.")
    shown = web.get(f"/releases/{release.id}?format=json").json()
    assert (shown["id"], shown["revision"], shown["text"]) == (release.id, 2, "It opens on Friday.")
    change = web.get(f"/changes/{sequence}?format=json").json()
    assert change["sequence"] == sequence
    assert "+It opens on Friday." in change["diff"] or "Friday" in change["diff"]


@pytest.mark.parametrize(
    "path", ["/nothing", "/sources/nothing", "/releases/nothing", "/changes/99", "/changes/nothing"]
)
def test_what_is_not_there_is_said_on_a_page(web: Web, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert "To the overview" in answer.text


def test_a_list_is_turned_page_by_page(web: Web) -> None:
    web.kept.publish_many("harbour", (f"Notice {number:02}" for number in range(51)))
    first, second = web.get("/releases").text, web.get("/releases?page=2").text
    assert "Notice 50" in first
    assert "Notice 00" not in first
    assert "Notice 00" in second
    assert 'rel="next"' in first
    assert 'rel="next"' not in second


def test_what_is_owed_and_what_was_given_up_is_shown(web: Web) -> None:
    sequence = web.kept.edit(web.kept.publish("harbour", "Bridge"), "It opens on Friday.")
    owed = Delivery("msg_1", sequence, "ops", DeliveryState.OWED, 0, AT)
    web.kept.store.route([sequence], [owed])
    page = web.get("/deliveries").text
    assert "msg_1" in page
    assert f'href="/changes/{sequence}">Bridge' in page
    assert "1 delivery owed" in web.get("/").text


def test_a_wrong_configuration_is_said_on_every_page(web: Web) -> None:
    web.health = type(web.health)(0.5, configuration_error="config.yaml:3: no such key <x>")
    for path in PAGES:
        assert "config.yaml:3: no such key &lt;x&gt;" in web.get(path).text


def test_the_stylesheet_is_kept_by_its_version(web: Web) -> None:
    page = web.get("/").text
    [style] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    answer = web.get(style)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", PAGES)
def test_head_of_a_page_gives_its_headers(web: Web, path: str) -> None:
    head: httpx.Response = web.client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(web.get(path).content)


def test_the_sources_are_paged_too(web: Web) -> None:
    many = [HARBOUR, *(type(HARBOUR)(f"s{n}", "files", "*.txt", f"Source {n}") for n in range(100))]
    web.kept.configure(*many, public_url=web.kept.settings.public_url)
    first, second = web.get("/").text, web.get("/?page=2").text
    assert "Source 98" in first
    assert "Source 99<" not in first
    assert "Source 99<" in second


def test_failing_sources_stand_first(web: Web) -> None:
    web.kept.fail("board")
    table = web.get("/").text.partition("<tbody>")[2]
    assert table.index("/sources/board") < table.index("/sources/harbour")


def test_sources_are_found_by_a_word_and_turning_the_page_keeps_it(web: Web) -> None:
    many = [HARBOUR, *(type(HARBOUR)(f"s{n}", "files", "*.txt", f"Quay & {n}") for n in range(101))]
    web.kept.configure(*many, public_url=web.kept.settings.public_url)
    page = web.get("/?find=quay+%26").text
    assert 'href="/sources/s0"' in page
    assert 'href="/sources/harbour"' not in page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert 'href="/?find=quay%20%26&amp;page=2"' in page
    assert 'value="quay &amp;"' in page
    assert "Quay &amp; 100" in web.get("/?find=quay+%26&page=2").text


def test_a_word_that_no_source_has_says_so(web: Web) -> None:
    page = web.get("/?find=<nobody>").text
    assert "No source has “&lt;nobody&gt;” in its name, address or tags." in page


def test_only_a_title_stands_out_in_an_edit(web: Web) -> None:
    """A headline that is the beginning of its text is left out of the diff: no title is there."""
    lead = web.kept.publish("harbour", "On 20 December it opens", "On 20 December it opens.")
    change = web.kept.edit(lead, "On 21 December it opens, and on 20 December it opens.")
    titled = web.kept.edit(web.kept.publish("harbour", "Bridge"), "It opens on Friday.")
    assert "titled" not in web.get(f"/changes/{change}").text
    assert "titled" in web.get(f"/changes/{titled}").text
    page = web.get(f"/releases/{lead.id}").text
    assert "titled" not in page
    assert "words added" in page


def test_a_release_shows_its_names_and_what_somebody_said_of_it(web: Web) -> None:
    one, other, third = (web.kept.publish("harbour", name) for name in ("Dock", "Quay", "Mole"))
    web.kept.store.merge(one.id, other.id, AT)
    web.kept.store.merge(one.id, third.id, AT)
    web.kept.store.undo(None, AT)
    page = web.get(f"/releases/{one.id}").text
    assert f"<code>{one.key}</code>" in page
    assert f"<code>{other.key}</code> since" in page
    assert "merged by hand" in page
    assert f'href="/releases/{other.id}"' in page
    assert page.count("is one with it, because somebody said so") == 2
    assert "feed-monitor undo 1" in page
    assert "feed-monitor undo 2" not in page


def test_that_a_publisher_renamed_its_items_is_shown_with_its_source(web: Web) -> None:
    web.kept.publish("harbour", "Dock")
    note = f"The publisher gave another guid to 8 of 8 items. {HOSTILE}"
    number = web.kept.store.note(Change("n", ChangeKind.RENUMBERED, "harbour", AT, note=note))
    for path in ("/sources/harbour", "/changes", f"/changes/{number}"):
        page = web.get(path).text
        assert "another guid to 8 of 8 items" in page, path
        assert "<script>alert" not in page


def test_of_many_sources_the_news_comes_first_and_every_failing_one_is_counted(web: Web) -> None:
    many = [source(f"quay-{number:02}") for number in range(20)]
    web.kept.configure(*many, public_url=web.kept.settings.public_url)
    for each in many[:10]:
        web.kept.fail(each.id)
    page = web.get("/").text
    assert page.index("Newest releases") < page.index('id="sources"')
    assert page.count('class="notice bad"') == NEWEST
    assert "And 2 more" in page
    assert 'class="notice bad"' not in web.get("/?find=quay").text
    web.kept.configure(*many[:10], public_url=web.kept.settings.public_url)
    page = web.get("/").text
    assert page.index("Newest releases") > page.index('id="sources"')
