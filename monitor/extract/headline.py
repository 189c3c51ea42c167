"""The headline of a release that has none: the beginning of its paragraph, well cut."""

import re
from itertools import pairwise

from monitor.extract.dates.lines import dated_lead
from monitor.languages import ABBREVIATIONS, FUNCTION_WORDS, MONTHS, NAME_PARTICLES
from monitor.text import width

LONGEST = 120
_REACH = 800
_SHORTEST_SENTENCE = 25
_SHORTEST_CLAUSE = 50
_CLAUSE_ENDS = (",", ";", ":", "،", "՝", " –", " —", " -")
_OPENING_SIGNS = "\"'“”„«»‘’([*_"
_UNSPACED = re.compile(r"\W*[\u3040-\u30ff\u3400-\u9fff]+[^\s]{20}")
_UNSPACED_END = re.compile(r"[。！？]")
_UNSPACED_CLAUSE = re.compile(r"[，、；：]")
_TRAILING = " ,;:–—-(["


def headline(paragraph: str) -> str:
    """Its first sentence without the leading date clause, at most about 120 characters.

    A longer one is cut, with an ellipsis: at the end of a clause if there is one, else at a
    word, never within a name, after an abbreviation or between a number and what it counts.
    """
    line = " ".join(paragraph[:_REACH].split())
    lead = dated_lead(line)
    news = line[lead.news :] if lead else ""
    return cut(_capitalised(news if width(news) >= _SHORTEST_SENTENCE else line))


def _capitalised(text: str) -> str:
    signs = len(text) - len(text.lstrip(_OPENING_SIGNS + " "))
    return text[:signs] + text[signs : signs + 1].upper() + text[signs + 1 :]


def cut(text: str, limit: int = LONGEST) -> str:
    """The first sentence of `text`, or as much of it as reads well in `limit` characters."""
    words = text[: limit * 4].split()
    if not words:
        return ""
    if _UNSPACED.match(text):
        return _cut_unspaced(text[: limit * 4], limit // 2)
    sentence = _first_sentence(words)
    line = " ".join(sentence)
    if len(line) > limit:
        return _shortened(sentence, limit)
    return line if _abbreviated(sentence[-1]) else line.rstrip("։۔").removesuffix(".")


def _cut_unspaced(text: str, limit: int) -> str:
    """As much of a text that is written without blanks; a sign says as much as two letters."""
    sentence = _UNSPACED_END.split(text, maxsplit=1)[0]
    if len(sentence) <= limit:
        return sentence
    clauses = [clause.start() for clause in _UNSPACED_CLAUSE.finditer(sentence, 0, limit)]
    end = clauses[-1] if clauses and clauses[-1] > limit // 3 else limit - 1
    return sentence[:end] + "…"


def first_sentence(text: str) -> str:
    """The first sentence of a text, its words with one blank between them."""
    words = text.split()
    return " ".join(_first_sentence(words)) if words else ""


def _first_sentence(words: list[str]) -> list[str]:
    length = 0
    for index, (word, following) in enumerate(pairwise(words), 1):
        length += len(word) + 1
        if length >= _SHORTEST_SENTENCE and ends_sentence(word, following):
            return words[:index]
    return words


def ends_sentence(word: str, following: str) -> bool:
    """Whether a sentence ends between two words."""
    bare = word.rstrip("\"'”»)’")
    if bare.endswith(("!", "?", "…", "։", "؟", "۔")):
        return not following[:1].islower()
    if not bare.endswith(".") or following.lstrip(_OPENING_SIGNS)[:1].islower():
        return False
    return not _abbreviated(bare)


def _abbreviated(word: str) -> bool:
    """A word whose full stop belongs to it: an initial, an ordinal, `U.S.`, `Nr.`."""
    stem = word.lstrip(_OPENING_SIGNS).removesuffix(".")
    return (
        len(stem) <= 1
        or stem.isdigit()
        or stem.casefold() in ABBREVIATIONS
        or bool(re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", stem))
    )


def _shortened(words: list[str], limit: int) -> str:
    """The longest good beginning; a clause's end is better than any other word's."""
    lengths = _lengths(words)
    fitting = [count for count in range(1, len(words)) if lengths[count] <= limit - 1]
    good = [count for count in fitting if _may_end(words, count)]
    clauses = [
        count
        for count in good
        if lengths[count] >= _SHORTEST_CLAUSE
        and (words[count - 1].endswith(_CLAUSE_ENDS) or words[count] in {"–", "—", "-"})
    ]
    if not fitting:
        return words[0][: limit - 1] + "…"
    best = max(clauses or good or fitting)
    return " ".join(words[:best]).rstrip(_TRAILING) + "…"


def _lengths(words: list[str]) -> list[int]:
    """How long the first n words are on one line, for each n."""
    lengths = [0]
    for word in words:
        lengths.append(lengths[-1] + len(word) + (1 if lengths[-1] else 0))
    return lengths


def _may_end(words: list[str], count: int) -> bool:
    """Whether a headline may end after its first `count` words."""
    last, following = words[count - 1], words[count]
    stem = last.strip(_OPENING_SIGNS + ",;:.)").casefold()
    if last.endswith(_CLAUSE_ENDS):
        return not stem.isdigit() or not following[:1].isdigit()
    if stem in FUNCTION_WORDS or stem in MONTHS or _abbreviated_at_end(last):
        return False
    if last[-1:].isdigit() or last[0] in "$€£№§":
        return False
    return not _within_name(last, following, words[count + 1 : count + 2])


def _abbreviated_at_end(word: str) -> bool:
    return word.endswith(".") and _abbreviated(word)


def _within_name(last: str, following: str, then: list[str]) -> bool:
    """Whether both sides look like parts of one name: `Ana | Silva`, `Ana | de Silva`."""
    if not last.lstrip(_OPENING_SIGNS)[:1].isupper():
        return False
    particle = following in NAME_PARTICLES and bool(then) and then[0][:1].isupper()
    return particle or following.lstrip(_OPENING_SIGNS)[:1].isupper()
