"""What every part of the loading needs: the environment, the tables, what was found so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from monitor.config.document import Path, Written
from monitor.config.expand import FILLED_IN_LATE, UnsetVariable, expand
from monitor.config.kinds import Notifiers, SourceKinds
from monitor.config.problems import Problems, dotted


@dataclass(frozen=True, slots=True)
class Context:
    """One loading. `root` is the folder of config.yaml; warnings are for `config check`."""

    root: FilePath
    kinds: SourceKinds
    notifiers: Notifiers
    environ: Mapping[str, str]
    problems: Problems
    warnings: list[str] = field(default_factory=list)

    def warn(self, at: Written, path: Path, message: str) -> None:
        """Something that works and yet is probably not what is wanted."""
        self.warnings.append(f"{at.file}:{at.line(path)}: {dotted(path)}: {message}")

    def expanded(
        self, at: Written, path: Path, value: Any, late: frozenset[str] = FILLED_IN_LATE
    ) -> Any:
        """`value` with each `${VARIABLE}` filled in; under keys `late` they are only checked."""
        return self._filled(at, path, value, late) if "${" in str(value) else value

    def _filled(self, at: Written, path: Path, value: Any, late: frozenset[str]) -> Any:
        if isinstance(value, str):
            return self._text(at, path, value, late) if "${" in value else value
        if isinstance(value, dict):
            return {key: self._filled(at, (*path, key), one, late) for key, one in value.items()}
        if isinstance(value, list):
            return [self._filled(at, (*path, i), one, late) for i, one in enumerate(value)]
        return value

    def _text(self, at: Written, path: Path, value: str, late: frozenset[str]) -> str:
        try:
            full = expand(value, self.environ)
        except UnsetVariable as error:
            self.problems.add(at, path, f"{dotted(path)}: {error.message}", error.hint)
            return value
        return full if late.isdisjoint(path) else value
