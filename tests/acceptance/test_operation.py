"""How it is operated, by the real process: signals, reloads, a second daemon, a full disk."""

import secrets
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.formats import FORMATS
from tests.support.harbour import FETCH, MINUTES, NOTES, hook, note
from tests.support.process import Program
from tests.support.receiver import HANG, Receiver
from tests.support.server import Site

# ── signals ────────────────────────────────────────────────────────────────────────────────


def test_it_ends_in_order_while_a_check_and_a_receiver_hang(
    program: Program, site: Site, receiver: Receiver
) -> None:
    site.drip("/slow")
    receiver.answers(HANG)
    slow = f"  - {{id: slow, page: {site.url}/slow}}\n"
    program.configure(FETCH + NOTES + slow + hook(receiver))
    program.start()
    program.wait_until_checked("notes")
    note(program, "raised")
    assert program.check("notes")["revised"] == 1
    receiver.wait(1)
    program.eventually(lambda: "/slow" in site.paths(), "the slow page is asked for")
    asked = threading.Thread(target=program.client.post, args=("/api/v1/sources/slow/check",),
                             kwargs={"json": {}})  # fmt: skip
    asked.start()
    for number in (signal.SIGINT, signal.SIGTERM):  # as Ctrl-C and `make` send them: one
        program.signal(number)
    assert program.wait() == 0
    asked.join()
    assert "event=stopped" in program.logged
    assert "Traceback" not in program.logged
    receiver.answers(200)
    program.start()
    assert list(receiver.wait_taken(1)) == receiver.ids[:1], "cut short, it goes again"


def test_a_second_signal_ends_it_at_once(program: Program, site: Site) -> None:
    site.drip("/slow")
    program.configure(f"{FETCH}{NOTES}  - {{id: slow, page: {site.url}/slow}}\n")
    program.start()
    program.eventually(lambda: "/slow" in site.paths(), "the slow page is asked for")
    program.signal(signal.SIGTERM)
    program.eventually(lambda: "event=stopping" in program.log.read_text(), "it heard the first")
    time.sleep(1.1)  # signals within a second are one
    assert program.running
    program.signal(signal.SIGINT)
    assert program.wait() == 128 + signal.SIGINT


# ── the configuration ──────────────────────────────────────────────────────────────────────


def test_a_source_comes_goes_and_comes_back_without_a_restart(program: Program) -> None:
    note(program, "raised", "minutes")
    program.start()
    paths = [f"{name}.{suffix}" for name in ("minutes", "minutes/changes") for suffix in FORMATS]

    def all_answer(status: int) -> bool:
        return all(program.feed(path).status_code == status for path in paths)

    program.configure(NOTES + MINUTES)
    program.signal(signal.SIGHUP)
    program.eventually(lambda: all_answer(200), "the new source's feeds are there")
    program.eventually(lambda: program.items("minutes"), "its release")
    before = {path: program.feed(path).content for path in paths}
    program.configure(NOTES)
    program.eventually(lambda: all_answer(410), "a removed source's feeds are gone")
    assert "minutes" not in program.client.get("/opml").text
    assert len(program.items("all")) == 2, "what was published stays so"
    program.configure(NOTES + MINUTES)
    program.eventually(lambda: all_answer(200), "they are back")
    assert {path: program.feed(path).content for path in paths} == before
    assert all(not change["told"] for change in program.api("changes"))


def test_k_a_wrong_configuration_changes_nothing_and_is_shown(program: Program) -> None:
    program.start()
    program.wait_until_checked()
    program.configure(f"{NOTES}    timezone: Mars/Olympus\n{MINUTES}")

    def warnings() -> list[str]:
        answer = program.client.get("/readyz")
        assert answer.status_code == 200, "the last good configuration goes on"
        found: list[str] = answer.json()["warnings"]
        return found

    (warning,) = program.eventually(warnings, "the wrong file is noticed")
    line = program.config.read_text().splitlines().index("    timezone: Mars/Olympus") + 1
    for shown in (warning, program.client.get("/").text, program.logged):
        assert f"config.yaml:{line}: " in shown
        assert "Mars/Olympus" in shown
    assert program.feed("minutes.atom").status_code == 404
    note(program, "raised")
    assert program.check("notes")["revised"] == 1
    program.configure(NOTES)
    program.eventually(lambda: not warnings(), "the mended file is taken up")
    assert "Mars/Olympus" not in program.client.get("/").text


def test_an_included_file_that_was_wrong_is_taken_up_once_it_is_mended(program: Program) -> None:
    more = program.folder / "more.jsonl"
    more.write_text('{"id": "minutes", "files": "seeds/minutes.txt", "every": "soon"}\n')
    note(program, "raised", "minutes")
    program.start()
    program.configure(f"include: [more.jsonl]{NOTES}")
    program.eventually(lambda: "configuration_rejected" in program.logged, "it is refused")
    assert "more.jsonl:1: " in program.logged
    more.write_text('{"id": "minutes", "files": "seeds/minutes.txt", "every": "1s"}\n')
    program.eventually(lambda: program.feed("minutes.atom").status_code == 200, "it is taken up")


