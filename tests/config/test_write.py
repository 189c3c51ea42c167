"""config.yaml gets another text: whole and checked, or not at all."""

from pathlib import Path

import pytest

from monitor.config.write import read, replace_checked
from monitor.errors import UsageError


def test_what_the_check_refuses_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("old", encoding="utf-8")

    def check(beside: Path) -> None:
        assert beside.read_text(encoding="utf-8") == "new"
        raise UsageError("no")

    with pytest.raises(UsageError):
        replace_checked(path, "new", check)
    assert path.read_text(encoding="utf-8") == "old"
    assert [*tmp_path.iterdir()] == [path]
    replace_checked(path, "new", lambda beside: None)
    assert path.read_text(encoding="utf-8") == "new"


def test_line_ends_are_the_files_own(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"sources:\r\n  - id: a\r\n    page: https://a.test/\r\nfeeds: []\r\n")
    text = read(path)
    replace_checked(path, text + "# more\r\n", lambda beside: None)
    lines = path.read_bytes().split(b"\n")
    assert all(line.endswith(b"\r") for line in lines[:-1])
    assert len(lines) == 6


def test_a_link_stays_one_and_the_mode_stays(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    real, link = tmp_path / "etc" / "real.yaml", tmp_path / "config.yaml"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    replace_checked(link, "new", lambda beside: None)
    assert (link.is_symlink(), real.read_text(), real.stat().st_mode & 0o777) == (
        True,
        "new",
        0o640,
    )
