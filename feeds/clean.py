"""Markup and addresses that strangers wrote, made harmless; markup to plain text and back.

`safe_html` is the last step before markup is kept or written, whatever was done to it before
(rules P12, P13): nh3 decides, and nothing is added after it.
"""

import re
from html import escape, unescape
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import nh3

WEB_SCHEMES = frozenset({"http", "https"})
LINK_SCHEMES = WEB_SCHEMES | {"mailto"}

# Outside Char of XML 1.0 §2.2, and C1, which readers take for broken cp1252 (rule P8).
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# What most addresses are: those that come out as they went in, found so in a tenth of the time.
_ORDINARY = re.compile(
    r"https?://[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?:/[\w/.~-]*(?:\?[\w=&.~+-]+)?)?", re.ASCII
)
_URI_CHARACTERS = "/:?#[]@!$&'()*+,;=~-._%"
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]*:[0-9a-f:.]+")

# nh3 vets `href` and `src`, but lets any `cite` through.
_ATTRIBUTES = {tag: names - {"cite"} for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}

# The cost of nh3 grows with tags times depth: 40,000 open lists held it for 13 seconds.
_MANY_TAGS = 5_000
_TAG = re.compile("<[A-Za-z]")

_LINE_TAGS = {"br", "li", "tr", "dt", "dd"}
_CELL_TAGS = {"td", "th"}
_PARAGRAPH_TAGS = (
    {"p", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "center", "address"}
    | {"div", "article", "section", "header", "footer", "main", "aside", "nav", "body", "form"}
    | {"ul", "ol", "dl", "table", "caption", "figure", "figcaption", "details", "summary"}
)
_LINE = re.compile(rf"<(?:{'|'.join(sorted(_LINE_TAGS))})>")
_WITHIN = re.compile(
    rf"</?(?:{'|'.join(sorted(_CELL_TAGS))})>|</(?:{'|'.join(sorted(_LINE_TAGS))})>"
)
_TAG_LEFT = re.compile("<[^<>]*>")
_SPACE = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n\s*\n")
_OUTLINE = nh3.Cleaner(tags=_LINE_TAGS | _CELL_TAGS | _PARAGRAPH_TAGS, attributes={})


def without_controls(text: str) -> str:
    """The text without what XML 1.0 cannot hold: control characters and lone surrogates."""
    return _CONTROLS.sub("", text)


def one_line(text: str) -> str:
    """Plain text on one line, its white space collapsed, without control characters."""
    return " ".join(without_controls(text).split())


def safe_html(html: str, base: str | None = None) -> str:
    """Markup with harmless elements only, its links absolute `http`, `https` or `mailto`.

    Relative links are resolved against `base`; without one they are dropped, their text kept.
    """
    cleaner = _cleaner(web_url(base))
    cleaned = cleaner.clean(_shallow(without_controls(html)))
    if _CONTROLS.search(cleaned):  # character references bring them back: `&#1;`
        cleaned = cleaner.clean(without_controls(cleaned))
    return cleaned


def safe_url(
    url: str | None, base: str | None = None, *, schemes: frozenset[str] = LINK_SCHEMES
) -> str | None:
    """The absolute URL in ASCII, or None when it is not of `schemes` or makes no sense.

    User names and passwords are left out: what stands in a feed is read by everybody.
    """
    if url and _ORDINARY.fullmatch(url):
        return url
    address = re.sub(r"[\t\n\r]", "", without_controls(url or "")).strip()
    if not address:
        return None
    try:
        parts = urlsplit(urljoin(base or "", address))
        netloc = _netloc(parts)
    except ValueError:
        return None
    if parts.scheme not in schemes or not (netloc or (parts.scheme == "mailto" and parts.path)):
        return None
    tail = (escape_uri(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, netloc, *tail))


def web_url(url: str | None, base: str | None = None) -> str | None:
    """As `safe_url`, for what is fetched: `http` and `https` alone."""
    return safe_url(url, base, schemes=WEB_SCHEMES)


def escape_uri(text: str) -> str:
    """The text with everything that RFC 3986 does not allow in a URI percent-encoded."""
    return quote(_BARE_PERCENT.sub("%25", text), safe=_URI_CHARACTERS)


def plain(html: str) -> str:
    """Markup as plain text: paragraphs separated by a blank line, items and rows by a line."""
    outline = _OUTLINE.clean(_shallow(without_controls(html)))
    flat = _SPACE.sub(" ", outline)
    broken = _TAG_LEFT.sub("\n\n", _LINE.sub("\n", _WITHIN.sub(" ", flat)))
    lines = (one_line(unescape(line)) for line in broken.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def paragraphs(text: str) -> str:
    """Plain text as markup: blank lines part paragraphs, single line breaks stay breaks."""
    blocks = (block.strip() for block in _BLANK_LINES.split(without_controls(text)))
    lines = ("<br>\n".join(escape(block, quote=False).splitlines()) for block in blocks if block)
    return "\n".join(f"<p>{block}</p>" for block in lines)


def _cleaner(base: str | None) -> nh3.Cleaner:
    return nh3.Cleaner(
        attributes=_ATTRIBUTES,
        url_schemes=set(LINK_SCHEMES),
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


def _shallow(html: str) -> str:
    """Markup of very many elements, cut where it nests deeper than any page does.

    libxml2 reads in linear time and stops 255 levels down.
    """
    if sum(1 for _ in _TAG.finditer(html)) <= _MANY_TAGS:
        return html
    from lxml import etree

    root = etree.HTML(html.encode(), etree.HTMLParser(encoding="utf-8", remove_comments=True))
    return etree.tostring(root, encoding="unicode", method="html") if root is not None else ""


def _netloc(parts: SplitResult) -> str:
    """Host and port in ASCII; empty when there is no host. ValueError when it is none."""
    host = (parts.hostname or "").encode("idna" if not parts.netloc.isascii() else "ascii").decode()
    if not host:
        return ""
    if not _HOST.fullmatch(host) or "\\" in parts.netloc:
        raise ValueError(f"{host!r} is no host name")
    bracketed = f"[{host}]" if ":" in host else host
    return bracketed if parts.port is None else f"{bracketed}:{parts.port}"