def test_k_a_wrong_configuration_at_the_start_names_every_problem(program: Program) -> None:
    program.configure(
        f"{NOTES}    timezone: Mars/Olympus\n{MINUTES}    colour: red\n"
        "targets:\n  - {id: hook, webhook: 'https://hook.example/', secret: '${UNSET_SECRET}'}\n"
    )
    program.start(ready=False)
    assert program.wait() == 78
    lines = program.config.read_text().splitlines()
    for wrong in ("Mars/Olympus", "colour", "UNSET_SECRET"):
        number = next(n for n, line in enumerate(lines, 1) if wrong in line)
        assert f"config.yaml:{number}: " in program.logged
        assert wrong in program.logged
    assert "(notes)" in program.logged, "it says whose time zone it is"
    assert program.logged.count("UNSET_SECRET") == 2, "once, with its hint"
    assert "signing secret" not in program.logged
    assert "Traceback" not in program.logged


# ── who else is there ──────────────────────────────────────────────────────────────────────


def test_a_second_daemon_on_the_same_store_is_refused(program: Program) -> None:
    program.start()
    done = program.call("run")
    assert done.returncode == 1
    assert "Another daemon runs on this store" in done.stderr
    assert "Traceback" not in done.stderr
    assert program.running


def test_a_port_that_is_taken_is_said(program: Program) -> None:
    with socket.create_server(("127.0.0.1", program.port)):
        done = program.call("run")
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{program.port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_starts_without_a_network(program: Program) -> None:
    program.configure(
        f"{FETCH}{NOTES}"
        "  - {id: nowhere, page: 'http://nowhere.invalid/'}\n"
        "  - {id: closed, feed: 'http://127.0.0.1:1/'}\n"
    )
    program.start()
    program.eventually(lambda: program.items("notes"), "what is here is published")
    program.wait_until_checked("closed")
    closed = program.api("sources/closed")
    assert (closed["state"], closed["failure"]["kind"]) == ("failing", "unreachable")
    assert program.feed("closed.rss").status_code == 200
    assert program.stop() == 0


# ── a full disk ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB where the store will be."""
    folder = tmp_path / "data"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"no small disk can be mounted here: {error}")
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return filler


def test_a_full_disk_loses_nothing_and_the_feeds_go_on(
    small_disk: Path, program: Program, receiver: Receiver
) -> None:
    program.configure(NOTES + hook(receiver))
    program.start()
    program.wait_until_checked()
    before = program.feed("notes.atom").content
    filler = fill(small_disk)
    unready = program.eventually(
        lambda: answer if (answer := program.client.get("/readyz")).status_code == 503 else None,
        "it is not ready",
    )
    (reason,) = unready.json()["reasons"]
    assert "room" in reason
    note(program, " ".join(secrets.token_hex(8) for _ in range(20_000)))  # no room for this
    refused = program.client.post("/api/v1/sources/notes/check", json={})
    assert refused.status_code == 503
    assert "The store could not be written" in refused.json()["detail"]
    for path in ("notes.atom", "notes.json", "notes/changes.rss", "all.rss"):
        assert program.feed(path).status_code == 200
    assert program.feed("notes.atom").content == before
    assert program.client.get("/").status_code == 200
    filler.unlink()
    program.eventually(lambda: program.client.get("/readyz").status_code == 200, "ready again")
    assert program.check("notes")["revised"] == 1
    receiver.wait_taken(1)
    assert [change["kind"] for change in program.api("changes") if change["told"]] == ["revised"]
    assert len(program.items("notes/changes")) == len(receiver.messages) == 1
    assert "Traceback" not in program.logged


# ── commands ───────────────────────────────────────────────────────────────────────────────


def test_commands_beside_the_daemon_pause_resume_and_forget(program: Program) -> None:
    program.configure(NOTES.replace("1h", "1s") + MINUTES)
    note(program, "raised", "minutes")
    program.start()
    program.wait_until_checked()

    def checked_at(source: str) -> str:
        at: str = program.api(f"sources/{source}")["last_checked_at"]
        return at

    assert program.call("pause", "notes").returncode == 0
    note(program, "lowered")
    asleep, awake = checked_at("notes"), checked_at("minutes")
    program.eventually(lambda: checked_at("minutes") > awake, "the other one is checked")
    assert program.api("sources/notes")["state"] == "paused"
    assert checked_at("notes") == asleep
    assert program.call("resume", "notes").returncode == 0
    program.eventually(lambda: program.items("notes/changes"), "the edit is seen")
    done = program.call("forget", "notes", "--yes")
    assert done.returncode == 0, done.stderr
    program.eventually(lambda: program.items("notes"), "it begins again")
    assert program.items("notes/changes") == []
    (row,) = program.api("changes", source="notes")
    assert (row["kind"], row["baseline"], row["told"]) == ("new", True, False)
