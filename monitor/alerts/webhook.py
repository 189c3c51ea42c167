"""Sending a webhook: one signed POST, and what its answer means.

2xx        Sent
410        Dead: the receiver wants nothing more, its target is switched off
429, 503   Retry, not before its Retry-After
the rest   Retry: other 4xx and 5xx, redirects (never followed: a signed message goes where
           its owner sent it), no answer, an address that the guard refuses
"""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from pydantic import BaseModel, ConfigDict

from monitor.alerts import sign
from monitor.alerts.kinds import Attempt, Notifier
from monitor.alerts.redact import redacted, shown
from monitor.alerts.retry import asked_wait_seconds
from monitor.config.durations import Wrong
from monitor.config.settings import Limits
from monitor.errors import AddressRefused, FetchError
from monitor.model.delivery import Answer, Dead, Retry, Sent
from monitor.net.door import Door, Request
from monitor.net.url import parse

LIMITS = Limits(body_bytes=1_000_000, decoded_bytes=1_000_000, redirects=0, deadline_seconds=15.0)
"""Standard Webhooks suggests 15 to 30 seconds for an attempt. The answer's body is not used."""

SAYS_WHEN = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


class WebhookOptions(BaseModel):
    """A webhook has no keys beyond those of every target."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def place(url: str) -> str:
    """A receiver's URL, checked. A user name and password in it are sent as basic credentials."""
    try:
        parse(url)
    except AddressRefused as error:
        raise Wrong("is not a web address", "write it whole: https://example.org/hook") from error
    return url


async def send(door: Door, attempt: Attempt) -> Answer:
    """One attempt, signed for its instant. What cannot be reached is a Retry, not an error."""
    try:
        reply = await door.send(_request(attempt))
    except FetchError as error:
        return Retry(redacted(_said(error, attempt), attempt.target))
    return answer(reply.status, reply.headers, attempt.sent_at)


def answer(status: int, headers: Mapping[str, str], now: datetime) -> Answer:
    """What a receiver's answer means; `headers` have lower-case names."""
    if 200 <= status < 300:
        return Sent(status)
    if status == HTTPStatus.GONE:
        return Dead("the receiver answered 410 Gone: it wants nothing more", switch_off=True)
    if 300 <= status < 400:
        return Retry(f"the receiver answered {status}: redirects are not followed")
    asked = asked_wait_seconds(headers.get("retry-after"), now) if status in SAYS_WHEN else None
    return Retry(f"the receiver answered {status}", asked)


def _said(error: FetchError, attempt: Attempt) -> str:
    advice = f" ({error.hint})" if error.hint else ""
    return f"{shown(attempt.target.place)}: {error.message}{advice}"


def _request(attempt: Attempt) -> Request:
    target = attempt.target
    signed = sign.headers(attempt.message_id, attempt.sent_at, attempt.body, target.secrets)
    return Request(
        target.place,
        method="POST",
        headers={"content-type": "application/json", **signed},
        body=attempt.body,
        allow_private=target.allow_private,
        limits=LIMITS,
        redirects=False,
    )


NOTIFIER = Notifier(name="webhook", place=place, options=WebhookOptions, send=send)
