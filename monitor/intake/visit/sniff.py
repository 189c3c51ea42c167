"""What a body is, whatever its header says: pure. Servers name HTML what is a PDF, and worse.

What kind of markup it is (HTML sent as XML, a feed sent as text) is no question here: the
readers of pages and of feeds go by the bytes alone.
"""

import re
from codecs import BOM_UTF8
from dataclasses import replace

from monitor.errors import ExtractError, FetchError
from monitor.extract.api.load import is_json
from monitor.extract.decode import BinaryContent, decode, signature
from monitor.model.visit import Part
from monitor.net.coding import decoder

GZIP = b"\x1f\x8b\x08"

MOST_UNPACKED_BYTES = 50_000_000

LOOKED_AT_BYTES = 1000

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>")


class NotAPage(ExtractError):
    """Something was sent that is no page and no text."""

    kind = "not_a_page"

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"this is {what}, not a page", hint=hint)


def unpacked(part: Part) -> Part:
    """A body that was packed and not said to be (`atom.xml.gz`); any other as it is."""
    if not part.body.startswith(GZIP):
        return part
    body = bytearray()
    unpacking = decoder("gzip")
    try:
        for piece in unpacking.feed(part.body):
            body += piece
            if len(body) > MOST_UNPACKED_BYTES:
                return part
        unpacking.finish()
    except FetchError:
        return part
    return replace(part, body=bytes(body))


def narrow(part: Part) -> Part:
    """A body in UTF-16 or UTF-32, marked or not, as marked UTF-8; any other as it is.

    The reader of feeds knows those only where their XML declares them.
    """
    if b"\0" not in part.body[:LOOKED_AT_BYTES]:
        return part
    try:
        text = decode(part.body)
    except ExtractError:
        return part
    return replace(part, body=BOM_UTF8 + _DECLARATION.sub("", text, count=1).encode())


def page_text(body: bytes, charset: str | None) -> str:
    """The text of a page's markup. Raises NotAPage, and EmptyText where there is nothing."""
    if what := signature(body):
        raise NotAPage(what, "watch the page that links to it")
    try:
        text = decode(body, charset=charset, markup=True)
    except BinaryContent as error:
        raise NotAPage("binary data", "watch the page that links to it") from error
    if is_json(text):
        raise NotAPage("JSON data", "watch it with `api:`; a JSON Feed with `feed:`")
    return text
