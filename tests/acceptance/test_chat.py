"""Telling by chat, by the real process: apprise's own JSON service is the chat."""

import json
from typing import Any

from tests.support.harbour import FETCH, NOTES, note
from tests.support.process import Program
from tests.support.server import Site

CHAT = """
targets:
  - id: chat
    apprise: json://127.0.0.1:{port}/rooms/t0ken-of-the-room
    allow_private: {networks}
    retries: [0s, 1s, 1s, 1s, 1s, 1s]
"""
LOOPBACK = "[127.0.0.0/8]"


def chat(site: Site, networks: str = LOOPBACK) -> str:
    return FETCH + NOTES + CHAT.format(port=site.port, networks=networks)


def said(site: Site) -> list[dict[str, Any]]:
    return [json.loads(seen.body) for seen in site.requests]


def test_an_edit_is_told_in_words_and_again_until_it_is_taken(program: Program, site: Site) -> None:
    site.set("/rooms/t0ken-of-the-room", status=500)
    program.configure(chat(site))
    program.start()
    program.wait_until_checked("notes")
    note(program, "raised")
    program.check("notes")
    program.eventually(lambda: said(site), "a first attempt")
    site.set("/rooms/t0ken-of-the-room")
    program.eventually(
        lambda: [row["state"] for row in program.api("deliveries")] == ["sent"], "it is sent"
    )
    message = said(site)[-1]
    assert message["title"] == "Fees of the harbour, notes · Harbour notes"
    assert message["message"].startswith("Revised: “unchanged” became “raised”\n")
    assert f"{program.url}/changes/" in message["message"]
    assert "\n-unchanged\n+raised\n" in message["message"]
    assert {json.dumps(each) for each in said(site)} == {json.dumps(message)}
    assert "t0ken" not in program.logged + json.dumps(program.api("deliveries"))


def test_a_test_message_goes_where_it_may_and_says_why_where_it_may_not(
    program: Program, site: Site
) -> None:
    site.set("/rooms/t0ken-of-the-room")
    program.configure(chat(site))
    assert program.json("test", "chat") == {
        "target": "chat", "taken": True, "status": None, "reason": None,
    }  # fmt: skip
    assert [message["title"] for message in said(site)] == ["feed-monitor: test"]
    program.configure(chat(site, "[]"))
    done = program.call("test", "chat")
    assert done.returncode == 0, "what `fetch` allows, it allows to targets too"
    program.configure(chat(site, "[]").replace(FETCH, ""))
    done = program.call("test", "chat")
    assert done.returncode == 1
    assert "127.0.0.1 is not public" in done.stderr
    assert "t0ken" not in done.stdout + done.stderr
    assert len(said(site)) == 2


def test_what_would_act_on_this_machine_is_no_configuration(program: Program) -> None:
    program.configure(NOTES + "targets: [{id: chat, apprise: 'syslog://t0ken'}]\n")
    done = program.call("config", "check")
    assert done.returncode == 78
    assert "would act on this machine" in done.stderr
    assert "t0ken" not in done.stdout + done.stderr
