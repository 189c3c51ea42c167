"""What a document says of its own charset, and what that means here: pure (rule C9).

Labels mean what browsers take them for (WHATWG Encoding, section 4.2): Latin-1 is Windows-1252,
GB2312 is GB18030. Anything beyond the charsets of the web is none: Python would also "decode"
base64, IDNA or escapes, and hostile pages may ask for it.
"""

import codecs
import re
from collections.abc import Iterator

DECLARED_WITHIN_BYTES = 4096
"""Browsers look at 1024 bytes at least; pages put their scripts first."""

_META = re.compile(rb"<meta\b[^>]{0,1000}", re.IGNORECASE)
_CHARSET = re.compile(rb"[\s\"';/]charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.()-]{1,40})", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_XML = re.compile(rb"\s{0,100}<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_:.()-]{1,40})")

_LABELS = {
    "unicode": "utf-16-le",
    "utf-8mb4": "utf-8",
    "utf8mb4": "utf-8",
    "win-1251": "cp1251",
    "windows1251": "cp1251",
    "windows1252": "cp1252",
    "x-cp1251": "cp1251",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-sjis": "cp932",
    "x-user-defined": "cp1252",
}
"""Labels that pages use and Python does not know."""

_WIDER = {
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
"""Charsets that stand for a wider one, by Python's names."""

_OF_THE_WEB = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
    | {"koi8-r", "koi8-u", "cp866", "cp874", "mac-roman", "mac-cyrillic"}
    | {f"cp{number}" for number in range(1250, 1259)}
    | {f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
    | {"gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949"}
)


def codec(label: str) -> str | None:
    """Python's codec for a charset's label; None where it is no charset of the web."""
    label = label.strip("\"' \t").lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(name, name)
    return name if name in _OF_THE_WEB else None


def declared(markup: bytes) -> Iterator[str]:
    """The labels that markup gives itself, in the order in which they count: meta, then XML.

    A meta that could be read says that the bytes are ASCII's kin, so UTF-16 in it means UTF-8
    (HTML, "prescan a byte stream"); one within a comment says nothing.
    """
    start = _COMMENT.sub(b"", markup[:DECLARED_WITHIN_BYTES])
    for meta in _META.findall(start):
        if said := _CHARSET.search(meta):
            label = said[1].decode("ascii")
            yield "utf-8" if label.lower().startswith("utf-16") else label
            break
    if xml := _XML.match(start):
        yield xml[1].decode("ascii")


def believed(body: bytes, name: str) -> str | None:
    """`body` by the codec `name`, bytes that do not fit replaced; None where too many do not.

    A page cut short or a pasted line spoils a few; where they are more than what fits, beyond
    ASCII, the declaration is wrong.
    """
    if name.startswith(("utf-16", "utf-32")) and b"\0" not in body:
        return None
    text = body.decode(name, "replace")
    broken = text.count("\ufffd")
    if not broken:
        return text
    fitting = sum(1 for letter in text if letter > "\x7f") - broken
    return text if broken <= fitting else None
