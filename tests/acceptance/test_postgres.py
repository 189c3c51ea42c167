"""On PostgreSQL, by the real process: the main job, and two daemons that share it."""

import os
import secrets
import signal
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.formats import FORMATS
from tests.support.process import Program
from tests.support.receiver import HANG, Receiver

SEED = Path(__file__).parents[2] / "seeds" / "csto.txt"
SECRET = "whsec_" + b64encode(secrets.token_bytes(24)).decode()
LONG_AGO = 1_700_000_000
CONFIG = """
sources:
  - id: csto
    files: seeds/*.txt
    title: CSTO press releases
    tags: [security]
    every: 1s
targets:
  - id: hook
    webhook: {url}
    secret: {secret}
    allow_private: [127.0.0.0/8]
"""
PATHS = [f"{name}.{suffix}" for name in ("csto", "csto/changes", "all", "tag-security")
         for suffix in FORMATS]  # fmt: skip


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(SECRET) as receiver:
        yield receiver


@pytest.fixture
def program(tmp_path: Path, postgres_url: str, receiver: Receiver) -> Iterator[Program]:
    """A daemon on PostgreSQL that has published the seed file."""
    config = CONFIG.format(url=receiver.url, secret=SECRET)
    with Program(tmp_path, config, store=postgres_url) as program:
        write(program, SEED.read_text(encoding="utf-8"))
        program.start()
        program.eventually(lambda: len(program.items("csto")) == 5, "five items")
        yield program


@pytest.fixture
def fellow(program: Program) -> Iterator[Program]:
    """Another daemon with the same configuration, but for its port; not started."""
    config = program.config.read_text()
    with Program(program.folder, "") as fellow:
        program.config.write_text(config)
        fellow.config = program.folder / "fellow.yaml"
        fellow.log = program.folder / "fellow.log"
        listen = "listen: 127.0.0.1:{}".format
        fellow.config.write_text(config.replace(listen(program.port), listen(fellow.port)))
        yield fellow


def write(program: Program, text: str) -> None:
    """Write the seed file. It looks as if it had stood still for long, at a new time."""
    path = program.folder / "seeds" / "csto.txt"
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(text, encoding="utf-8")
    at = LONG_AGO + time.monotonic_ns() // 1_000_000 % 10_000_000
    os.utime(unfinished, (at, at))
    unfinished.replace(path)


def edit(program: Program, before: str, after: str) -> None:
    text = (program.folder / "seeds" / "csto.txt").read_text(encoding="utf-8")
    assert before in text
    write(program, text.replace(before, after))


def wait_until_sent(program: Program, count: int) -> list[int]:
    """Until so many deliveries are recorded as sent; the attempts that each took."""

    def attempts() -> list[int]:
        rows = program.api("deliveries")
        return [row["attempts"] for row in rows if row["state"] == "sent"]

    program.eventually(lambda: len(attempts()) == count, f"{count} deliveries are sent")
    return attempts()


def served(program: Program) -> dict[str, tuple[bytes, str, str]]:
    """What a reader gets of each feed."""
    answers = {path: program.feed(path) for path in PATHS}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {
        path: (answer.content, answer.headers["etag"], answer.headers["last-modified"])
        for path, answer in answers.items()
    }


def test_the_main_job_is_the_same_on_postgresql(program: Program, receiver: Receiver) -> None:
    before = {item["id"]: item for item in program.items("csto")}
    assert program.items("csto/changes") == []
    edit(program, "hosted videoconference consultations", "hosted in-person consultations")
    (message,) = receiver.wait_taken(1).values()
    assert "in-person" in message.body.decode()
    assert wait_until_sent(program, 1) == [1]
    (change,) = program.items("csto/changes")
    assert "<ins>" in change["content_html"]
    after = {item["id"]: item for item in program.items("csto")}
    assert after.keys() == before.keys()
    (edited,) = [key for key in after if after[key] != before[key]]
    assert after[edited]["date_published"] == before[edited]["date_published"]
    bytes_before = served(program)
    assert program.stop() == 0
    program.start()
    assert served(program) == bytes_before
    assert len(receiver.messages) == 1
    assert "Traceback" not in program.logged


def test_two_daemons_serve_the_same_and_tell_an_edit_once(
    program: Program, fellow: Program, receiver: Receiver
) -> None:
    fellow.start()
    assert served(fellow) == served(program)
    edit(program, "joint training session", "joint drill")
    receiver.wait_taken(1)
    assert wait_until_sent(fellow, 1) == [1]
    assert [item["title"] for item in fellow.items("csto/changes")]
    assert served(fellow) == served(program)
    assert fellow.check("csto")["outcome"] in ("unchanged", "not_modified"), "as it is asked to"
    assert len(receiver.messages) == 1
    logged = program.logged + fellow.logged
    assert "Traceback" not in logged
    assert "check_not_recorded" not in logged, "nobody came in between: one ticks"


def test_a_stand_by_goes_on_where_a_killed_daemon_was_interrupted(
    program: Program, fellow: Program, receiver: Receiver
) -> None:
    receiver.answers(HANG, 200)
    edit(program, "joint training session", "joint drill")
    receiver.wait(1)
    fellow.start()
    edit(program, "joint drill", "joint exercise")
    assert wait_until_sent(fellow, 1) == [1]
    assert len(receiver.messages) == 2, "what the other one is sending is left to it"
    program.kill()
    receiver.wait_taken(2)
    assert receiver.ids.count(receiver.ids[0]) == 2, "the same message, with the same id"
    assert wait_until_sent(fellow, 2) == [1, 1], "an interruption uses up no retry"
    edit(program, "joint exercise", "joint training session")
    receiver.wait_taken(3)  # it checks by itself now
    wait_until_sent(fellow, 3)
    assert len(receiver.messages) == 4
    assert "Traceback" not in fellow.logged


def test_a_daemon_that_was_killed_and_starts_again_joins_as_a_stand_by(
    program: Program, fellow: Program, receiver: Receiver
) -> None:
    fellow.start()
    program.kill()
    edit(program, "joint training session", "joint drill")
    receiver.wait_taken(1)
    program.start()
    assert served(program) == served(fellow)
    fellow.signal(signal.SIGTERM)
    assert fellow.wait() == 0
    edit(program, "joint drill", "joint exercise")
    receiver.wait_taken(2)
    wait_until_sent(program, 2)
    assert len(receiver.messages) == 2
