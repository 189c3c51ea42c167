"""Where the peers were seen to fail, by the real process. Each test is named by its letter."""

import secrets
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.support.process import Program
from tests.support.receiver import HANG, Receiver
from tests.support.server import Site

SECRET = "whsec_" + b64encode(secrets.token_bytes(24)).decode()
QUICK = "[0s, 1s, 1s, 1s]"

CONFIG = """
fetch:
  allow_private: [127.0.0.0/8]
  per_host: {{delay: 0s}}
sources:
  - id: terms
    page: {site}/terms
    strip: [.ad]
    every: 1h
  - id: blog
    feed: {site}/blog.xml
    every: 1h
targets:
{targets}
"""

TARGET = """
  - id: {id}
    webhook: {url}
    secret: {secret}
    retries: {retries}
    allow_private: [127.0.0.0/8]
"""

UNDATED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>
<link>https://blog.example/</link><description>d</description>
<item><title>No date at all</title><link>https://blog.example/1</link>
<description>An item that never says when it was published, not even a little.</description></item>
</channel></rss>"""


def page(text: str, ad: str = "buy this") -> str:
    return (
        f"<html><head><title>Terms</title></head><body><main><p>{text}</p>"
        f"<p class=ad>{ad}</p></main></body></html>"
    )


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.set("/terms", page("Clause zero stands here."), headers={"Content-Type": "text/html"})
        site.set("/blog.xml", UNDATED, headers={"Content-Type": "application/rss+xml"})
        yield site


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(SECRET) as receiver:
        yield receiver


@pytest.fixture
def other() -> Iterator[Receiver]:
    with Receiver(SECRET) as receiver:
        yield receiver


def config(site: Site, receivers: dict[str, Receiver], retries: str = QUICK) -> str:
    targets = "".join(
        TARGET.format(id=name, url=receiver.url, secret=SECRET, retries=retries)
        for name, receiver in receivers.items()
    )
    return CONFIG.format(site=site.url, targets=targets or "  []")


@pytest.fixture
def program(tmp_path: Path, site: Site, receiver: Receiver) -> Iterator[Program]:
    """The program with one target, its baseline taken."""
    with Program(tmp_path, config(site, {"hook": receiver})) as program:
        assert all(row["outcome"] == "changed" for row in program.json("check"))
        yield program


def change(program: Program, site: Site, text: str, *, beside: bool = False) -> dict[str, Any]:
    """Put another text on the page and have it checked: by the daemon, or by `check` beside it."""
    site.set("/terms", page(text), headers={"Content-Type": "text/html"})
    row = program.json("check", "terms")[0] if beside else program.check("terms")
    assert (row["outcome"], row["revised"]) == ("changed", 1), row
    return row


def sent(program: Program, count: int) -> list[dict[str, Any]]:
    """Every delivery, once so many are recorded as sent."""

    def rows() -> list[dict[str, Any]]:
        return [row for row in program.api("deliveries") if row["state"] == "sent"]

    return program.eventually(lambda: found if len(found := rows()) >= count else None, "sent")


@pytest.fixture
def watched(tmp_path: Path, site: Site, receiver: Receiver) -> Iterator[Program]:
    """The daemon, its baseline taken; its target hears of what breaks and what is mended."""
    text = config(site, {"hook": receiver}).replace("strip: [.ad]", "select: main")
    with Program(tmp_path, text + "    on: [failing, recovered]\n") as program:
        program.start()
        program.wait_until_checked()
        yield program


def breaks(program: Program, kind: str) -> None:
    """Three checks that fail alike; what was kept of the page is served as it was."""
    served = program.feed("terms.rss").content
    for count in (1, 2, 3):
        row = program.check("terms")
        assert (row["outcome"], row["failure"]["kind"]) == ("failed", kind), row
        (source,) = [row for row in program.api("sources") if row["id"] == "terms"]
        assert (source["state"], source["failures"]) == ("failing", count)
    assert program.feed("terms.rss").content == served
    (release,) = program.api("releases", source="terms")
    assert (release["revision"], release["withdrawn"]) == (1, False)


def told(receiver: Receiver, count: int) -> list[tuple[str, str | None]]:
    """What every message so far was about: its type, and the kind of failure."""
    messages = [message.json for message in receiver.wait_taken(count).values()]
    failures = [message["data"].get("failure") for message in messages]
    return [
        (message["type"], failure["kind"] if failure else None)
        for message, failure in zip(messages, failures, strict=True)
    ]


def test_a_a_selector_that_matches_nothing_fails_until_it_matches(
    watched: Program, site: Site, receiver: Receiver
) -> None:
    html = {"Content-Type": "text/html", "ETag": '"rebuilt"'}
    site.set("/terms", page("Clause zero stands here.").replace("main", "article"), headers=html)
    breaks(watched, "selector")
    assert told(receiver, 1) == [("source.failing", "selector")]
    site.set("/terms", page("Clause zero stands here."), headers={"Content-Type": "text/html"})
    assert watched.check("terms")["outcome"] == "unchanged"
    watched.check("terms")
    assert told(receiver, 2) == [("source.failing", "selector"), ("source.recovered", None)]


def test_j_a_login_page_or_a_bot_wall_in_a_pages_place_is_a_failure(
    watched: Program, site: Site, receiver: Receiver
) -> None:
    html = {"Content-Type": "text/html"}
    login = "<title>Sign in</title><main><form><input type=password name=p></form></main>"
    site.set("/terms", login, headers=html)
    breaks(watched, "login")
    wall = "<title>Just a moment...</title><main></main><script>window._cf_chl_opt={}</script>"
    site.set("/terms", wall, headers=html)
    assert watched.check("terms")["failure"]["kind"] == "wall"
    site.set("/terms", page("Clause one stands here."), headers=html)
    row = watched.check("terms")
    assert (row["outcome"], row["revised"]) == ("changed", 1)
    assert told(receiver, 2) == [("source.failing", "login"), ("source.recovered", None)]


def test_c_a_failed_webhook_is_tried_again_with_its_id_until_it_is_taken(
    program: Program, site: Site, receiver: Receiver
) -> None:
    receiver.answers(500, 200)
    program.start()
    change(program, site, "Clause one stands here.")
    receiver.wait_taken(1)
    assert len(receiver.messages) == 2
    assert len(set(receiver.ids)) == 1
    assert len({message.body for message in receiver.messages}) == 1
    (row,) = sent(program, 1)
    assert row["attempts"] == 2


def test_c_after_the_last_attempt_it_is_dead_and_can_be_replayed(
    program: Program, site: Site, receiver: Receiver
) -> None:
    receiver.answers(500)
    program.start()
    change(program, site, "Clause one stands here.")
    receiver.wait(4)
    dead = program.eventually(
        lambda: [row for row in program.api("deliveries") if row["state"] == "dead"], "dead"
    )
    assert "500" in dead[0]["last_error"]
    receiver.answers(200)
    assert program.call("replay", dead[0]["id"]).returncode == 0
    assert list(receiver.wait_taken(1)) == [dead[0]["id"]]


def test_d_what_is_owed_survives_a_kill(program: Program, site: Site, receiver: Receiver) -> None:
    receiver.answers(HANG)
    program.start()
    for number in range(4):
        change(program, site, f"Clause {number + 1} stands here.")
    receiver.wait(1)
    program.kill()
    under_way = set(receiver.ids)
    receiver.answers(200)
    program.start()
    taken = receiver.wait_taken(4)
    rows = sent(program, 4)
    assert {row["id"] for row in rows} == set(taken)
    assert sorted(message.sequence for message in taken.values()) == [
        row["sequence"] for row in program.api("changes") if row["kind"] == "revised"
    ]
    assert under_way <= set(taken), "an interrupted attempt is repeated with its id"
    assert all(row["attempts"] == 1 for row in rows), "and uses up no retry"


def test_e_a_receiver_that_breaks_the_connection_is_still_owed(
    program: Program, site: Site, receiver: Receiver
) -> None:
    patient = f"[0s{', 1s' * 30}]"
    broken = Site()
    broken.set("/hook", lambda _: iter((b"not even http\r\n\r\n",)))
    with broken:
        program.configure(
            config(site, {"hook": receiver}, patient).replace(receiver.url, broken.url + "/hook")
        )
        program.start()
        change(program, site, "Clause one stands here.")
        program.eventually(lambda: broken.requests, "an attempt")
        (row,) = program.api("deliveries")
        assert row["state"] in ("owed", "retrying")
        program.configure(config(site, {"hook": receiver}, patient))
        assert list(receiver.wait_taken(1)) == [row["id"]]


def test_f_two_changes_within_a_second_keep_their_order_and_are_told_once(
    program: Program, site: Site, receiver: Receiver
) -> None:
    program.start()
    change(program, site, "Clause one stands here.")
    change(program, site, "Clause two stands here.", beside=True)
    receiver.wait_taken(2)
    again = program.check("terms")
    assert again["outcome"] in ("unchanged", "not_modified")
    rows = [row for row in program.api("changes", source="terms") if row["told"]]
    assert [row["revision"] for row in rows] == [2, 3]
    assert "+two" in rows[1]["diff"]
    assert len(sent(program, 2)) == len(receiver.messages) == 2


def test_g_each_target_has_its_own_state(
    tmp_path: Path, site: Site, receiver: Receiver, other: Receiver
) -> None:
    receiver.answers(500)
    both = {"bad": receiver, "good": other}
    with Program(tmp_path, config(site, both, "[0s, 1h]")) as program:
        program.json("check")
        program.start()
        change(program, site, "Clause one stands here.")
        other.wait_taken(1)
        receiver.wait(1)
        rows = {row["target"]: row for row in sent(program, 1) + program.api("deliveries")}
        assert (rows["good"]["state"], rows["bad"]["state"]) == ("sent", "retrying")
        assert len(other.messages) == 1
        assert rows["good"]["id"] != rows["bad"]["id"]


def test_i_a_change_in_what_the_filters_drop_is_no_change(
    program: Program, site: Site, receiver: Receiver
) -> None:
    site.set("/terms", page("Clause zero stands here.", ad="buy that"))
    (row,) = program.json("check", "terms")
    assert (row["outcome"], row["revised"]) == ("unchanged", 0)
    site.set("/terms", page("Clause\u00a0zero  stands\n here.", ad="buy that"))
    (row,) = program.json("check", "terms")
    assert (row["outcome"], row["revised"]) == ("unchanged", 0)
    assert program.json("deliveries") == []


def test_n_reading_a_change_takes_it_out_of_no_feed(program: Program, site: Site) -> None:
    program.start()
    change(program, site, "Clause one stands here.")
    before = program.feed("terms/changes.rss")
    (row,) = [row for row in program.api("changes") if row["told"]]
    shown = program.client.get(f"/changes/{row['sequence']}")
    assert "<ins" in shown.text
    assert program.feed("terms/changes.rss").content == before.content
    assert len(feedparser.parse(before.content).entries) == 1


def test_p_an_undated_item_keeps_the_day_it_was_first_seen(program: Program, site: Site) -> None:
    program.start()
    (row,) = program.api("releases", source="blog")
    assert (row["published"], row["inferred"]) == (None, False), "its publisher says nothing"
    before = program.feed("blog.rss")
    site.set("/blog.xml", UNDATED.replace("<description>d<", "<description>other<"))
    program.check("blog")
    assert program.stop() == 0
    program.start()
    assert program.feed("blog.rss").content == before.content
    (again,) = program.api("releases", source="blog")
    assert again["first_seen_at"] == row["first_seen_at"]


def test_a_410_switches_its_target_off(program: Program, site: Site, receiver: Receiver) -> None:
    receiver.answers(410)
    program.start()
    change(program, site, "Clause one stands here.")
    receiver.wait(1)
    change(program, site, "Clause two stands here.")
    program.eventually(lambda: len(program.api("deliveries")) == 2, "both are owed")
    assert len(receiver.messages) == 1


def test_what_is_owed_without_a_daemon_waits_for_it(
    program: Program, site: Site, receiver: Receiver
) -> None:
    change(program, site, "Clause one stands here.", beside=True)
    assert receiver.messages == []
    program.start()
    (message,) = receiver.wait_taken(1).values()
    assert message.json["type"] == "release.revised"
    assert "-zero" in message.json["data"]["diff"]["unified"]


def test_a_test_message_says_what_it_is(program: Program, receiver: Receiver) -> None:
    done = program.call("test", "hook")
    assert done.returncode == 0, done.stderr
    assert receiver.messages[0].json["type"] == "test"
    assert SECRET not in done.stdout + done.stderr


def test_h_what_is_gone_at_the_second_look_is_told_to_nobody(
    tmp_path: Path, site: Site, receiver: Receiver
) -> None:
    text = config(site, {"hook": receiver}).replace("strip: [.ad]", "strip: [.ad]\n    confirm: 1s")
    shown = iter(["A variant that some are shown."])
    with Program(tmp_path, text) as program:
        program.start()
        program.wait_until_checked("terms")
        site.set("/terms", lambda _: page(next(shown, "Clause zero stands here.")))
        assert program.check("terms")["outcome"] == "unchanged"
        program.eventually(lambda: next(shown, None) is None, "the variant was shown")
        site.set("/terms", page("Clause one stands here."))
        program.check("terms")
        (message,) = receiver.wait_taken(1).values()
        assert "Clause one" in message.json["data"]["release"]["text"]
        told = program.json("changes", "--source", "terms")
        assert [change["kind"] for change in told] == ["new", "revised"]


def test_h_what_goes_to_and_fro_is_named_held_and_told_once_when_it_settles(
    tmp_path: Path, site: Site, receiver: Receiver
) -> None:
    text = config(site, {"hook": receiver}).replace("strip: [.ad]", "settle: 1h")
    with Program(tmp_path, text) as program:
        program.start()
        program.wait_until_checked("terms")
        for clause in ("one", "zero", "one", "zero"):
            change(program, site, f"Clause {clause} stands here.")
        receiver.wait_taken(1)
        held = program.json("changes", "--held")
        assert [(row["told"], row["revision"]) for row in held] == [(False, n) for n in (3, 4, 5)]
        assert all(row["held"].startswith("flapping: ") for row in held)
        (source,) = [row for row in program.json("sources") if row["id"] == "terms"]
        assert source["held"] == held[-1]["held"]
        named = "flapping: it went to and fro 3 times between 2 texts"
        assert named in program.client.get("/sources/terms").text
        assert "Clause zero" in str(program.items("terms"))
        assert len(receiver.messages) == len(program.items("terms/changes")) == 1
        program.configure(text.replace("settle: 1h", "settle: 1s"))
        messages = list(receiver.wait_taken(2).values())
        assert [message.json["data"]["release"]["revision"] for message in messages] == [2, 5]
        assert "-one" in messages[1].json["data"]["diff"]["unified"]
        assert program.check("terms")["revised"] == 0
        assert program.api("changes", held=True) == held, "what was held stays on record"
        assert len(receiver.messages) == len(program.items("terms/changes")) == 2


def test_h_what_is_held_is_told_when_somebody_says_so_beside_the_daemon(
    tmp_path: Path, site: Site, receiver: Receiver
) -> None:
    text = config(site, {"hook": receiver}).replace("strip: [.ad]", "settle: 1h")
    with Program(tmp_path, text) as program:
        program.start()
        program.wait_until_checked("terms")
        change(program, site, "Clause one stands here.")
        change(program, site, "Clause zero stands here.")
        (held,) = program.json("changes", "--held")
        (told,) = program.json("tell", str(held["sequence"]))
        assert (told["sequence"], told["told"], told["held"]) == (held["sequence"], True, None)
        taken = receiver.wait_taken(2)
        assert {message.sequence for message in taken.values()} >= {held["sequence"]}
        assert program.json("changes", "--held") == []
        again = program.call("tell", str(held["sequence"]))
        assert (again.returncode, "nothing holds change" in again.stderr) == (2, True)
        assert program.check("terms")["revised"] == 0
        assert len(receiver.messages) == len(sent(program, 2)) == 2


def test_i_what_changes_by_itself_is_learnt_and_told_no_more(
    tmp_path: Path, site: Site, receiver: Receiver
) -> None:
    def shown(visitors: int, clause: str = "zero") -> None:
        said = page(f"Clause {clause} stands here.", ad=f"Visitors today: {visitors:,}")
        site.set("/terms", said, headers={"Content-Type": "text/html"})

    text = config(site, {"hook": receiver}).replace("    strip: [.ad]\n", "")
    with Program(tmp_path, text) as program:
        shown(1040)
        program.start()
        program.wait_until_checked("terms")
        revised = []
        for visitors in range(1041, 1050):
            shown(visitors)
            revised.append(program.check("terms")["revised"])
        assert revised == [1, 1, 0, 0, 0, 0, 0, 0, 0]
        (source,) = [row for row in program.json("sources") if row["id"] == "terms"]
        (part,) = source["noise"]
        assert (part["part"], part["kind"]) == ("Visitors today: …", "count")
        assert "Visitors today: …" in program.client.get("/sources/terms").text
        shown(2000, clause="one")
        assert program.check("terms")["revised"] == 1
        *_, told_last = receiver.wait_taken(3).values()
        diff = told_last.json["data"]["diff"]
        assert (diff["added_words"], diff["removed_words"]) == (1, 1)
        assert "2,000" not in diff["unified"]
