"""`backup` and `restore`, by the real process: the same feeds and debts, on either database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feeds.formats import FORMATS
from tests.support.harbour import NOTES, hook, note
from tests.support.process import Program
from tests.support.receiver import Receiver

PATHS = [f"{name}.{suffix}" for name in ("notes", "notes/changes", "all", "tag-harbour")
         for suffix in FORMATS]  # fmt: skip


@pytest.fixture
def program(tmp_path: Path, receiver: Receiver):
    """A daemon that owes a message which nobody takes."""
    receiver.answers(500)
    waiting = hook(receiver).replace("[0s, 1s, 1s, 1s]", "[0s, 1h]")
    with Program(tmp_path, NOTES + waiting) as program:
        note(program, "ten")
        program.start()
        program.wait_until_checked("notes")
        note(program, "twelve")
        program.check("notes")
        program.eventually(lambda: owed(program)[0]["state"] == "retrying", "it is to be repeated")
        yield program


def owed(program: Program) -> Any:
    return program.json("deliveries") or [{"state": None}]


def served(program: Program) -> dict[str, Any]:
    """Every feed with what tells a reader whether it changed. Ports differ, bytes must not."""
    answers = {path: program.feed(path) for path in PATHS}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {
        path: (answer.content, answer.headers["etag"], answer.headers["last-modified"])
        for path, answer in answers.items()
    }


def kept(program: Program) -> dict[str, Any]:
    lists = ("releases", "changes", "deliveries", "sources")
    return {name: program.json(name) for name in lists}


@pytest.fixture(params=["sqlite", "postgres"])
def other_store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where it is restored: a store that is not there yet, of either kind."""
    if request.param == "postgres":
        made: Callable[[], str] = request.getfixturevalue("new_postgres_database")
        return made()
    return "sqlite:///elsewhere/monitor.db"


def test_feeds_and_debts_are_the_same_after_a_move(
    program: Program, receiver: Receiver, other_store: str
) -> None:
    feeds, lists = served(program), kept(program)
    done = program.call("backup", "a.backup", "--json")
    assert done.returncode == 0, done.stderr
    program.stop()
    config = program.config.read_text()
    program.config.write_text(config.replace("sqlite:///data/monitor.db", other_store))
    restored = program.call("restore", "a.backup")
    assert restored.returncode == 0, restored.stderr
    assert kept(program) == lists
    (first,) = {message.id for message in receiver.messages}
    receiver.answers(200)
    program.start()
    assert served(program) == feeds
    program.call("replay", first)
    program.eventually(lambda: owed(program)[0]["state"] == "sent", "it is taken")
    assert {message.id for message in receiver.messages} == {first}


def test_a_store_is_put_back_as_it_was_and_what_was_there_is_kept(program: Program) -> None:
    assert program.call("backup", "a.backup").returncode == 0
    lists = kept(program)
    note(program, "fourteen")
    program.check("notes")
    refused = program.call("restore", "a.backup")
    assert refused.returncode == 1
    assert "A daemon runs on this store" in refused.stderr
    program.stop()
    done = program.call("restore", "a.backup", "--json")
    assert done.returncode == 0, done.stderr
    assert kept(program) == lists
    assert list((program.folder / "data").glob("monitor.db.before-restore-*"))
    program.start()
    assert program.feed("notes.atom").status_code == 200


@pytest.mark.parametrize("wrong", ["cut off", "another file", "not there"])
def test_what_is_no_whole_backup_changes_nothing(program: Program, wrong: str) -> None:
    assert program.call("backup", "a.backup").returncode == 0
    program.stop()
    lists = kept(program)
    path = program.folder / "a.backup"
    if wrong == "not there":
        path.unlink()
    else:
        body = path.read_bytes()
        path.write_bytes(body[:-9] if wrong == "cut off" else program.config.read_bytes())
    done = program.call("restore", "a.backup")
    assert done.returncode == (2 if wrong == "not there" else 1)
    assert "Traceback" not in done.stderr
    assert "a.backup" in done.stderr
    assert kept(program) == lists
    assert sorted(p.name for p in (program.folder / "data").glob("*restor*")) == []


def test_a_backup_is_looked_at_without_restoring_it(program: Program) -> None:
    made = program.json("backup", "a.backup")
    seen = program.json("restore", "a.backup", "--dry-run")
    assert (seen["rows"], seen["made_at"]) == (made["rows"], made["made_at"])
    assert seen["restored"] is False


def test_where_there_is_no_store_there_is_no_backup(tmp_path: Path) -> None:
    with Program(tmp_path, NOTES) as program:
        done = program.call("backup", "a.backup")
        assert done.returncode == 2
        assert "there is no store yet" in done.stderr
        assert not (tmp_path / "a.backup").exists()
        assert not (tmp_path / "data").exists()
