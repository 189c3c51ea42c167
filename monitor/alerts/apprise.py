"""Telling by chat and mail through apprise, in a process that can be killed.

    message ─▸ plain text ─▸ courier (a child): its address is vetted, it executes nothing ─▸ Answer

apprise blocks, speaks to two hundred services in as many ways, and says yes or no: so each attempt
is a process of its own, with a deadline, no environment and no files. `monitor.alerts.courier` is
its inside. Whatever an address holds may be a password, so nothing of it is shown but its scheme.
"""

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict

from monitor.alerts import plain
from monitor.alerts.kinds import Attempt, Notifier
from monitor.alerts.redact import HIDDEN, redacted
from monitor.alerts.services import HERE_ONLY, SERVICES
from monitor.config.durations import Wrong
from monitor.model.delivery import Answer, Retry, Sent
from monitor.net.door import Door
from monitor.net.policy import Policy

DEADLINE_SECONDS = 25.0
"""Some services want several requests, apprise waits between them."""

MAIL_PORTS = (25, 465, 587, 2525)
"""Open to mail, beside those that are open to every request."""

_URL = re.compile(r"\b(\w+)://\S+")
_HIDDEN_URL = rf"\1://{HIDDEN}"
"""apprise shows addresses with the middle of each part left out: too much of a short password."""

_COMMAND = (sys.executable, "-P", "-m", "monitor.alerts.courier")


class AppriseOptions(BaseModel):
    """An apprise target has no keys beyond those of every target."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def place(url: str) -> str:
    """An apprise URL: of a service that is elsewhere and that is spoken to over HTTP or by mail."""
    scheme, separator, rest = url.strip().partition("://")
    scheme = scheme.lower()
    if not separator or not rest:
        hint = "a service and what it needs: slack://…, tgram://…, mailto://…"
        raise Wrong("is not an apprise URL", hint)
    if scheme in HERE_ONLY:
        raise Wrong("would act on this machine", "a service that is reached over the network")
    if scheme not in SERVICES:
        near = get_close_matches(scheme, SERVICES, n=1)
        hint = f"did you mean {near[0]}://?" if near else "see apprise's list of services"
        raise Wrong("names no service that can be told", hint)
    return url.strip()


async def send(door: Door, attempt: Attempt) -> Answer:
    """One attempt. What does not arrive is a Retry: apprise does not say what would be in vain."""
    said = await _sent(_errand(door.policy, attempt))
    if said.get("sent") is True:
        return Sent()
    reason = str(said.get("reason") or "the service did not take it")
    return Retry(redacted(f"apprise: {_URL.sub(_HIDDEN_URL, reason)}", attempt.target))


def _errand(policy: Policy, attempt: Attempt) -> dict[str, Any]:
    """All that the courier needs to know, as JSON can say it."""
    target, message = attempt.target, plain.said(json.loads(attempt.body))
    allowed = policy.allow_private + target.allow_private
    return {
        "url": target.place,
        "title": message.title,
        "body": message.body,
        "mood": message.mood,
        "allow_private": [str(network) for network in allowed],
        "ports": [*policy.ports, *MAIL_PORTS],
        "proxy": policy.proxy,
        "ca_file": str(policy.ca_file) if policy.ca_file else None,
    }


async def _sent(errand: dict[str, Any]) -> dict[str, Any]:
    """What the courier says of its errand: {sent, reason}."""
    try:
        courier = await _started()
    except OSError as error:
        return {"reason": f"no process could be started: {error.strerror}"}
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            said, _ = await courier.communicate(json.dumps(errand).encode())
    except TimeoutError:
        return {"reason": f"not sent within {DEADLINE_SECONDS:.0f} s"}
    finally:
        await _end(courier)
    with suppress(ValueError):
        answer = json.loads(said)
        if isinstance(answer, dict):
            return answer
    return {"reason": f"its process ended (exit code {courier.returncode})"}


async def _started() -> Process:
    """A courier, which imports from where this program does, and has nothing else of it."""
    return await asyncio.create_subprocess_exec(
        *_COMMAND,
        str(os.getpid()),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


async def _end(courier: Process) -> None:
    """Whoever waits no longer leaves nobody behind."""
    if courier.returncode is None:
        with suppress(ProcessLookupError):
            courier.kill()
        await asyncio.shield(courier.wait())


NOTIFIER = Notifier(name="apprise", place=place, options=AppriseOptions, send=send, at_once=1)
