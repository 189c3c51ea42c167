"""Which part of each record is its title: it differs, it says something, it stands out."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice

from monitor.extract.listing.facts import Facts, Parts, Piece
from monitor.extract.listing.model import Slot
from monitor.extract.listing.parts import best, gathered
from monitor.extract.listing.tags import HEADINGS
from monitor.extract.listing.words import (
    ASIDES,
    DATE_COLUMN,
    DATES,
    GENERIC,
    TITLE_COLUMN,
    TITLES,
    named,
)

LONGEST = 300
"""Characters of a title at most."""
_LOOKED_AT = 160
_LOOKED_AT_TEXTS = 8
_SEVERAL = 4
"""From so many on, texts of which most are the same say what kind a thing is, not which one."""
_WORDS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_VERSION = re.compile(
    r"(?<![\w./])(?!\d\d?\.\d\d?\.(?:\d\d|\d{4})(?!\w))(?!(?:19|20)\d\d\.)v?\d+(?:\.\d+)+"
    r"(?:[-+.]?(?:alpha|beta|rc|dev|post|final|a|b|r)[\w.-]*)?(?![\w/])|(?<!\w)v\d+(?!\w)",
    re.IGNORECASE,
)
"""A version's number; `03.07.19` and `2024.05.03` are rather days."""
_PRICE = re.compile(r"[$€£¥%]")
_LONGEST_VERSION = 60
_WORDS_OF_A_VERSION = 4.0


def title_slots(
    facts: Facts, sample: Sequence[Parts], heads: Mapping[int, str]
) -> tuple[Slot, ...]:
    found = gathered([parts.pieces for parts in sample])
    first = {slot: number for number, slot in enumerate(found)}
    scored = {
        slot: _title_score(facts, slot, pieces, len(sample), heads) - 0.02 * first[slot]
        for slot, pieces in found.items()
    }
    return best(scored, found)


def _title_score(
    facts: Facts, slot: Slot, pieces: Sequence[Piece], total: int, heads: Mapping[int, str]
) -> float:
    texts = [piece.text for piece in pieces]
    share = min(1.0, len(texts) / total)
    distinct = len(set(map(bare, texts))) / len(texts)
    some = [text[:_LOOKED_AT] for text in texts[:_LOOKED_AT_TEXTS]]
    words = _middle([word_count(text) for text in some])
    letters = _middle([_letters(text) for text in some])
    score = 2.2 * share + 1.6 * distinct * min(1.0, len(texts) / 2) + _by_length(words)
    score -= 1.2 * (letters < 0.55) + 1.5 * (sum(map(_generic, some)) / len(some))
    score -= 2.5 * _mostly_dates(facts, pieces)
    score -= 2.5 * (len(texts) >= _SEVERAL and len(set(texts)) * 3 <= len(texts))
    return score + _by_place(facts, slot, pieces, heads)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A text without its numbers: "Published on 10/24/2023" is one title many times. A version's
    number is what tells it from others."""
    return text if is_version(text) else _DIGITS.sub("", text)


@lru_cache(maxsize=4096)
def is_version(text: str) -> bool:
    """Whether a short text names a version: "v1.12.0", "Release 3.4"; "1.12" is any number."""
    if len(text) >= _LONGEST_VERSION or _PRICE.search(text):
        return False
    found = _VERSION.search(text)
    return found is not None and (found[0].count(".") > 1 or bool(_WORDS.search(text)))


def _letters(text: str) -> float:
    """The share of letters in a text; a version's number is as good as a word."""
    return 1.0 if is_version(text) else len(_NOT_LETTERS.sub("", text)) / len(text)


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _by_length(words: float) -> float:
    if words < 1:
        return -1.5
    if words < 3:
        return 0.2 * words
    return 1.2 if words <= 22 else 0.5 if words <= 45 else -0.4


def word_count(text: str) -> float:
    """Words; where a script has no blanks, two characters count as one. A text's beginning is
    enough: what is longer is no title."""
    return _counted(text[:LONGEST])


@lru_cache(maxsize=4096)
def _counted(text: str) -> float:
    """Remembered: one title stands in many of the groups that are weighed."""
    words = _WORDS.findall(text)
    least = _WORDS_OF_A_VERSION if is_version(text) else 0.0
    return max(least, _in_words(words))


def _in_words(words: Sequence[str]) -> float:
    return sum(max(1.0, len(word) / 2) if word[0] >= "\u2e80" else 1.0 for word in words)


def _generic(text: str) -> bool:
    return len(text) < 80 and bool(GENERIC.fullmatch(text))


def _mostly_dates(facts: Facts, pieces: Sequence[Piece]) -> float:
    filled = sum(
        any(d.stamp.fills > 0.6 and not d.attribute for d in facts.dates_in(p.start, p.end))
        and not is_version(p.text)
        for p in pieces[:_LOOKED_AT_TEXTS]
    )
    return filled / min(_LOOKED_AT_TEXTS, len(pieces))


def _by_place(facts: Facts, slot: Slot, pieces: Sequence[Piece], heads: Mapping[int, str]) -> float:
    """What the element that holds a text is, and is called."""
    node = facts.page.nodes[pieces[0].node]
    score = 1.1 * (node.tag in HEADINGS) - 0.15 * slot.number
    score += 0.3 * (node.tag in {"strong", "b", "dt"})
    around = list(islice(facts.page.ancestors(node.index), 3))
    linked = node.tag == "a" or any(up.tag == "a" for up in around)
    linked = linked or bool(facts.links_in(pieces[0].start, pieces[0].end))
    score += 0.7 * linked
    for distance, up in enumerate(around):
        words = named(facts.page.steps[up.key][1])
        weight = 1.0 if distance == 0 else 0.5
        score += 0.7 * weight * bool(words & TITLES) - 0.8 * weight * bool(words & ASIDES - TITLES)
        score -= weight * bool(words & DATES)
        if up.tag in {"td", "th"}:
            head = heads.get(up.column, "")
            score += 1.0 * bool(TITLE_COLUMN.search(head)) - 0.8 * bool(
                DATE_COLUMN.search(head) and not TITLE_COLUMN.search(head)
            )
            break
    return score
