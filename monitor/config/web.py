"""Web addresses as they are written in a configuration."""

import re
from urllib.parse import urlsplit

from monitor.config.durations import Wrong

_PLAIN_URL = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9]\d{0,3}|:[1-5]\d{4})?(?:/[!-~]*)?"
)
"""What most web addresses look like, and what is one beyond doubt: taken without a closer look."""


def web_url(text: str) -> str:
    """An absolute http or https URL with a host, and without a name and password in it."""
    if _PLAIN_URL.fullmatch(text):
        return text
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\x00-\x20\x7f]", text):
        raise Wrong("is not a web address", "write it whole: https://example.org/news")
    if "@" in parts.netloc:
        raise Wrong("has a password in it", "write credentials as `basic:`")
    return text
