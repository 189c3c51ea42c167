"""Visits over days, from a real site into a real store: what is asked, where, and with what."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from monitor.intake.reader.readers import Readers
from monitor.intake.sources.page import KIND as PAGE_KIND
from monitor.intake.sources.web import visit
from monitor.intake.visit.visitor import Visitor
from monitor.model.change import Outcome
from monitor.model.source import Failure, Source, SourceState, Validators
from monitor.net.door import Door
from monitor.store.store import Store
from tests.intake.memory import kinds
from tests.intake.test_check import FETCH, Clock, Watch
from tests.support.server import Answer, Seen, Site

ETAG = '"é-1"'
PAGE = "<title>Terms</title><main>The terms.</main><div id=other>Two crowns.</div>"
TERMS = Source("terms", "page", "", "Terms", options={"select": ["main"]})


def conditional(seen: Seen) -> Answer:
    """A page that is never sent twice to who knows its validator."""
    if seen.headers.get("if-none-match") == ETAG:
        return Answer(status=304)
    return Answer(PAGE, headers={"ETag": ETAG})


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.set("/robots.txt", status=404)
        site.set("/terms", conditional)
        yield site


@pytest.fixture
async def watch(sqlite_store: Store) -> AsyncIterator[Watch]:
    """Pages are read in a thread here: no process of its own for each test."""
    async with Readers() as readers, Door(FETCH) as door:
        watch = Watch(sqlite_store, Visitor(door, FETCH, Clock()), readers)
        watch.checker = watch.with_kinds({"page": replace(PAGE_KIND, isolated=False)})
        yield watch


def terms(site: Site, path: str = "/terms", **more: object) -> Source:
    return replace(TERMS, place=site.url + path, **more)  # type: ignore[arg-type]


def asked(site: Site) -> list[str]:
    """The paths that were asked for, without robots.txt."""
    return [path for path in site.paths() if path != "/robots.txt"]


async def days(watch: Watch, count: int) -> None:
    for _ in range(count):
        check = await watch.check()
        assert not check.failure, check.failure
        watch.clock.now = watch.clock.now.replace(day=watch.clock.now.day + 1)


async def test_another_selector_has_the_same_bytes_read_anew(watch: Watch, site: Site) -> None:
    watch.add(terms(site))
    assert kinds(await watch.check()) == ["new"]
    assert (await watch.check()).outcome is Outcome.NOT_MODIFIED
    watch.add(terms(site, options={"select": ["#other"]}))
    check = await watch.check()
    assert "if-none-match" not in site.requests[-1].headers, "asked for in full"
    assert kinds(check) == ["revised"], "and the same bytes were read again"
    assert check.releases[0].document.text == "Two crowns."
    assert (await watch.check()).outcome is Outcome.NOT_MODIFIED


async def test_a_server_that_sends_the_same_bytes_is_read_anew_too(
    watch: Watch, site: Site
) -> None:
    site.set("/terms", PAGE)
    watch.add(terms(site))
    await watch.check()
    watch.add(terms(site, options={"select": ["main"], "drop": ["terms"]}))
    assert (await watch.check()).outcome is not Outcome.UNCHANGED


async def test_a_title_or_a_tag_costs_no_validators(watch: Watch, site: Site) -> None:
    watch.add(terms(site))
    await watch.check()
    watch.add(terms(site, title="Other", tags=("law",), options={"select": ["main"], "keep": []}))
    assert (await watch.check()).outcome is Outcome.NOT_MODIFIED


@pytest.mark.parametrize(("raw_hash", "sent"), [("a", True), (None, False)])
async def test_validators_go_only_where_there_is_something_to_compare_with(
    raw_hash: str | None, sent: bool
) -> None:
    given: dict[str, object] = {}

    class Recorder:
        async def get(self, url: str, **more: object) -> Failure:
            given.update(more)
            return Failure("unreachable", url)

    kept = Validators("https://x.test/", ETAG)
    state = SourceState("terms", validators=kept, raw_hash=raw_hash)
    await visit(replace(TERMS, place="https://x.test/"), state, Recorder())  # type: ignore[arg-type]
    assert (given["validators"] is kept) is sent


async def test_a_server_that_chokes_on_the_condition_is_asked_without(
    watch: Watch, site: Site
) -> None:
    def choking(seen: Seen) -> Answer:
        return Answer(status=412) if "if-none-match" in seen.headers else conditional(seen)

    site.set("/terms", choking)
    watch.add(terms(site))
    assert [kinds(await watch.check()) for _ in range(3)] == [["new"], ["failing"], ["recovered"]]


async def test_a_source_that_moved_for_good_is_visited_there_and_stays_itself(
    watch: Watch, site: Site
) -> None:
    watch.add(terms(site, "/old"))
    site.set("/old", PAGE)
    await days(watch, 1)
    site.redirect("/old", "/terms", 301)
    await days(watch, 5)
    moved = watch.row().state.moved
    assert moved
    assert (moved.url, moved.count, moved.used) == (f"{site.url}/terms", 5, True)
    before = len(asked(site))
    await days(watch, 2)
    assert asked(site)[before:] == ["/terms", "/terms"]
    assert site.requests[-1].headers["if-none-match"] == ETAG, "it has validators of its own now"
    assert kinds(await watch.check()) == []
    (release,) = watch.store.releases()
    assert (release.url, release.revision) == (f"{site.url}/old", 1)


async def test_an_address_that_is_lost_again_is_given_up(watch: Watch, site: Site) -> None:
    watch.add(terms(site, "/old"))
    site.redirect("/old", "/terms", 308)
    await days(watch, 6)
    site.set("/old", PAGE)
    site.forget("/terms")
    failures = [(await watch.check()).failure for _ in range(3)]
    assert [failure and failure.kind for failure in failures] == ["not_found"] * 3
    assert failures[-1]
    assert "its configured address is asked again" in (failures[-1].hint or "")
    assert kinds(await watch.check()) == ["recovered"]
    assert asked(site)[-1] == "/old"
    assert watch.row().state.moved is None


async def test_a_temporary_redirect_moves_nothing(watch: Watch, site: Site) -> None:
    watch.add(terms(site, "/old"))
    site.redirect("/old", "/terms", 302)
    await days(watch, 6)
    assert watch.row().state.moved is None


async def test_another_place_in_the_configuration_undoes_a_move(watch: Watch, site: Site) -> None:
    watch.add(terms(site, "/old"))
    site.redirect("/old", "/terms", 301)
    await days(watch, 6)
    site.set("/third", PAGE)
    watch.add(terms(site, "/third"))
    assert watch.row().state.moved is None
    await watch.check()
    assert asked(site)[-1] == "/third"


async def test_credentials_go_to_their_origin_alone(
    watch: Watch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORD", "s3cret")
    headers = {"Authorization": "Basic me:${WORD}", "Cookie": "id=${WORD}"}
    with Site(host="127.0.0.2") as other:
        other.set("/robots.txt", status=404)
        other.set("/terms", PAGE)
        site.redirect("/old", f"{other.url}/terms", 301)
        watch.add(terms(site, "/old", headers=headers))
        await days(watch, 6)
        assert watch.row().state.moved
        sent = [seen.headers for seen in site.requests if seen.path == "/old"]
        assert {each["authorization"] for each in sent} == {"Basic bWU6czNjcmV0"}
        assert {each["cookie"] for each in sent} == {"id=s3cret"}
        there = {name for seen in other.requests for name in seen.headers}
        assert not there & {"authorization", "cookie"}, "neither as a redirect nor moved"


async def test_410_stops_and_says_so_once(watch: Watch, site: Site) -> None:
    watch.add(terms(site))
    await watch.check()
    site.set("/terms", status=410)
    check = await watch.check()
    assert kinds(check) == ["failing"]
    assert check.failure
    assert (check.failure.kind, check.failure.permanent) == ("gone", True)
    state = watch.row().state
    assert (state.stopped, state.failures) == (True, 1)
    assert watch.store.due(watch.clock.now.replace(year=2100), 10) == []
    assert kinds(await watch.check()) == [], "who asks for it gets a visit, and nobody is told"
    assert not watch.store.releases()[0].withdrawn


async def test_what_was_gone_is_visited_again_when_it_is_resumed_or_comes_back(
    watch: Watch, site: Site
) -> None:
    watch.add(terms(site))
    site.set("/terms", status=410)
    await watch.check()
    watch.store.pause("terms", False)
    assert [due.source.id for due in watch.store.due(watch.clock.now, 10)] == ["terms"]
    site.set("/terms", conditional)
    assert kinds(await watch.check()) == ["recovered", "new"]
    assert not watch.row().state.stopped


@pytest.mark.parametrize("again", ["another place", "taken out and put back"])
async def test_a_reload_that_means_it_starts_what_was_gone(
    watch: Watch, site: Site, again: str
) -> None:
    watch.add(terms(site))
    site.set("/terms", status=410)
    await watch.check()
    if again == "another place":
        watch.add(terms(site, "/third"))
    else:
        watch.store.sync_sources([], watch.clock.now)
        watch.add(terms(site))
    assert [due.source.id for due in watch.store.due(watch.clock.now, 10)] == ["terms"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 429, 451, 500, 503])
async def test_nothing_else_stops(watch: Watch, site: Site, status: int) -> None:
    watch.add(terms(site))
    site.set("/terms", status=status)
    check = await watch.checker.check(watch.row())
    assert isinstance(check.failure, Failure)
    assert not watch.row().state.stopped


async def test_a_login_page_in_its_place_fails_until_the_page_is_back(
    watch: Watch, site: Site
) -> None:
    """Conformance J; the bad bytes stay the same, and so does the failure."""
    watch.add(terms(site))
    await watch.check()
    login = "<title>Sign in</title><main><form><input type=password></form></main>"
    site.set("/terms", login, headers={"ETag": '"login"'})
    checks = [await watch.check() for _ in range(3)]
    assert [kinds(check) for check in checks] == [["failing"], [], []]
    assert {check.failure and check.failure.kind for check in checks} == {"login"}
    assert "if-none-match" not in site.requests[-1].headers
    site.set("/terms", conditional)
    assert kinds(await watch.check()) == ["recovered"]
    assert watch.store.releases()[0].revision == 1
