"""Markup as libxml2 can read it, where browsers read more than it does. Pure."""

import re

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}>", re.IGNORECASE)
_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)


def tidy(text: str) -> str:
    """Without what makes the parser stop or doubt.

    An XML declaration; NUL; ends of `html` and `body`, which templates write in the midst of a
    page: libxml2 stops there, browsers go on (HTML, 13.2.6.4.19 "after body").
    """
    return _END.sub("", _DECLARATION.sub("", text.replace("\0", "")))


_NEVER_SEEN = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""What breaks lines or turns the direction: it parts dates, and turns round what stands beside.

The joiners are left: some scripts cannot be written without them.
"""


def seen(text: str) -> str:
    """A text as it is seen: without characters that nobody sees."""
    return text if text.isascii() else _NEVER_SEEN.sub("", text)
