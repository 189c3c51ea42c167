"""Loading a configuration written in a test."""

from collections.abc import Mapping
from pathlib import Path

from monitor.alerts.kinds import NOTIFIERS
from monitor.config.load import load
from monitor.config.settings import Settings
from monitor.errors import ConfigError, Problem
from monitor.intake.kinds import KINDS

SOURCE = "sources: [{id: csto, files: 'seeds/*.txt'}]\n"
SECRET = "whsec_" + "QUJD" * 8


def loaded(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings that `text` comes to as config.yaml in `folder`."""
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, KINDS, NOTIFIERS, environ or {})


def problems(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> list[Problem]:
    """Everything that is wrong with `text`; nothing, if it is right."""
    try:
        loaded(folder, text, environ)
    except ConfigError as error:
        return list(error.problems)
    return []
