"""How long a server asks us to stay away: pure (C3; RFC 9111 section 4.2, RFC 9110 10.2.3).

Only a wish for *more* time counts. Silence, `no-cache`, `no-store` and `max-age=0` ask for none,
nor does what cannot be read (RFC 9111 section 4.2.1 takes it for stale). We are nobody's shared
cache: `s-maxage` is not meant for us. Of a field that came twice the first counts.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_SECONDS = 7 * 86400.0
"""No server keeps us away for longer than a week."""

_DIRECTIVE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*+"?)++')
"""One of a list: a comma within quotes parts nothing (RFC 9111 section 5.2)."""


def fresh_seconds(headers: Mapping[str, str], at: datetime) -> float | None:
    """For how long an answer read at `at` is still good; None when nothing was said."""
    directives = _directives(headers.get("cache-control", ""))
    if directives.get("no-cache") == "" or "no-store" in directives:
        return None  # a `no-cache` that names fields is about those fields alone
    if "max-age" in directives:
        lifetime = _seconds(directives["max-age"])
    else:
        lifetime = _until(headers.get("expires"), headers, at)
    age = _seconds(_first(headers.get("age", ""))) or 0.0
    left = 0.0 if lifetime is None else lifetime - age
    return min(left, LONGEST_SECONDS) if left > 0 else None


def retry_after_seconds(headers: Mapping[str, str], at: datetime) -> float | None:
    """What `Retry-After` asks for, in seconds or as a date; None when it says nothing."""
    wish = headers.get("retry-after", "")
    seconds = _seconds(_first(wish))
    if seconds is None:
        seconds = _until(wish, headers, at)
    return None if seconds is None else min(max(seconds, 0.0), LONGEST_SECONDS)


def _directives(cache_control: str) -> dict[str, str]:
    """Directive names in lower case with their values; the first of two alike counts."""
    directives: dict[str, str] = {}
    for directive in _DIRECTIVE.findall(cache_control):
        name, _, value = directive.partition("=")
        directives.setdefault(name.strip().lower(), value.strip().strip('"'))
    return directives


def _first(listed: str) -> str:
    """The first of several fields of one name, which came joined (RFC 9110 section 5.3)."""
    return listed.partition(",")[0]


def _seconds(value: str) -> float | None:
    """Whole seconds; a number beyond all measure is as good as the longest."""
    digits = value.strip()
    if not digits.isascii() or not digits.isdigit():
        return None
    return float(digits[:12])


def _until(moment: str | None, headers: Mapping[str, str], at: datetime) -> float | None:
    """Seconds from the server's own present, so that its clock may be wrong, to a moment of its."""
    end = _date(moment)
    if end is None:
        return None
    return (end - (_date(headers.get("date")) or at)).total_seconds()


def _date(value: str | None) -> datetime | None:
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
