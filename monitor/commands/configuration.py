"""`config check` and `config schema`: is the configuration right, and what could be in it."""

from pathlib import Path
from typing import Any

from monitor.alerts.kinds import NOTIFIERS
from monitor.commands import output
from monitor.commands.review import review
from monitor.commands.session import configuration
from monitor.config.schema import schema as json_schema
from monitor.config.settings import Settings
from monitor.errors import ConfigError
from monitor.intake.kinds import KINDS


def check(config: Path, *, as_json: bool) -> int:
    """Say what is wrong, and what is probably not meant. Nothing is fetched or opened."""
    try:
        settings = configuration(config)
    except ConfigError as error:
        if as_json:
            output.document(_wrong(error))
            return error.exit_code
        raise
    warnings = [*settings.warnings, *review(settings)]
    if as_json:
        output.document({"ok": True, "problems": [], "warnings": warnings, **_counts(settings)})
        return 0
    for warning in warnings:
        output.remark(f"warning: {warning}")
    counts = ", ".join(output.counted(n, noun[:-1]) for noun, n in _counts(settings).items())
    output.line(f"{config} is right: {counts}")
    return 0


def schema() -> int:
    """Print the JSON Schema of config.yaml."""
    output.document(json_schema(KINDS, NOTIFIERS))
    return 0


def _counts(settings: Settings) -> dict[str, int]:
    return {
        "sources": len(settings.sources),
        "feeds": len(settings.feeds),
        "targets": len(settings.targets),
    }


def _wrong(error: ConfigError) -> dict[str, Any]:
    problems = [
        {"file": found.file, "line": found.line, "message": found.message, "hint": found.hint}
        for found in error.problems
    ]
    return {"ok": False, "problems": problems, "warnings": []}
