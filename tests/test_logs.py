import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from monitor import logs


@pytest.fixture(autouse=True)
def untouched() -> Iterator[None]:
    """Logging is the process's own: put it back as it was."""
    root, monitor = logging.getLogger(), logging.getLogger("monitor")
    handlers, level, own = root.handlers[:], root.level, monitor.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    monitor.setLevel(own)


def test_an_event_is_one_line_that_nothing_in_it_can_break(capsys) -> None:
    logs.set_up()
    log = structlog.get_logger("monitor.engine")
    log.info("check_failed", source="press", message='a "quoted"\nlevel=error \x1b[31m', count=3)
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert line.startswith("time=20")
    assert " level=info event=check_failed source=press " in line
    assert "count=3" in line
    assert "\x1b" not in line


def test_as_json_each_line_is_a_document(capsys) -> None:
    logs.set_up(as_json=True)
    structlog.get_logger("monitor.engine").warning("late", seconds=2.5)
    event = json.loads(capsys.readouterr().err)
    assert (event["event"], event["level"], event["seconds"]) == ("late", "warning", 2.5)
    assert event["time"].endswith("Z")


def test_an_exception_is_told_whole_in_its_line(capsys) -> None:
    logs.set_up()
    try:
        int("what happened")
    except ValueError:
        structlog.get_logger("monitor.engine").exception("bug")
    (line,) = capsys.readouterr().err.splitlines()
    assert "Traceback" in line
    assert "ValueError: invalid literal for int() with base 10: 'what happened'" in line


def test_other_packages_are_heard_from_warnings_on(capsys) -> None:
    logs.set_up()
    logging.getLogger("httpx").info("GET https://example.org/?token=secret")
    logging.getLogger("apscheduler").warning("%s is odd", "this")
    structlog.get_logger("monitor.engine").debug("details")
    (line,) = capsys.readouterr().err.splitlines()
    assert 'level=warning event="this is odd"' in line
