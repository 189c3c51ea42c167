"""apprise in its fence: what arrives, what is refused, and what nobody gets to read."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

import pytest

from monitor.alerts import apprise
from monitor.alerts.kinds import NOTIFIERS, Attempt
from monitor.alerts.redact import redacted, shown
from monitor.alerts.render import trial_body
from monitor.alerts.services import HERE_ONLY, SERVICES
from monitor.config.settings import Fetch, Target
from monitor.model.delivery import Answer, Retry, Sent
from monitor.net.door import Door
from tests.alerts.rows import AT, target
from tests.support.mailbox import Mailbox
from tests.support.server import Site

LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with Door(Fetch()) as door:
        yield door


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.set("/hook/t0ken-of-mine")
        yield site


def chat(place: str, **keys: Any) -> Target:
    return target("chat", place, kind="apprise", **keys)


def of(site: Site, path: str = "/hook/t0ken-of-mine", scheme: str = "json") -> str:
    return f"{scheme}://127.0.0.1:{site.port}{path}"


async def sent(door: Door, to: Target, body: bytes | None = None) -> Answer:
    attempt = Attempt(to, "msg_1", body or trial_body(to.id, AT), datetime.now(UTC))
    return await NOTIFIERS["apprise"].send(door, attempt)


def reason(answer: Answer) -> str:
    assert isinstance(answer, Retry)
    assert "t0ken" not in answer.reason
    return answer.reason


async def test_a_message_arrives_in_plain_words(door: Door, site: Site) -> None:
    assert await sent(door, chat(of(site), allow_private=LOOPBACK)) == Sent()
    (seen,) = site.requests
    message = json.loads(seen.body)
    assert (message["title"], message["type"]) == ("feed-monitor: test", "info")
    assert message["message"] == "A test from feed-monitor: messages arrive."


@pytest.mark.parametrize("scheme", ["json", "xml", "form", "apprise", "ntfy"])
async def test_a_private_address_is_refused_whatever_the_service(
    door: Door, site: Site, scheme: str
) -> None:
    to = chat(of(site, scheme=scheme))
    assert "127.0.0.1 is not public: it is loopback" in reason(await sent(door, to))
    assert site.requests == []


async def test_mail_arrives_where_it_may_and_only_there(door: Door) -> None:
    with Mailbox() as mailbox:
        query = "from=us@firm.example&to=boss@firm.example"
        place = f"mailto://127.0.0.1:{mailbox.port}?{query}"
        assert "127.0.0.1 is not public" in reason(await sent(door, chat(place)))
        assert mailbox.messages == []
        assert await sent(door, chat(place, allow_private=LOOPBACK)) == Sent()
        (mail,) = mailbox.messages
    assert "Subject: feed-monitor: test" in mail
    assert "messages arrive." in mail


async def test_an_address_that_apprise_cannot_use_is_not_shown_by_it_either(door: Door) -> None:
    said = reason(await sent(door, chat("mailto://me:pass@firm/t0ken")))
    assert said == "apprise: Could not load E-Mail URL: mailto://***"


async def test_a_name_is_judged_by_the_address_that_is_connected_to(door: Door, site: Site) -> None:
    place = f"json://localhost:{site.port}/t0ken-of-mine"
    assert "is not public" in reason(await sent(door, chat(place)))
    assert await sent(door, chat(of(site), allow_private=LOOPBACK)) == Sent()


async def test_a_redirect_leads_nowhere_private(door: Door, site: Site) -> None:
    with Site(host="127.0.0.2") as inside:
        inside.set("/secret")
        site.redirect("/away", f"{inside.url}/secret")
        here = (ip_network("127.0.0.1/32"),)
        answer = await sent(door, chat(of(site, "/away"), allow_private=here))
        assert "127.0.0.2 is not public" in reason(answer)
        assert inside.requests == []


async def test_ports_hold_for_public_addresses(door: Door) -> None:
    answer = await sent(door, chat("json://8.8.8.8:22/t0ken-of-mine"))
    assert "port 22 is not open" in reason(answer)


async def test_a_refusal_is_a_retry_that_says_what_the_service_said(door: Door, site: Site) -> None:
    site.set("/hook/t0ken-of-mine", status=500)
    assert "error=500" in reason(await sent(door, chat(of(site), allow_private=LOOPBACK)))


async def test_whoever_hangs_is_ended_at_the_deadline(
    door: Door, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apprise, "DEADLINE_SECONDS", 1.5)
    site.hang("/hook/t0ken-of-mine")
    answer = await sent(door, chat(of(site), allow_private=LOOPBACK))
    assert reason(answer) == "apprise: not sent within 2 s"
    assert children() == []


async def test_whoever_no_longer_waits_leaves_no_process(door: Door, site: Site) -> None:
    site.hang("/hook/t0ken-of-mine")
    task = asyncio.create_task(sent(door, chat(of(site), allow_private=LOOPBACK)))
    while not site.requests:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == []


async def test_a_courier_that_dies_is_a_retry(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apprise, "_COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    assert "exit code 3" in reason(await sent(door, chat("json://8.8.8.8/t0ken-of-mine")))
    monkeypatch.setattr(apprise, "_COMMAND", ("/nonexistent",))
    assert "no process could be started" in reason(await sent(door, chat("json://8.8.8.8/x")))


def test_once_it_is_guarded_a_courier_executes_and_writes_nothing(tmp_path: Any) -> None:
    tried = f"""
