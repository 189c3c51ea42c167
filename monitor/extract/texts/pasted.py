"""What was put into a text file, as plain text: the source of a web page is read as its page."""

import re

from monitor.extract.decode import decode

_SAMPLE = 20_000
_OPENS = re.compile(r"\s*<(?:!doctype|html|head|body|[?!]|[a-z][a-z0-9]*[\s>])", re.IGNORECASE)
_CLOSES = re.compile(
    r"</(?:p|div|h[1-6]|li|td|body|html|article|section)\s*>|<br\s*/?>", re.IGNORECASE
)


def plain(body: bytes) -> str:
    """The text of a file. Raises ExtractError for what is empty or no text."""
    text = decode(body)
    if not _OPENS.match(text) or not _CLOSES.search(text[:_SAMPLE]):
        return text
    from monitor.extract.page import page

    return page(text.encode(), url="", charset="utf-8").text
