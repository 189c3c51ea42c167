"""The house keeps its order: imports go one way, and a light command loads nothing heavy."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {
    "bs4", "lxml", "feedgen", "feedparser", "fastapi", "uvicorn", "sqlalchemy", "alembic", "httpx",
    "apscheduler", "jinja2", "pydantic", "ruamel", "prometheus_client",
}  # fmt: skip


def loaded(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after running `code`."""
    return {name.partition(".")[0] for name in modules(code)}


def modules(code: str) -> set[str]:
    """All of them, by their whole names."""
    shown = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", shown], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_imports_follow_the_layers() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(tool), "--no-cache"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stdout


def test_help_loads_nothing_heavy() -> None:
    assert not loaded("import monitor.cli") & HEAVY


@pytest.mark.parametrize("module", ["feeds.model", "monitor.model", "monitor.errors"])
def test_the_ground_needs_no_package(module: str) -> None:
    assert not loaded(f"import {module}") & HEAVY


def test_a_list_that_is_piped_from_sqlite_takes_neither_rich_nor_postgresql() -> None:
    held = modules("import monitor.commands.history")
    assert "sqlalchemy.dialects.sqlite" in held
    assert not held & {"rich.console", "rich.text", "sqlalchemy.dialects.postgresql"}


def test_a_check_takes_neither_the_web_nor_metrics() -> None:
    held = loaded("import monitor.commands.check")
    assert not held & {
        "fastapi",
        "uvicorn",
        "apscheduler",
        "jinja2",
        "prometheus_client",
        "alembic",
    }


def test_feeds_is_a_library_of_its_own() -> None:
    code = "import feeds.formats, feeds.read, feeds.opml, feeds.discover, feeds.rss, feeds.atom"
    assert "monitor" not in loaded(code)


def test_an_init_file_holds_a_docstring_only() -> None:
    for path in [*ROOT.glob("feeds/**/__init__.py"), *ROOT.glob("monitor/**/__init__.py")]:
        source = path.read_text(encoding="utf-8").strip()
        assert source.startswith('"""'), path
        assert source.index('"""', 3) == len(source) - 3, path
