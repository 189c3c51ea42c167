"""Logs: one line an event on stderr, `key=value` for people and grep, JSON for collectors.

Everything goes through the standard library's logging, other packages' warnings too, so that
there is one stream in one form. A value is quoted where it could be mistaken for more keys or
more lines.
"""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor

FIRST = ["time", "level", "event"]
"""The keys that every line begins with."""

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def set_up(*, as_json: bool = False) -> None:
    """Log from here on. Own events from INFO, those of other packages from WARNING."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(shared, as_json=as_json))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("monitor").setLevel(logging.INFO)


def _formatter(shared: list[Processor], *, as_json: bool) -> logging.Formatter:
    render: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if not as_json:
        render = structlog.processors.LogfmtRenderer(key_order=FIRST, bool_as_flag=False)
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[remove, _visible, render]
    )


def _visible(_logger: object, _method: str, event: EventDict) -> EventDict:
    """What was fetched may be logged: nothing in it may steer the terminal of a reader."""
    return {key: _shown(value) if isinstance(value, str) else value for key, value in event.items()}


def _shown(text: str) -> str:
    return _STEERING.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
