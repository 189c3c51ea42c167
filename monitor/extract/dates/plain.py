"""A piece of text as the grammar reads it: ASCII digits, whole letters, month names as one word.

Names that are no single word of letters (`تشرين الأول`, `अगस्त`, `tháng 5`) become one sign, and as
many spaces as keep every place where it was. The signs are Unicode noncharacters: no text has them.
"""

import re
import unicodedata
from functools import cache

from monitor.extract.dates.calendar import SIGNED_MONTHS, SIGNED_WEEKDAYS

_FIRST_SIGN = 0xFDD0
_WEEKDAY_SIGN = chr(_FIRST_SIGN + 12)
MONTH_SIGNS = {chr(_FIRST_SIGN + number - 1): number for number in range(1, 13)}
"""Sign -> 1 to 12."""

_SIGNS = {name: chr(_FIRST_SIGN + n - 1) for name, n in SIGNED_MONTHS.items()} | dict.fromkeys(
    SIGNED_WEEKDAYS, _WEEKDAY_SIGN
)
_LETTER = r"[\w\u0900-\u09ff]"
_THAI = r"[\u0e00-\u0e7f.]+"
"""Thai puts no spaces between words."""


def _alternatives(names: list[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_MAY_NAME = re.compile("[\u0600-\u0eff]|fómhair|tháng|thg|周|-feira|п['’]ятниця", re.IGNORECASE)
_ZEROS = "٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០᠐０"
_DIGITS = {ord(zero) + n: str(n) for zero in _ZEROS for n in range(10)}
_SPARE = {ord("İ"): "i", 0x200E: " ", 0x200F: " "}
"""A capital whose small letter is two characters; marks of direction, which show nothing."""
_PLAIN = _DIGITS | _SPARE


@cache
def _names() -> re.Pattern[str]:
    """Made when first needed: most pages have no such name."""
    spaced, unspaced = (
        _alternatives([name for name in _SIGNS if bool(re.fullmatch(_THAI, name)) is thai])
        for thai in (False, True)
    )
    return re.compile(rf"(?<!{_LETTER})(?:{spaced})(?!{_LETTER})|{unspaced}", re.IGNORECASE)


def plain(text: str) -> str:
    """The text as the grammar reads it, as long as it was, but for letters that were in parts."""
    if text.isascii() and "thg" not in text:
        return text
    text = unicodedata.normalize("NFC", text.translate(_PLAIN))
    return _names().sub(_sign, text) if _MAY_NAME.search(text) else text


def _sign(match: re.Match[str]) -> str:
    return _SIGNS[match[0].casefold()].ljust(len(match[0]))
