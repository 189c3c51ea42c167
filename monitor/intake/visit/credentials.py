"""Credentials, filled in at the moment of a request and nowhere else: never kept, never shown."""

import re
from base64 import b64encode
from collections.abc import Mapping

from monitor.config.expand import expand
from monitor.errors import FetchError

_UNSENDABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SCHEME = "Basic "


class UnusableHeader(FetchError):
    """A header cannot be sent as the environment fills it in."""

    kind = "unusable_header"


def filled(headers: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """`headers` with every `${VARIABLE}` filled in, ready to be sent.

    White space at the end goes: what is read from a file ends in a line break. `Basic name:word`
    is encoded (RFC 7617); what is encoded already has no colon. Raises UnsetVariable, and
    UnusableHeader, which tells nothing of the value.
    """
    return {name: _sendable(name, expand(value, environ)) for name, value in headers.items()}


def _sendable(name: str, value: str) -> str:
    value = value.strip()
    if _UNSENDABLE.search(value):
        raise UnusableHeader(
            f"the header {name}, once filled in, holds a line break or another control character",
            hint="see what its ${VARIABLE} holds: it must be one line",
        )
    if value.startswith(_SCHEME) and ":" in value:
        return _SCHEME + b64encode(value.removeprefix(_SCHEME).encode()).decode("ascii")
    return value
