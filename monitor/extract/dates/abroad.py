"""Where dates stand in languages of which only the months are known: lines, and first clauses.

Nothing is known of such a language's small words. So a line counts that is nearly filled by its
date, and a clause whose few words before the date are short, or a place that is set off.
"""

import re
from datetime import date

from monitor.extract.dates.said import Said
from monitor.extract.dates.stamps import Stamp, stamps
from monitor.languages import MONTHS

_LONGEST_LINE = 60
_REACH = 70
_MOST_WORDS = 3
_SHORTEST_NEWS = 10
_FILLED = 0.9
_LETTERS = re.compile(r"[^\W\d_]+")
_ANY_YEAR = re.compile(r"\d{4}")
_NO_DAY = date(2000, 1, 1)
"""Of the visit: what counts from it is no date of a text."""

_YEAR_WORD = (
    r"(?:\s*(?:року|рік|р\.|roku|r\.|ж\.|жылы|թ\.|թվականին?|tarihinde|yılında|йили?|yili?|p\.|m\.)"
    r"(?!\w)|-?(?:ին|ի|да|де|та|те|án|én)(?!\w))?"
)
_SET_OFF = r"\s?[,،，:：՝、(（|/–—-]"
_PLACE = re.compile(rf"\W*[^\W\d_a-zа-яё][^\W\d_]*(?:[ .'-]+[^\W\d_]+){{0,3}}{_SET_OFF}\W*")
_LABEL = re.compile(r"\W*[^\W\d_]+(?:\s[^\W\d_]+){0,2}\s?[:：՝]\s*")
_LINE_END = re.compile(
    rf"{_YEAR_WORD}[\W]*(?:[(（][^()（）]{{1,12}}[)）])?"
    r"(?:[\s,،|@–—-]*\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[+\w]{1,6})?)?"
    r"(?:[\s,،]+[^\W\d_]{2,10})?\W*"
)
_CLAUSE_END = re.compile(rf"{_YEAR_WORD}\s*[,.،，、:：՝)–—-]*\s*")
_DATELINE_END = re.compile(rf"{_YEAR_WORD}[)）]?\s*(?:[–—-]|[.：:](?=\s)|\s?[电電讯訊])")
_REFER = frozenset(
    [
        "de",
        "do",
        "da",
        "od",
        "z",
        "din",
        "від",
        "до",
        "з",
        "van",
        "tot",
        "från",
        "till",
        "fra",
        "til",
    ]
)
"""Words between a subject and its day: `the meeting of 10 December`."""
_SHORT_WORD = re.compile(r"[^\W\d_]{1,7}")
_HAN_PLACE = re.compile(r"[\u4e00-\u9fff]{2,12}")


def date_filling(line: str) -> Said | None:
    """The date of a line that says no more than it, but for a place, a label or a time."""
    if len(line) > _LONGEST_LINE or not _ANY_YEAR.search(line):
        return None
    found = _found(line)
    if len(found) != 1 or found[0].aside:
        return None
    said = found[0].said
    before = line[: said.start]
    introduced = not _LETTERS.search(before) or _PLACE.fullmatch(before) or _LABEL.fullmatch(before)
    whole = found[0].fills >= _FILLED or (introduced and _LINE_END.fullmatch(line, said.end))
    return said if whole and said.year and said.day and not said.numbers else None


def date_opening(paragraph: str) -> tuple[Said, int, bool] | None:
    """The date that opens a paragraph, where its news begins, and whether it is a dateline."""
    head = paragraph[: 2 * _REACH]
    stamp = next(iter(_found(head)), None)
    if stamp is None or stamp.aside or stamp.said.day is None or stamp.said.numbers:
        return None
    said, before = stamp.said, head[: stamp.said.start]
    if said.start > _REACH or len(paragraph) - said.end < _SHORTEST_NEWS:
        return None
    end = _DATELINE_END.match(paragraph, said.end)
    if end and before.strip() and (_PLACE.fullmatch(before) or _HAN_PLACE.fullmatch(before)):
        return said, _after(paragraph, end.end()), True
    clause = _CLAUSE_END.match(paragraph, said.end)
    return (said, clause.end() if clause else said.end, False) if _short(before) else None


def _found(text: str) -> list[Stamp]:
    """Its dates; none where a month is named in a language that is known well."""
    found = [stamp for stamp in stamps(text, _NO_DAY) if not stamp.relative]
    first = text[found[0].said.start : found[0].said.end] if found else ""
    known = any(word.casefold() in MONTHS for word in _LETTERS.findall(first))
    return [] if known else found


def _short(before: str) -> bool:
    """Whether only short words, as `Nos dias 10 e` or `في`, stand before the date."""
    words = _LETTERS.findall(before)
    if len(words) > 1 and words[-1] in _REFER:
        return False
    if len(words) > _MOST_WORDS or re.search(r"[.!?:;։。]", before.replace(". ", " ")):
        return False
    return all(_SHORT_WORD.fullmatch(word) for word in words) and not any(
        word[0].isupper() for word in words[1:]
    )


def _after(paragraph: str, end: int) -> int:
    while (
        end < len(paragraph) and not paragraph[end].isalnum() and paragraph[end] not in '«“"„「（('
    ):
        end += 1
    return end
