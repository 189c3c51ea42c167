"""Bytes of a feed, in any format and any state -> Feed.

feedparser reads the XML formats, the ill-formed included; it is given an open buffer only,
since it takes bytes and text for the name of a file or a URL to open. JSON Feed has its own
reader. Everything that comes out is harmless: titles are plain text, markup is clean, links are
absolute or gone.
"""

import re
from io import BytesIO
from typing import Any
from xml.sax import SAXException

import feedparser

from feeds import adapt, jsonfeed
from feeds.clean import web_url
from feeds.model import Feed, FeedError
from feeds.nested import without_nested

_UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")
_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_8 = frozenset({"utf-8", "utf8"})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r"})
_BEYOND_ASCII = re.compile("[^\0-\x7f\ufffd]")
_PAGE = re.compile(rb"(?>\s*<!--.*?-->)*+\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)

_BARE_CHANNEL = re.compile(
    rb"(?>\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>))*+\s*<(?:\w+:)?channel\b",
    re.IGNORECASE | re.DOTALL,
)
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf|channel)\s*>\s*\Z", re.IGNORECASE)


def read(body: bytes, *, url: str | None = None, content_type: str | None = None) -> Feed:
    """The document as a Feed; `url` is where it came from, `content_type` its header.

    An entry's `id` is as published, and empty where it has none. `published` falls back to the
    date of the last edit and is None when there is no date; `updated` is then `UNDATED`. Dates
    keep the offset that they were written with. FeedError when this is no feed, or one that
    breaks off before its first entry.
    """
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not start:
        raise FeedError("the document is empty")
    if start == b"{":
        return jsonfeed.read(body.removeprefix(b"\xef\xbb\xbf"), url=url)
    if _PAGE.match(body) and not _ROOT.search(body):
        raise FeedError("this is an HTML page, no feed")
    return adapt.feed(_parsed(body, content_type), web_url(url) or "")


def _parsed(body: bytes, content_type: str | None) -> Any:
    charset = None if body.startswith(_UTF_8_MARK) else _header_charset(body, content_type)
    headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
    try:
        parsed = feedparser.parse(
            BytesIO(_mended(without_nested(body), charset)),
            response_headers=headers,
            resolve_relative_uris=False,  # `adapt` does both, at a tenth of the cost
            sanitize_html=False,
        )
    except Exception as error:  # whatever a stranger's bytes break in a parser of many formats
        raise FeedError(f"the feed cannot be read: {type(error).__name__}: {error}") from error
    if not parsed.entries and not _is_whole(parsed, body):
        problem = parsed.get("bozo_exception") or "it has no element of one"
        raise FeedError(f"this is no feed: {problem}")
    return parsed


def _is_whole(parsed: Any, body: bytes) -> bool:
    """Whether a document without entries is a feed that has none, and did not break off before
    the first. The parser knows no version of a bare channel (RSS 1.1, CDF) that is empty."""
    known = parsed.get("version") or _BARE_CHANNEL.match(body)
    broken = isinstance(parsed.get("bozo_exception"), SAXException)
    return bool(known) and (not broken or _END.search(body[-1_000:]) is not None)


def _header_charset(body: bytes, content_type: str | None) -> str | None:
    """The charset of the header, unless the document's first bytes know better (rule C9)."""
    said = _CHARSET.search(content_type or "")
    return said[1] if said and not body.startswith(_UTF_16_OR_32) else None


def _mended(body: bytes, charset: str | None) -> bytes:
    """A UTF-8 document without what would keep it from being read as one.

    A control character would make it ill-formed, and a few broken bytes would have all of it
    read as cp1252; they are replaced (rule C9). Where most bytes are broken it is not UTF-8.
    """
    declared = _DECLARED.match(body)
    encoding = charset or (declared[1].decode() if declared else "utf-8")
    if encoding.lower() not in _UTF_8 or body.startswith(_UTF_16_OR_32):
        return body
    body = body.translate(None, _CONTROLS)
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text.encode() if 0 < broken <= len(_BEYOND_ASCII.findall(text)) else body
