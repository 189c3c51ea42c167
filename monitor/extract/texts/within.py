"""The date that the first sentence of a text speaks of, where the text does not open with one.

`The mission began its work in Lund on 5 December.` A date that the sentence only refers to
(`the decision of 5 May`, `from 5 May`, `until 5 May`) is none.
"""

import re
from collections.abc import Sequence

from monitor.extract.dates.grammar import dates
from monitor.extract.dates.said import Said
from monitor.extract.headline import first_sentence
from monitor.extract.texts.units import Unit
from monitor.extract.texts.words import REFER_TO_A_DAY, SAID_OF_A_DAY
from monitor.languages import WEEKDAYS

_REACH = 400
_LEAST = 3
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[\s,(]*$")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def date_within(paragraph: str) -> Said | None:
    """The first date of the first sentence that says when something was done."""
    sentence = first_sentence(paragraph[:_REACH])
    return next((s for s in dates(sentence, len(sentence)) if s.day and _tells(sentence, s)), None)


def leads_within(units: Sequence[Unit]) -> list[int]:
    """The leads of a file in which none opens with its date, and nothing else tells them apart.

    That is much to conclude from little: three of them at least, nearly each paragraph, or each
    that stands under a title, in the order of their dates.
    """
    texts = [i for i, unit in enumerate(units) if not unit.title_like]
    titled = [i for i in texts if i and units[i - 1].title_like]
    firsts = titled or texts
    if len(firsts) < _LEAST or (titled and units[0].title_like != (titled[0] == 1)):
        return []
    saids = {i: said for i in firsts if (said := date_within(units[i].text)) and said.year}
    days = [(said.year or 0, said.month, said.day or 0) for said in saids.values()]
    if len(days) * 5 < len(firsts) * 4 or days not in (sorted(days), sorted(days, reverse=True)):
        return []
    return list(saids)


def _tells(sentence: str, said: Said) -> bool:
    word = _WORD_BEFORE.search(sentence, 0, said.start)
    before = word[1].casefold() if word else ""
    if before in SAID_OF_A_DAY or before in WEEKDAYS:
        return True
    # Russian needs no word before the day: the case says it.
    russian = _CYRILLIC.search(sentence, said.start, said.end) is not None
    return russian and bool(before) and before not in REFER_TO_A_DAY
