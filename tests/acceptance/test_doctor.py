"""`doctor`, by the real process: all is well, or what is not, with what to do."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.harbour import FETCH, NOTES, hook, note
from tests.support.process import Program
from tests.support.receiver import Receiver
from tests.support.server import Site


def looked(program: Program, *words: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit code, and the findings by what they are about."""
    found = program.json("doctor", *words)
    done = program.call("doctor", *words)
    assert found["ok"] is (done.returncode == 0)
    assert "\x1b" not in done.stdout
    return done.returncode, {each["about"]: each for each in found["findings"]}


def test_all_is_well(program: Program, site: Site) -> None:
    site.set("/page", "<h1>Terms</h1><p>Some terms that hold for all of us.</p>")
    page = f"  - {{id: terms, page: '{site.url}/page', every: 1h}}\n"
    program.configure(FETCH + NOTES + page)
    program.start()
    program.wait_until_checked()
    code, found = looked(program)
    assert (code, {f["state"] for f in found.values()}) == (0, {"ok"}), found
    assert {*found} >= {
        "configuration", "store", "disk", "daemon", "serving", "sources", "feeds", "hosts",
    }  # fmt: skip
    assert found["hosts"]["message"] == "1 of 1 host answer"
    assert "runs, ready" in found["daemon"]["message"]


def test_without_a_daemon_it_says_how_to_start_one(program: Program) -> None:
    program.call("check")
    code, found = looked(program)
    assert (code, found["daemon"]["state"]) == (0, "warning")
    assert found["daemon"]["hint"] == "feed-monitor run"


def test_what_is_wrong_is_said_with_what_to_do(
    program: Program, site: Site, receiver: Receiver
) -> None:
    receiver.answers(500)
    gone = "  - {id: gone, page: 'http://127.0.0.1:9/', robots: ignore}\n"
    given_up = hook(receiver).replace("[0s, 1s, 1s, 1s]", "[0s]")
    program.configure(FETCH + NOTES + gone + given_up)
    program.start()
    program.wait_until_checked()
    note(program, "changed")
    program.check("notes")
    program.eventually(lambda: program.json("deliveries", "--state", "dead"), "it is given up")
    code, found = looked(program)
    assert code == 1
    wrong = {about: f for about, f in found.items() if f["state"] == "wrong"}
    assert {*wrong} == {"source gone", "host 127.0.0.1:9", "target hook"}
    assert all(f["hint"] for f in wrong.values())
    assert looked(program, "--hosts", "0")[1].keys() & {"host 127.0.0.1:9", "hosts"} == set()


def test_a_wrong_configuration_is_exit_78_as_everywhere(program: Program) -> None:
    program.config.write_text("sources: [{id: a, pge: x}]\n")
    found = program.json("doctor")
    assert program.call("doctor").returncode == 78
    assert [(f["state"], f["about"]) for f in found["findings"]] == [
        ("wrong", f"{program.config}:1")
    ]


def test_looking_makes_no_store(program: Program) -> None:
    code, found = looked(program)
    assert (code, found["store"]["state"]) == (0, "warning")
    assert not (program.folder / "data").exists()


def test_looking_at_feeds_leaves_no_trace(program: Program) -> None:
    program.call("check")
    path = program.folder / "data" / "monitor.db"
    assert looked(program)[1]["feeds"]["state"] == "ok"
    with closing(sqlite3.connect(path)) as store:
        assert store.execute("SELECT count(*) FROM feed_documents").fetchone() == (0,)


def test_looking_migrates_nothing(program: Program) -> None:
    program.call("check")
    path = program.folder / "data" / "monitor.db"
    with closing(sqlite3.connect(path)) as store:
        store.execute("UPDATE schema_version SET version_num = '0001'")
        store.commit()
    code, found = looked(program)
    assert (code, found["store"]["state"]) == (0, "warning")
    assert "at revision 0001" in found["store"]["message"]
    with closing(sqlite3.connect(path)) as store:
        assert store.execute("SELECT version_num FROM schema_version").fetchone() == ("0001",)


@pytest.mark.parametrize("damage", ["all of it", "a page"])
def test_a_damaged_store_is_found(program: Program, damage: str) -> None:
    program.call("check")
    path = program.folder / "data" / "monitor.db"
    body = bytearray(path.read_bytes())
    if damage == "all of it":
        body[:] = b"\xff" * len(body)
    else:
        body[4096 * 8 : 4096 * 12] = b"\xff" * (4096 * 4)
    path.write_bytes(bytes(body))
    code, found = looked(program)
    assert (code, found["store"]["state"]) == (1, "wrong")
    assert "estore" in found["store"]["hint"] or "SQLite" in found["store"]["hint"]


def test_it_looks_at_postgresql_too(tmp_path: Path, postgres_url: str) -> None:
    with Program(tmp_path, NOTES, store=postgres_url) as program:
        note(program, "unchanged")
        program.start()
        program.wait_until_checked()
        code, found = looked(program)
        assert (code, {f["state"] for f in found.values()}) == (0, {"ok"}), found