import os, socket, sys
from monitor.alerts.courier import Guard
guard = Guard((), (80,), ())
sys.addaudithook(guard)
def attempt(act):
    try:
        act()
    except OSError as error:
        print(error)
    else:
        print("done")
attempt(lambda: os.system("true"))
attempt(os.fork)
attempt(lambda: __import__("subprocess").run(["true"]))
attempt(lambda: open({str(tmp_path / "file")!r}, "w"))
attempt(lambda: socket.socket(socket.AF_UNIX).connect("/run/any"))
attempt(lambda: socket.socket().connect(("localhost", 80)))
attempt(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("10.0.0.1", 80)))
print(len(guard.refusals))
"""
    done = subprocess.run([sys.executable, "-c", tried], capture_output=True, text=True, check=True)
    *said, refusals = done.stdout.splitlines()
    assert "done" not in said
    assert [line.split(":")[0] for line in said] == [
        "nothing is executed for a message",
        "nothing is executed for a message",
        "nothing is executed for a message",
        "nothing is written for a message",
        "only the network is open to messages",
        "connections go to addresses, not to names",
        "10.0.0.1 is not public",
    ]
    assert int(refusals) == 6


async def test_requests_go_through_the_configured_proxy() -> None:
    with Site() as proxy:
        async with Door(Fetch(proxy=proxy.url)) as door:
            await sent(door, chat("json://news.example/t0ken-of-mine"))
        (seen,) = proxy.requests
        assert seen.path.startswith("http://news.example")


async def test_a_long_message_is_cut_to_what_the_service_takes(door: Door, site: Site) -> None:
    message = {"type": "monitor.late", "data": {"note": "word " * 20_000}}
    to = chat(of(site), allow_private=LOOPBACK)
    assert await sent(door, to, json.dumps(message).encode()) == Sent()
    said = json.loads(site.requests[0].body)["message"]
    assert said.endswith("word…")
    assert len(said) <= 32_768


# ── addresses ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "would act on this machine"),
        ("syslog://", "is not an apprise URL"),
        ("syslog://x", "would act on this machine"),
        ("dbus://x", "would act on this machine"),
        ("slak://a/b/c", "names no service"),
        ("irc://t0ken@host", "names no service"),
        ("nonsense", "is not an apprise URL"),
        ("", "is not an apprise URL"),
    ],
)
def test_an_address_that_cannot_be_is_refused_without_being_shown(url: str, why: str) -> None:
    with pytest.raises(ValueError) as raised:
        NOTIFIERS["apprise"].place(url)
    assert why in str(raised.value)
    assert not url or url not in str(raised.value)


def test_the_nearest_service_is_offered() -> None:
    with pytest.raises(ValueError) as raised:
        apprise.place("slak://a/b/c")
    assert getattr(raised.value, "hint", "") == "did you mean slack://?"


def test_the_services_are_those_of_apprise_and_none_of_them_acts_here() -> None:
    asked = "from apprise.manager_plugins import *; print(*NotificationManager().schemas())"
    listed = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    known = set(listed.stdout.split())
    assert known >= SERVICES - {"https"}
    assert not SERVICES & HERE_ONLY
    assert {"slack", "tgram", "discord", "mailto", "ntfy", "json"} <= SERVICES


def test_an_address_is_shown_by_its_scheme_alone() -> None:
    assert shown("tgram://123456:ABC-def/42") == "tgram://***"
    assert shown("https://discord.com/api/webhooks/1/t0ken") == "https://discord.com"


def test_no_part_of_an_address_is_repeated() -> None:
    to = chat("mailto://me%40x:pa%2Fss@mail.example?to=boss@firm.example&cc=10.0.0.1")
    said = redacted("pa/ss pa%2Fss mail.example boss firm.example 10.0.0.1 smtp", to)
    assert said == "*** *** *** *** *** 10.0.0.1 smtp"


def children() -> list[str]:
    listed = subprocess.run(
        ["ps", "--ppid", str(__import__("os").getpid()), "-o", "args="],
        capture_output=True,
        text=True,
        check=False,
    )
    return [line for line in listed.stdout.splitlines() if "courier" in line]
