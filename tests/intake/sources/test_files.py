"""Looking at real files: what is read, what is left alone, what is a failure."""

import os
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.intake.sources import files
from monitor.intake.sources.files import KIND, look, matching, pattern
from monitor.intake.sources.kind import Visit, with_unread
from monitor.intake.sources.still import LARGEST_BYTES
from monitor.model.source import Failure, Source
from monitor.model.visit import NotModified, Part, Response


def write(path: Path, text: str | bytes, *, seconds_ago: float = 60.0) -> Path:
    """A file that was last written some time ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    then = time.time() - seconds_ago
    os.utime(path, (then, then))
    return path


def looked(folder: Path, memo: Mapping[str, Any] | None = None, place: str = "*.txt") -> Visit:
    return look(Source("texts", "files", place, "Texts", root=str(folder)), memo or {})


def response(visit: Visit) -> Response:
    assert isinstance(visit, Response)
    return visit


def memo(visit: Visit) -> Mapping[str, Any]:
    kept = response(visit).memo
    assert kept is not None
    return kept


def failure(visit: Visit) -> Failure:
    found = visit if isinstance(visit, Failure) else response(visit).failure
    assert found is not None
    return found


def test_a_file_is_read_once_and_then_only_looked_at(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "one")
    first = response(looked(tmp_path))
    assert [(part.place, part.body) for part in first.parts] == [("a.txt", b"one")]
    assert looked(tmp_path, first.memo) == NotModified()


def test_an_unchanged_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt", "one")
    kept = memo(looked(tmp_path))
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened"))
    assert looked(tmp_path, kept) == NotModified()


def test_only_the_file_that_changed_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "one")
    write(tmp_path / "b.txt", "two")
    kept = memo(looked(tmp_path))
    write(tmp_path / "b.txt", "three", seconds_ago=30)
    assert [part.place for part in response(looked(tmp_path, kept)).parts] == ["b.txt"]


def test_a_touched_file_brings_nothing_but_its_new_time(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "one")
    kept = memo(looked(tmp_path))
    write(tmp_path / "a.txt", "one", seconds_ago=30)
    touched = response(looked(tmp_path, kept))
    assert touched.parts == ()
    assert looked(tmp_path, touched.memo) == NotModified()


def test_a_file_that_is_still_being_written_waits(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "half", seconds_ago=0)
    visit = looked(tmp_path)
    assert isinstance(visit, NotModified)
    assert visit.again_seconds
    assert 0 < visit.again_seconds <= 1
    assert not visit.settles_failure


def test_others_do_not_wait_for_a_file_that_is_still_being_written(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "done")
    write(tmp_path / "b.txt", "half", seconds_ago=0)
    visit = response(looked(tmp_path))
    assert [part.place for part in visit.parts] == ["a.txt"]
    assert visit.again_seconds
    assert visit.absent == ()


def test_a_known_file_that_is_being_rewritten_is_not_absent(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "one")
    kept = memo(looked(tmp_path))
    write(tmp_path / "a.txt", "half", seconds_ago=0)
    assert isinstance(looked(tmp_path, kept), NotModified)
    write(tmp_path / "a.txt", "whole")
    assert response(looked(tmp_path, kept)).parts[0].body == b"whole"


def test_a_file_from_the_future_stands_still(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "one", seconds_ago=-3600)
    assert len(response(looked(tmp_path)).parts) == 1


def test_a_vanished_file_is_absent_while_others_are_there(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "one")
    gone = write(tmp_path / "b.txt", "two")
    kept = memo(looked(tmp_path))
    gone.unlink()
    visit = response(looked(tmp_path, kept))
    assert (visit.absent, visit.parts, visit.failure) == (("b.txt",), (), None)


@pytest.mark.parametrize("place", ["*.txt", "missing/*.txt", "one.txt"])
def test_a_glob_that_matches_nothing_is_a_failure(tmp_path: Path, place: str) -> None:
    found = failure(looked(tmp_path, place=place))
    assert found.kind == "missing"
    assert place in found.message
    assert found.hint


def broken_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES * 2)
    os.utime(path, (1, 1))


@pytest.mark.parametrize(
    ("spoil", "kind", "says"),
    [
        pytest.param(os.mkdir, "directory", "is a folder", id="folder"),
        pytest.param(os.mkfifo, "unreadable", "pipe", id="pipe"),
        pytest.param(broken_link, "unreadable", "leads nowhere", id="broken link"),
        pytest.param(huge, "too_large", "200 MB", id="200 MB"),
    ],
)
def test_a_bad_file_is_named_and_the_others_go_on(
    tmp_path: Path, spoil: Any, kind: str, says: str
) -> None:
    write(tmp_path / "good.txt", "one")
    spoil(tmp_path / "bad.txt")
    os.utime(tmp_path / "bad.txt", (1, 1), follow_symlinks=False)
    visit = response(looked(tmp_path))
    assert [part.place for part in visit.parts] == ["good.txt"]
    found = failure(visit)
    assert found.kind == kind
    assert "bad.txt" in found.message
    assert says in found.message
    assert looked(tmp_path, visit.memo) == NotModified(settles_failure=False), "it stands as it was"


def test_a_file_that_may_not_be_read_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt", "one")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)  # root, as in a container, may read everything
    found = failure(looked(tmp_path))
    assert found.message == "a.txt cannot be read: permission denied"
    assert found.hint


def test_a_bad_file_that_goes_away_settles_the_failure(tmp_path: Path) -> None:
    write(tmp_path / "good.txt", "one")
    broken_link(tmp_path / "bad.txt")
    kept = memo(looked(tmp_path))
    (tmp_path / "bad.txt").unlink()
    assert response(looked(tmp_path, kept)).failure is None


def test_what_made_no_sense_goes_on_failing_until_it_is_another_file(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"\x00\x01")
    noted = with_unread(memo(looked(tmp_path)), {"a.txt": Failure("binary", "a.txt is binary")})
    assert looked(tmp_path, noted) == NotModified(settles_failure=False)
    write(tmp_path / "a.txt", b"\x00\x01", seconds_ago=30)
    assert failure(looked(tmp_path, noted)).kind == "binary", "touched, and as bad as before"
    write(tmp_path / "a.txt", "words", seconds_ago=20)
    assert response(looked(tmp_path, noted)).failure is None


def test_a_file_that_changes_while_it_is_read_is_read_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.txt", "one")
    real, calls = os.fstat, []

    def fstat(descriptor: int) -> os.stat_result:
        calls.append(descriptor)
        if len(calls) == 2:
            write(path, "one and more")
        return real(descriptor)

    monkeypatch.setattr("monitor.intake.sources.still.os.fstat", fstat)
    visit = looked(tmp_path)
    assert isinstance(visit, NotModified)
    assert visit.again_seconds


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["a.txt", "deep/b.txt", "deep/er/c.txt"]),
        ("*", ["a.txt"]),
        ("deep/**", ["deep/b.txt", "deep/er/c.txt"]),
        ("deep/b.txt", ["deep/b.txt"]),
        ("deep/../a.txt", ["deep/../a.txt"]),
    ],
)
def test_globs(tmp_path: Path, place: str, found: list[str]) -> None:
    for name in ("a.txt", ".a.txt.swp", "deep/b.txt", "deep/er/c.txt"):
        write(tmp_path / name, name)
    assert matching(str(tmp_path), place) == found


def test_an_absolute_glob_stands_for_itself(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "one")
    assert matching("/nowhere", f"{tmp_path}/*.txt") == [str(path)]


@pytest.mark.parametrize("text", ["", "  ", "seeds/", "a\0b"])
def test_a_place_must_name_files(text: str) -> None:
    with pytest.raises(ValueError, match="names no files"):
        pattern(text)


def test_a_text_is_cut_into_documents_in_order() -> None:
    source = Source("texts", "files", "*.txt", "Texts")
    text = (
        "First title\n10.12.2024\nIts paragraph says something.\n\nSecond title\n9.12.2024\nMore.\n"
    )
    documents = files.parse(source, Part("a.txt", text.encode()), date(2024, 12, 21))
    assert [(d.title, d.place, d.position) for d in documents] == [
        ("First title", "a.txt", 0),
        ("Second title", "a.txt", 1),
    ]


def test_files_are_looked_at_often_and_failures_do_not_slow_that_much() -> None:
    assert KIND.default_every == "2s"
    assert KIND.longest_rest_seconds <= 60
    assert KIND.withdraws
