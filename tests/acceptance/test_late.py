"""What was due while no daemon ran, or while it hung, is told to those who ask: `monitor.late`."""

import sqlite3
from pathlib import Path

from tests.support.harbour import FETCH, NOTES, hook, note
from tests.support.process import Program
from tests.support.receiver import Receiver

MATCH = "    match: {tags: [nobody-has-this]}\n"


def test_checks_that_are_late_are_told_once_whatever_the_match(
    tmp_path: Path, receiver: Receiver
) -> None:
    text = FETCH + NOTES + hook(receiver) + "    on: [late]\n" + MATCH
    with Program(tmp_path, text) as program:
        note(program, "unchanged")
        program.json("check")
        with sqlite3.connect(tmp_path / "data" / "monitor.db") as store:
            store.execute("UPDATE states SET next_due_at = next_due_at - 7200000000")
        store.close()
        program.start()
        (message,) = (message.json for message in receiver.wait_taken(1).values())
        assert message["type"] == "monitor.late"
        assert message["data"]["source"]["id"] == "notes"
        assert "Checks are late: one source waits" in message["data"]["note"]
        program.check("notes")
        assert program.stop() == 0
        program.start()
        program.check("notes")
    assert len(receiver.messages) == 1
