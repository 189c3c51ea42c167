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
