"""`${VARIABLE}` in a configured value, filled in from the environment.

Two moments: most values are filled in when the configuration is loaded; credentials of sources
are kept as they were written and filled in for each request, so that a secret is never kept.
"""

import re
from collections.abc import Iterator, Mapping

from monitor.errors import MonitorError

_REFERENCE = re.compile(r"\$(\$\{)|\$\{([^{}]*)\}?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

FILLED_IN_LATE = frozenset({"headers", "basic", "bearer", "cookie"})
"""Keys whose values are kept as they were written."""
LATE_IN_SOURCES = FILLED_IN_LATE | {"post"}
"""Those of a source: what it posts, too."""


class UnsetVariable(MonitorError):
    """A `${VARIABLE}` that the environment does not have. `name` is the variable's."""

    kind = "unset_variable"
    exit_code = 78

    def __init__(self, name: str) -> None:
        known = _NAME.fullmatch(name) is not None
        message = f"the environment has no ${{{name}}}" if known else "`${` begins no variable"
        hint = f"set {name} before starting" if known else "write ${NAME}, or $${ for a plain ${"
        super().__init__(message, hint=hint)
        self.name = name


def expand(value: str, environ: Mapping[str, str]) -> str:
    """`value` with each `${NAME}` replaced; `$${` stands for a plain `${`.

    What a variable holds is taken as it is, never expanded again. Raises UnsetVariable.
    """

    def replace(match: re.Match[str]) -> str:
        if match[1]:
            return "${"
        if match[2] not in environ or not match[0].endswith("}"):
            raise UnsetVariable(match[2])
        return environ[match[2]]

    return _REFERENCE.sub(replace, value) if "${" in value else value


def literal(found: str) -> str:
    """What was found somewhere, as a value that names no variable: `${` is written `$${`.

    Strangers choose their titles: one that says `${SECRET}` must not read our environment.
    """
    return found.replace("${", "$${")


def variables(value: str) -> Iterator[str]:
    """The names that `value` refers to, in order."""
    return (match[2] for match in _REFERENCE.finditer(value) if not match[1])
