"""Two URLs of one page, made one: for keys only, never to be fetched or shown."""

import re
from urllib.parse import SplitResult, urlsplit

_TRACKING = re.compile(
    r"(utm_\w+|at_\w+|mtm_\w+|pk_\w+|hsa_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid"
    r"|gclsrc|gbraid|wbraid|ttclid|twclid|srsltid|_ga|_gl|ref_src|ref_url|mkt_tok|vero_id|oly_\w+_id"
    r"|cmpid|wt_mc|xtor|_hsenc|_hsmi|sessionid|jsessionid|phpsessid)",
    re.IGNORECASE,
)
_SESSION = re.compile(r";(jsessionid|phpsessid)=[^/?#]*", re.IGNORECASE)
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_DEFAULT_PORTS = {80, 443, None}


def canonical_url(url: str) -> str:
    """Scheme, `www.`, default port, trailing slash, fragment and tracking parameters left out.

    Scheme and host are compared without case, path and query with it, and what is escaped as if
    it was not where that means the same (RFC 3986, 6.2.2). What cannot be taken apart is its own
    canonical form.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.strip()
    if not host:
        return url.strip()
    place = host.removeprefix("www.") + ("" if port in _DEFAULT_PORTS else f":{port}")
    query = _query(parts)
    return _unescaped(f"{place}{_path(parts)}{f'?{query}' if query else ''}{_route(parts)}")


def _unescaped(url: str) -> str:
    """Escapes that mean what they stand for written out, the others in capitals."""
    return _ESCAPED.sub(_plain, url) if "%" in url else url


def _plain(escape: re.Match[str]) -> str:
    sign = chr(int(escape[1], 16))
    return sign if _UNRESERVED.match(sign) else escape[0].upper()


def _path(parts: SplitResult) -> str:
    return _SESSION.sub("", parts.path).rstrip("/")


def _query(parts: SplitResult) -> str:
    """The parameters that name the page, in their own order."""
    pairs = (pair for pair in parts.query.split("&") if pair)
    return "&".join(pair for pair in pairs if not _TRACKING.fullmatch(pair.partition("=")[0]))


def _route(parts: SplitResult) -> str:
    """A fragment that is a page of its own (`#/news/1`, `#!news`), not a spot on this one."""
    return f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
