"""Who is root shows pages as nobody, if nobody has all that it takes."""

import os
from pathlib import Path

import pytest

from monitor.intake.render.nobody import step_down

pytest.importorskip("playwright", reason="Playwright is not installed: the extra `browser`")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")


@as_root
def test_where_nobody_can_get_at_nothing_all_stays_as_it_is(tmp_path: Path) -> None:
    before = dict(os.environ)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    folder = closed / "own"
    folder.mkdir()
    assert step_down(folder) is False
    assert dict(os.environ) == before


def test_who_is_not_root_stays_who_he_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert step_down(tmp_path) is False
    assert list(tmp_path.iterdir()) == []


@as_root
def test_without_setpriv_all_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert step_down(tmp_path) is False
    assert list(tmp_path.iterdir()) == []
