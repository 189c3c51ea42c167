"""`kill -9` at random moments over edits: every change arrives once, under one id.

FEED_MONITOR_KILLS=200 runs it as often as you like; by default a few times.
"""

import os
import random
import secrets
import time
from base64 import b64encode
from pathlib import Path

from tests.support.process import Program
from tests.support.receiver import Receiver

KILLS = int(os.environ.get("FEED_MONITOR_KILLS", "4"))
SECRET = "whsec_" + b64encode(secrets.token_bytes(24)).decode()

CONFIG = """
sources:
  - id: notes
    files: seeds/*.txt
    every: 1s
targets:
  - id: hook
    webhook: {url}
    secret: {secret}
    retries: [0s, 1s, 1s, 1s, 1s, 1s]
    allow_private: [127.0.0.0/8]
"""


def text(edition: int) -> str:
    return (
        "The council agrees on its budget\n10.12.2024\n"
        f"The members met for the whole day and agreed on edition {edition} of the budget.\n"
        "They will meet again in the spring to see what became of it.\n"
    )


def test_with_kills_at_random_moments_every_change_arrives_once(tmp_path: Path) -> None:
    seed = tmp_path / "seeds" / "notes.txt"
    seed.parent.mkdir()
    seed.write_text(text(0))
    with (
        Receiver(SECRET) as receiver,
        Program(tmp_path, CONFIG.format(url=receiver.url, secret=SECRET)) as program,
    ):
        program.json("check")
        for edition in range(1, KILLS + 1):
            program.start(ready=False)
            time.sleep(random.uniform(0, 1.5))
            seed.write_text(text(edition))
            time.sleep(random.uniform(0, 2.5))
            program.kill()
        program.start()
        last = f"edition {KILLS} of"
        program.eventually(
            lambda: any(last in message.body.decode() for message in receiver.messages),
            "the last edition is told",
        )
        program.eventually(
            lambda: all(row["state"] == "sent" for row in program.api("deliveries", limit=1000)),
            "sent",
        )
        told = [row for row in program.api("changes", limit=1000) if row["told"]]
    ids_by_sequence: dict[int, set[str]] = {}
    for message in receiver.messages:
        ids_by_sequence.setdefault(message.sequence, set()).add(message.id)
    assert sorted(ids_by_sequence) == [row["sequence"] for row in told]
    assert all(len(ids) == 1 for ids in ids_by_sequence.values())
    assert len(receiver.taken) == len(told)
