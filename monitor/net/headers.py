"""Header bytes <-> text, such that what came as bytes goes back as the same bytes (C1)."""

import re
from collections.abc import Iterable, Mapping

from monitor.errors import Unreachable

Raw = list[tuple[bytes, bytes]]
"""Headers as they are sent and as they came, in their order."""

LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\x00\r\n]*")
"""What may stand in a header (RFC 9110 section 5): nothing that would end it."""


def decoded(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names in lower case; a header that comes twice is one list (RFC 9110 section 5.3)."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1").strip(" \t")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def encoded(headers: Mapping[str, str]) -> Raw:
    """What came as Latin-1 goes back so; text beyond it, as somebody configured it, as UTF-8."""
    return [(_bytes(name), _bytes(value)) for name, value in headers.items()]


def head(method: str, place: str, headers: Raw) -> bytes:
    """The head of a request. Raises Unreachable for a header that HTTP does not allow."""
    lines = [b"%b: %b" % header for header in headers]
    if not all(map(LINE.fullmatch, lines)):
        raise Unreachable("the request cannot be sent: a header holds what HTTP does not allow")
    first = f"{method} {place} HTTP/1.1".encode("ascii")
    return b"\r\n".join((first, *lines, b"", b""))


def _bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()
