"""Header bytes <-> text, such that what came as bytes goes back as the same bytes (C1)."""

from collections.abc import Iterable, Mapping


def decoded(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names in lower case; a header that comes twice is one list (RFC 9110 section 5.3)."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """What came as Latin-1 goes back so; text beyond it, as somebody configured it, as UTF-8."""
    return [(name.encode("ascii", "replace"), _bytes(value)) for name, value in headers.items()]


def _bytes(value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()
