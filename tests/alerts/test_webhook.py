"""One attempt against a real receiver, and what every answer means."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest

from monitor.alerts import webhook
from monitor.alerts.kinds import NOTIFIERS, Attempt
from monitor.alerts.redact import redacted, shown
from monitor.config.settings import Fetch, Target
from monitor.model.delivery import Answer, Dead, Retry, Sent
from monitor.net.door import Door
from tests.alerts.rows import AT, OLD_SECRET, SECRET, target
from tests.support.receiver import Receiver
from tests.support.server import Site

IN_A_MINUTE = "Mon, 23 Nov 2026 09:01:05 GMT"
LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with Door(Fetch()) as door:
        yield door


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(SECRET) as receiver:
        yield receiver


async def sent(door: Door, to: Target, message_id: str = "msg_1") -> Answer:
    attempt = Attempt(to, message_id, b'{"type":"test"}', datetime.now(UTC))
    return await NOTIFIERS["webhook"].send(door, attempt)


@pytest.mark.parametrize(
    ("status", "headers", "meaning"),
    [
        (200, {}, Sent(200)),
        (204, {}, Sent(204)),
        (299, {}, Sent(299)),
        (410, {}, Dead("the receiver answered 410 Gone: it wants nothing more", switch_off=True)),
        (429, {"retry-after": "30"}, Retry("the receiver answered 429", 30)),
        (503, {"retry-after": IN_A_MINUTE}, Retry("the receiver answered 503", 59.75)),
        (503, {}, Retry("the receiver answered 503")),
        (500, {"retry-after": "30"}, Retry("the receiver answered 500")),
        (400, {}, Retry("the receiver answered 400")),
        (404, {}, Retry("the receiver answered 404")),
        (302, {}, Retry("the receiver answered 302: redirects are not followed")),
        (304, {}, Retry("the receiver answered 304: redirects are not followed")),
    ],
)
def test_every_answer_has_a_meaning(status: int, headers: dict[str, str], meaning: Answer) -> None:
    assert webhook.answer(status, headers, AT) == meaning


async def test_a_receiver_that_verifies_takes_the_message(door: Door, receiver: Receiver) -> None:
    to = target(place=receiver.url, secrets=(SECRET,), allow_private=LOOPBACK)
    assert await sent(door, to) == Sent(200)
    [message] = receiver.messages
    assert (message.id, message.body) == ("msg_1", b'{"type":"test"}')
    assert message.headers["content-type"] == "application/json"


async def test_a_secret_is_replaced_without_a_message_lost(door: Door, receiver: Receiver) -> None:
    both = target(place=receiver.url, secrets=(OLD_SECRET, SECRET), allow_private=LOOPBACK)
    assert await sent(door, both) == Sent(200)
    other = target(place=receiver.url, secrets=(OLD_SECRET,), allow_private=LOOPBACK)
    assert await sent(door, other) == Retry("the receiver answered 401")


async def test_redirects_are_not_followed(door: Door) -> None:
    with Site() as site:
        site.redirect("/hook", "/elsewhere")
        answer = await sent(door, target(place=f"{site.url}/hook", allow_private=LOOPBACK))
        assert answer == Retry("the receiver answered 302: redirects are not followed")
        assert site.paths() == ["/hook"]


async def test_an_address_that_is_not_public_is_refused_unless_allowed(
    door: Door, receiver: Receiver
) -> None:
    answer = await sent(door, target(place=receiver.url, secrets=(SECRET,)))
    assert isinstance(answer, Retry)
    assert "not public" in answer.reason
    assert receiver.messages == []


async def test_nobody_listening_is_a_retry_that_shows_no_more_than_the_host(door: Door) -> None:
    with Site() as site:
        origin = site.url
    answer = await sent(door, target(place=f"{origin}/in/t0ken", allow_private=LOOPBACK))
    assert isinstance(answer, Retry)
    assert answer.reason.startswith(f"{origin}: ")
    assert "t0ken" not in answer.reason


@pytest.mark.parametrize("url", ["hooks.example/x", "ftp://hooks.example/x", "https://", "", "x y"])
def test_a_place_that_is_no_web_address_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(ValueError) as raised:
        NOTIFIERS["webhook"].place(url)
    assert not url or url not in str(raised.value)


def test_a_target_is_shown_by_scheme_and_host_alone() -> None:
    assert shown("https://user:password@hooks.example/in/t0ken?k=v") == "https://hooks.example"
    assert shown("nonsense") == "***"


def test_what_others_say_is_shown_without_a_targets_secrets() -> None:
    to = target(place="https://hooks.example/in/t0ken?k=v", secrets=(SECRET,))
    said = f"POST {to.place} failed, /in/t0ken?k=v is not there ({SECRET})"
    assert redacted(said, to) == "POST https://hooks.example failed, /*** is not there (***)"
    assert "t0ken" not in repr(to)


def test_the_table_knows_its_rows() -> None:
    assert list(NOTIFIERS) == ["webhook", "apprise"]
    assert all(NOTIFIERS[name].name == name for name in NOTIFIERS)
    assert "smoke" not in NOTIFIERS
