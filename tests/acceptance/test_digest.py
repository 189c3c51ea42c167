"""Digests, by the real process: gathered, told once, through `kill -9`, by webhook and by chat.

A digest comes round every minute at most, so the daemon's clock is a minute that a test waits for.
"""

import json
import time
from typing import Any

import pytest

from tests.support.harbour import FETCH, MINUTES, NOTES, hook, note
from tests.support.process import Program
from tests.support.receiver import HANG, Receiver
from tests.support.server import Site

MINUTE_SECONDS = 60.0


def with_digest(receiver: Receiver, digest: str) -> str:
    return f'{FETCH}{NOTES}{hook(receiver)}    digest: "{digest}"\n'


def seconds_left() -> float:
    """Until the minute is over."""
    return MINUTE_SECONDS - time.time() % MINUTE_SECONDS


def items(receiver: Receiver) -> list[list[int]]:
    """The sequences that each digest told of, as a receiver that drops repeated ids has them."""
    return [
        [item["data"]["sequence"] for item in message.json["data"]["items"]]
        for message in receiver.taken.values()
    ]


@pytest.fixture
def early() -> None:
    """A test begins where enough of a minute is left for all that it gathers."""
    if seconds_left() < 30:
        time.sleep(seconds_left())


@pytest.mark.usefixtures("early")
def test_changes_are_gathered_over_kills_and_told_once(
    program: Program, receiver: Receiver
) -> None:
    program.configure(with_digest(receiver, "* * * * *"))
    program.start()
    program.wait_until_checked("notes")
    for fees in ("raised", "lowered"):
        note(program, fees)
        assert program.check("notes")["revised"] == 1
    program.eventually(lambda: program.api("deliveries"), "they are gathered")
    program.kill()
    receiver.answers(HANG)
    program.start()
    (owed,) = program.api("deliveries")
    assert (owed["kind"], owed["state"]) == ("digest", "owed")
    assert receiver.messages == []
    time.sleep(seconds_left())
    (cut_short,) = receiver.wait(1)
    program.kill()
    receiver.answers(200)
    program.start()
    receiver.wait_taken(1)
    told = [row["sequence"] for row in program.api("changes") if row["told"]]
    assert items(receiver) == [told]
    assert set(receiver.ids) == {cut_short.id} == {owed["id"]}
    message = receiver.taken[cut_short.id]
    assert message.body == cut_short.body
    assert message.json["type"] == "digest"
    assert "+lowered" in message.json["data"]["items"][1]["data"]["diff"]["unified"]
    assert len(message.body) < 20_000


def test_a_reload_without_the_digest_tells_what_was_gathered(
    program: Program, receiver: Receiver
) -> None:
    program.configure(with_digest(receiver, "0 0 1 1 *"))
    program.start()
    program.wait_until_checked("notes")
    note(program, "raised")
    program.check("notes")
    program.eventually(lambda: program.api("deliveries"), "it is gathered")
    program.configure(FETCH + NOTES + hook(receiver))
    (message,) = receiver.wait(1)
    assert message.json["type"] == "digest"
    note(program, "lowered")
    program.check("notes")
    assert receiver.wait(2)[1].json["type"] == "release.revised"


def test_a_chat_gets_one_readable_text(program: Program, site: Site) -> None:
    site.set("/room")
    chat = f"""
targets:
  - id: chat
    apprise: json://127.0.0.1:{site.port}/room
    digest: "0 0 1 1 *"
    timezone: Europe/Berlin
"""
    program.configure(FETCH + NOTES + MINUTES + chat)
    note(program, "unchanged", "minutes")
    program.start()
    program.wait_until_checked("notes", "minutes")
    for name in ("notes", "minutes"):
        note(program, "raised", name)
        program.check(name)
    program.eventually(
        lambda: len([row for row in program.api("changes") if row["told"]]) == 2, "both are seen"
    )
    program.configure(FETCH + NOTES + MINUTES + chat.replace('digest: "0 0 1 1 *"', ""))
    program.eventually(lambda: site.requests, "it is told")
    said: dict[str, Any] = json.loads(site.requests[0].body)
    assert said["title"].startswith("2 changes since ")
    assert said["message"].splitlines()[:2] == [
        "Harbour notes",
        "• Fees of the harbour, notes (revised: “unchanged” became “raised”)",
    ]
    assert "Minutes of the council" in said["message"]


def test_a_wrong_digest_is_no_configuration(program: Program, receiver: Receiver) -> None:
    for wrong in ("daily", "1h", "0 99 * * *"):
        program.configure(with_digest(receiver, wrong))
        done = program.call("config", "check")
        assert done.returncode == 78
        assert "targets[0].digest" in done.stderr
