"""Dates as Chinese, Japanese and Korean write them: `2024年5月3日`, `令和6年…`, `二〇二四年…`.

Eras: Reiwa and Heisei count from their emperor's first year, Minguo (Taiwan) from 1912.
"""

import re
from collections.abc import Iterator

from monitor.extract.dates.said import Said, of

_YEAR = r"(?:19[5-9]|20[0-9])\d"
_MONTH = r"(1[0-2]|0?[1-9])\s?[月월]"
_DAY = r"(3[01]|[12]\d|0?[1-9])\s?[日号號일]"
_DATE = re.compile(
    rf"(?:(?:({_YEAR})|(令和|平成|民國|民国|中華民國)?\s?(?<!\d)(\d{{1,3}}|元))\s?[年년]\s?)?"
    rf"(?<!\d){_MONTH}\s?{_DAY}"
)
_MONTH_ALONE = re.compile(rf"({_YEAR})\s?[年년]\s?{_MONTH}(?!\s?\d)")
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911, "中華民國": 1911, None: 1911}
_MINGUO_WITHOUT_ITS_NAME = range(100, 140)

_NUMERALS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "Ｏ": 0}
_DIGIT = "〇○零Ｏ一二三四五六七八九"
_WRITTEN = re.compile(
    rf"([一二][{_DIGIT}]{{3}})年([一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十]{{1,3}})[日号]"
)


def read(text: str) -> Iterator[Said]:
    """The dates of a text, those of whole days first."""
    if "月" not in text and "월" not in text:
        return
    for pattern, said in ((_DATE, _date), (_WRITTEN, _written), (_MONTH_ALONE, _month)):
        yield from filter(None, map(said, pattern.finditer(text)))


def _date(match: re.Match[str]) -> Said | None:
    year, era, count, month, day = match.groups()
    if count is None:
        return of(match, int(year) if year else None, int(month), int(day))
    number = 1 if count == "元" else int(count)
    if era is None and number not in _MINGUO_WITHOUT_ITS_NAME:
        return None
    return of(match, _ERAS[era] + number, int(month), int(day))


def _month(match: re.Match[str]) -> Said | None:
    return of(match, int(match[1]), int(match[2]), None)


def _written(match: re.Match[str]) -> Said | None:
    year = int("".join(str(_NUMERALS[sign]) for sign in match[1]))
    return of(match, year, _number(match[2]), _number(match[3]))


def _number(text: str) -> int:
    """`三` -> 3, `十二` -> 12, `二十` -> 20, `三十一` -> 31; 0 where it is none of these."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS[ones] if len(ones) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or tens == "十":
        return 0
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
