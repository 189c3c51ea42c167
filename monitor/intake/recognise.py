"""What kind of source a body is, by its first bytes and its media type. Pure."""

import re
import zlib
from dataclasses import dataclass

from monitor.model.visit import Part

_LOOKED_AT = 2_048
_GZIP = b"\x1f\x8b"
_ANY_WRAPPING = 47
"""zlib's word for gzip or zlib, whichever it is."""

_JSON = re.compile(rb'\s*(?:\{\s*(?:"|\})|\[\s*(?:["{\[\]\d-]|true|false|null))')
"""How JSON begins; whether it is JSON to its end is found out where reading it may be ended."""
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind, how sure that is (0 to 1), and why in plain words."""

    kind: str
    confidence: float
    why: str


_BEGINNINGS = (
    ("page", rb"^\s{0,60}%PDF-", "it is a PDF document"),
    ("feed", rb"<(rss|feed|rdf:RDF)\b", "a feed's first element stands in it"),
    ("sitemap", rb"<(urlset|sitemapindex)\b", "a sitemap's first element stands in it"),
    ("page", rb"<(!doctype\s+html|html|head|body)\b", "an HTML page's first element stands in it"),
)


def recognise(part: Part, *, remote: bool) -> Guess:
    """The kind that a body most likely is. `files` are on this machine, so never `remote`."""
    start = _beginning(part.body).removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    for kind, pattern, why in _BEGINNINGS:
        if re.search(pattern, start, re.IGNORECASE | re.DOTALL):
            return Guess(kind, 1.0, why)
    media = part.content_type or ""
    if _JSON.match(start) and part.body.rstrip()[-1:] in (b"}", b"]"):
        if _JSON_FEED.search(part.body):
            return Guess("feed", 1.0, "it names the version of JSON Feed")
        return Guess("api", 0.9, "it is JSON")
    if "html" in media:
        return Guess("page", 0.9, f"its server calls it {media}")
    if "rss" in media or "atom" in media or "feed" in media:
        return Guess("feed", 0.9, f"its server calls it {media}")
    if remote:
        return Guess("page", 0.5, "it is no feed; what it is instead it does not say")
    return Guess("files", 0.8, "it is neither a feed nor HTML, so a text")


def _beginning(body: bytes) -> bytes:
    """The first bytes, of what is packed too (`sitemap.xml.gz`): no more of it is unpacked."""
    if not body.startswith(_GZIP):
        return body[:_LOOKED_AT]
    try:
        return zlib.decompressobj(_ANY_WRAPPING).decompress(body, _LOOKED_AT)
    except zlib.error:
        return body[:_LOOKED_AT]
