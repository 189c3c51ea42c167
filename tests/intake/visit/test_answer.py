"""What an answer comes to: pure."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from monitor.intake.visit.answer import conditions, judge, usable
from monitor.model.source import Failure, Validators
from monitor.model.visit import NotModified, Response
from monitor.net.door import Reply

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
URL = "https://example.com/news"
KEPT = Validators(URL, '"1"', "Mon, 23 Nov 2026 08:00:00 GMT", AT - timedelta(days=1))
NOTHING: Mapping[str, str] = {}


def answer(
    status: int,
    body: bytes = b"x",
    headers: Mapping[str, str] = NOTHING,
    hops: tuple[str, ...] = (),
) -> Reply:
    return Reply(status, headers, body, URL, hops)


def test_a_page_is_a_response() -> None:
    headers = {"etag": 'W/"é"', "content-type": "Text/HTML; charset=UTF-8"}
    came = judge(answer(200, b"<h1>", headers | {"cache-control": "max-age=9"}), URL, None, AT)
    assert isinstance(came, Response)
    assert came.parts[0].body == b"<h1>"
    assert came.parts[0].content_type == "text/html; charset=utf-8"
    assert came.validators == Validators(URL, 'W/"é"', None, AT)
    assert came.fresh_seconds == 9
    assert came.raw_hash == hashlib.sha256(b"<h1>").hexdigest()


@pytest.mark.parametrize(
    ("said", "cookies"),
    [
        (None, ()),
        ("a=1", ("a=1",)),
        (
            "a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Path=/, b=x,y; Secure,c=",
            ("a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Path=/", "b=x,y; Secure", "c="),
        ),
    ],
)
def test_cookies_stay_apart(said: str | None, cookies: tuple[str, ...]) -> None:
    came = judge(answer(200, headers={"set-cookie": said} if said else {}), URL, None, AT)
    assert isinstance(came, Response)
    assert came.cookies == cookies


def test_what_lies_behind_a_redirect_gives_no_validators() -> None:
    came = judge(answer(200, headers={"etag": '"1"'}, hops=("https://a/",)), URL, None, AT)
    assert isinstance(came, Response)
    assert came.validators is None


def test_a_304_renews_the_validators_but_not_their_age() -> None:
    came = judge(answer(304, b"", {"etag": '"2"'}), URL, KEPT, AT)
    assert isinstance(came, NotModified)
    assert came.validators == Validators(URL, '"2"', KEPT.last_modified, KEPT.given_at)


def test_a_304_that_was_not_asked_for_is_a_failure() -> None:
    assert isinstance(judge(answer(304, b""), URL, None, AT), Failure)


def test_a_304_from_behind_a_redirect_was_not_asked_for() -> None:
    """There the validators did not go (C1), so it says nothing of what we have."""
    came = judge(answer(304, b"", hops=("https://example.com/old",)), URL, KEPT, AT)
    assert isinstance(came, Failure)


FAILURES = {
    "empty": (answer(200, b""), "empty", False),
    "only white space": (answer(200, b" \r\n"), "empty", False),
    "no content": (answer(204, b""), "empty", False),
    "part of a page": (answer(206), "http", False),
    "challenge by status": (answer(202), "http", False),
    "a wall that says 202": (answer(202, b"window.gokuProps = {}"), "wall", False),
    "a wall that says 405": (answer(405, b"x", {"x-amzn-waf-action": "captcha"}), "wall", False),
    "a method that is not": (answer(405), "http", False),
    "redirect to nowhere": (answer(302), "http", False),
    "bad request": (answer(400), "http", False),
    "credentials wanted": (answer(401), "forbidden", False),
    "forbidden": (answer(403), "forbidden", False),
    "forbidden by a wall": (answer(403, headers={"cf-mitigated": "challenge"}), "wall", False),
    "forbidden behind a wall": (
        answer(403, headers={"x-datadome": "protected"}),
        "forbidden",
        False,
    ),
    "forbidden at the edge": (answer(403, headers={"server": "AkamaiGHost"}), "wall", False),
    "busy at the edge": (answer(500, headers={"server": "AkamaiGHost"}), "server_error", False),
    "a wall that says 200": (answer(200, headers={"cf-mitigated": "challenge"}), "wall", False),
    "a wall that says 429": (answer(429, headers={"x-vercel-mitigated": "deny"}), "wall", False),
    "a wall that says 503": (answer(503, b"window._cf_chl_opt"), "wall", False),
    "not found": (answer(404), "not_found", False),
    "gone": (answer(410), "gone", True),
    "too many": (answer(429), "throttled", False),
    "server error": (answer(500), "server_error", False),
    "bad gateway": (answer(502), "server_error", False),
    "a code of somebody's own": (answer(599), "server_error", False),
    "the condition was not understood": (answer(412), "http", False),
    "unavailable": (answer(503), "busy", False),
}


@pytest.mark.parametrize(("reply", "kind", "permanent"), FAILURES.values(), ids=FAILURES)
def test_failures_are_told_apart(reply: Reply, kind: str, permanent: bool) -> None:
    came = judge(reply, URL, None, AT)
    assert isinstance(came, Failure)
    assert (came.kind, came.permanent, came.status) == (kind, permanent, reply.status)
    assert URL in came.message
    assert came.hint


def test_a_failure_carries_the_wish_to_wait_and_no_secret() -> None:
    reply = Reply(429, {"retry-after": "90"}, b"", f"{URL}?token=s3cret")
    came = judge(reply, URL, None, AT)
    assert isinstance(came, Failure)
    assert came.retry_after_seconds == 90
    assert "s3cret" not in came.message


def test_validators_go_back_byte_for_byte() -> None:
    assert conditions(KEPT) == {
        "if-none-match": '"1"',
        "if-modified-since": "Mon, 23 Nov 2026 08:00:00 GMT",
    }
    assert conditions(None) == {}


@pytest.mark.parametrize(
    ("url", "at", "sent"),
    [
        (URL, AT, True),
        (URL, AT + timedelta(days=6, hours=23), True),
        (URL, AT + timedelta(days=7), False),
        (f"{URL}/", AT, False),
        ("http://example.com/news", AT, False),
    ],
    ids=["young", "nearly eight days", "eight days", "another path", "another scheme"],
)
def test_validators_belong_to_their_url_for_eight_days(url: str, at: datetime, sent: bool) -> None:
    assert (usable(KEPT, url, at) is KEPT) is sent
