"""Who may see and do what, by the real process: private sources, secrets, strangers, folders."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from feeds.formats import FORMATS
from tests.support.harbour import FETCH, HOOK, MINUTES, NOTES, SECRET, note
from tests.support.process import Program
from tests.support.receiver import Receiver
from tests.support.server import Answer, Seen, Site

pytestmark = pytest.mark.xdist_group("access")


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A daemon that several tests look at; none of them changes it for good."""
    with Program(tmp_path_factory.mktemp("steady"), f"publish: public{NOTES}{MINUTES}") as program:
        note(program, "unchanged")
        note(program, "raised", "minutes")
        program.start()
        program.wait_until_checked()
        yield program


# ── secrets ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Secrets in the environment of the daemon."""
    words = {name: secrets.token_hex(16) for name in ("TERMS_TOKEN", "FEED_TOKEN", "HOOK_KEY")} | {
        "HOOK_SECRET": SECRET
    }
    for name, value in words.items():
        monkeypatch.setenv(name, value)
    return words


def private_config(site: Site, receiver: Receiver) -> str:
    inside = (
        f"  - id: inside\n    page: {site.url}/inside\n    tags: [harbour]\n    every: 1h\n"
        '    headers: {Authorization: "Bearer ${TERMS_TOKEN}"}\n    feed_token: ${FEED_TOKEN}\n'
    )
    target = HOOK.format(url=receiver.url + "?key=${HOOK_KEY}", secret="${HOOK_SECRET}")
    return f"publish: public\n{FETCH}{NOTES}{inside}{target}"


def inside(token: str, clause: str) -> Any:
    """A page for those who show the token."""
    page = f"<html><title>Inside terms</title><main><p>Clause {clause} stands here.</p></main>"

    def answer(seen: Seen) -> Answer:
        known = seen.headers.get("authorization") == f"Bearer {token}"
        return Answer(page, 200, {"Content-Type": "text/html"}) if known else Answer("no", 403)

    return answer


def test_a_private_source_is_for_those_with_its_token_and_no_secret_leaks(
    program: Program, site: Site, receiver: Receiver, hidden: dict[str, str]
) -> None:
    site.set("/inside", inside(hidden["TERMS_TOKEN"], "one"))
    program.configure(private_config(site, receiver))
    program.start()
    program.wait_until_checked()
    site.set("/inside", inside(hidden["TERMS_TOKEN"], "two"))
    receiver.answers(500, 200)
    assert program.check("inside")["revised"] == 1
    receiver.wait_taken(1)
    site.set("/inside", b"broken", status=500)
    assert program.check("inside")["outcome"] == "failed"

    token = hidden["FEED_TOKEN"]
    for name in ("inside", "inside/changes"):
        for suffix in FORMATS:
            path = f"{name}.{suffix}"
            assert program.feed(path).status_code == 404
            assert program.feed(f"{path}?token={token[:-1]}").status_code == 404
            answer = program.feed(f"{path}?token={token}")
            assert answer.status_code == 200
            assert "private" in answer.headers["cache-control"]
            assert token not in answer.text
    for path in ("/feeds/all.json", "/feeds/all/changes.json", "/feeds/tag-harbour.json", "/opml"):
        assert "inside" not in program.client.get(path).text.casefold(), path

    public = program.folder / "public"
    program.eventually((public / "opml").is_file, "the folder of feeds is written")
    assert not list(public.rglob("*inside*"))
    pages = ["/", "/sources/inside", "/releases", "/changes", "/deliveries", "/metrics", "/readyz"]
    pages += (f"/api/v1/{name}" for name in ("sources", "releases", "changes", "deliveries"))
    seen = {path: program.client.get(path).content for path in pages}
    assert program.stop() == 0
    files = [program.log, *(program.folder / "data").iterdir(), *public.rglob("*")]
    seen |= {str(file): file.read_bytes() for file in files if file.is_file()}
    assert len(seen) > len(pages) + 3
    for where, content in seen.items():
        for name, value in hidden.items():
            assert value.encode() not in content, f"{name} stands in {where}"


# ── by HTTP ────────────────────────────────────────────────────────────────────────────────


STRANGERS = {
    "no origin": {},
    "another site": {"Origin": "https://attacker.example"},
    "another site's form": {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    "a renamed host": {"Host": "attacker.example", "Origin": "http://attacker.example"},
}


@pytest.mark.parametrize("verb", ["check", "pause"])
@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
def test_a_strangers_page_can_do_nothing(
    steady: Program, verb: str, headers: dict[str, str]
) -> None:
    before = steady.api("sources/notes")
    for path in (f"/sources/notes/{verb}", f"/api/v1/sources/notes/{verb}"):
        answer = steady.client.post(path, headers=headers)
        assert answer.status_code in (400, 403, 421), path
    assert steady.api("sources/notes") == before


def test_a_source_that_is_not_there_cannot_be_checked(steady: Program) -> None:
    for path in ("/sources/nobody/check", "/api/v1/sources/nobody/check"):
        own = {"Origin": steady.url, "Sec-Fetch-Site": "same-origin"}
        assert steady.client.post(path, headers=own).status_code == 404


def test_our_own_page_can_check_pause_and_resume(steady: Program) -> None:
    own = {"Origin": steady.url, "Sec-Fetch-Site": "same-origin"}

    def press(verb: str) -> dict[str, Any]:
        answer = steady.client.post(f"/sources/notes/{verb}", headers=own)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sources/notes")
        row: dict[str, Any] = steady.api("sources/notes")
        return row

    checked_at = steady.api("sources/notes")["last_checked_at"]
    assert press("check")["last_checked_at"] > checked_at
    assert press("pause")["state"] == "paused"
    assert press("resume")["state"] == "ok"


def test_the_metrics_have_what_an_operator_needs_and_no_addresses(steady: Program) -> None:
    lines = steady.client.get("/metrics").text.splitlines()
    figures = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert float(figures["feed_monitor_sources"]) == 2
    assert float(figures["feed_monitor_releases"]) == 2
    assert float(figures['feed_monitor_checks_total{kind="files",outcome="changed"}']) == 2
    for name in (
        "sources_failing", "sources_paused", "sources_due", "changes", "deliveries_owed",
        "deliveries_dead", "oldest_owed_seconds", "tick_lag_seconds", "check_seconds_count",
    ):  # fmt: skip
        assert f"feed_monitor_{name}" in figures
    assert float(figures["process_resident_memory_bytes"]) > 0
    assert not [line for line in figures if "/" in line or "seeds" in line]


def test_the_folder_of_feeds_has_the_bytes_that_http_has(steady: Program) -> None:
    public = steady.folder / "public"
    names = ("notes", "minutes", "all", "tag-harbour")
    wanted = {f"feeds/{name}{changes}.{suffix}" for name in names for changes in ("", "/changes")
              for suffix in FORMATS} | {"opml"}  # fmt: skip

    def there() -> set[str]:
        return {str(file.relative_to(public)) for file in public.rglob("*") if file.is_file()}

    steady.eventually(lambda: wanted <= there(), "every feed is written")
    assert there() == wanted
    for path in wanted:
        assert (public / path).read_bytes() == steady.client.get(f"/{path}").content, path
