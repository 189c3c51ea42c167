"""Lines beside a release that are no text of it: what it is called, a page's own buttons.

Words, and the few forms that numbers and symbols have. A line counts only as a whole: a sentence
that begins with one of these words is a sentence.
"""

import re

from monitor.extract.texts.words import BUTTONS, COUNTED, GENRES, MORE, RELATED

_LONGEST = 90
_NUMBER = r"[\s,:–-]*(?:(?:no|nr|n|num|núm)\b\W*|[№#°]\W*)?\d{1,6}(?:\s?[/-]\s?\d{2,5})?(?![\w./-])"
_GENRE = re.compile(
    rf"\W*(?:{'|'.join(sorted(GENRES, reverse=True))})(?!\w)(?:{_NUMBER})?", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"\W*(?:(?:ref(?:erence)?|doc(?:ument)?|az|исх)\b\W*(?:(?:no|nr|n)\b\W*)?|(?:no|nr)\b\W*|n°\s*"
    r"|№\s*)[\w/.-]*\d[\w/.-]*\W*(?=\s|$)",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\W*[A-ZА-Я]{1,8}(?:[/-][A-ZА-Я\d.()]+){0,4}/[A-ZА-Я.()]*\d{2,}(?=[\s,;|]|$)")
"""As international organisations number their documents."""

_EMBARGO = re.compile(
    r"\W*(?:strictly |under |sous |bajo )?(?:embargo(?:ed)?|sperrfrist)\b.*[^.]", re.IGNORECASE
)
_NUMBERS = r"\d[\d .,k]*"
_COUNTERS = "|".join(sorted(COUNTED, reverse=True))
_COUNT = re.compile(
    rf"\W*(?:(?:{_COUNTERS})\W*{_NUMBERS}\W*(?:min\w*|мин\w*)?\W*(?:\(.{{1,20}}\))?"
    rf"|{_NUMBERS}\W*(?:{_COUNTERS}|min(?:ute)?s? read|мин\w* чтения))\W*",
    re.IGNORECASE,
)
_SHARE_ON = re.compile(
    r"(?:share|teilen|partager|compartir|condividi|поделиться|tweet|print|save|send)\b.{0,30}"
    r"\b(?:facebook|twitter|linkedin|whatsapp|telegram|e-?mail|вконтакте|x)\W*",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"\W*(?:©|\(c\)\s|copyright\b)[^.]{0,70}\b(?:19|20)\d\d.{0,50}|©.{0,70}", re.IGNORECASE
)
_DRESSING = " \t*_[](){}<>|•·–—-#.:;,!»«›‹>→…\"'"


def named(line: str) -> int:
    """How far a line goes in saying what a text is, or its number: 0 where it does not.

    `Press release No. 45/24`, `No. 45/24`, `SG/SM/22445`; a date may follow.
    """
    if len(line) > _LONGEST:
        return 0
    match = _GENRE.match(line)
    if match:
        more = _REFERENCE.match(line, match.end())
        return (more or match).end()
    match = _REFERENCE.match(line) or _SYMBOL.match(line)
    return match.end() if match else 0


def is_label(line: str) -> bool:
    """Whether a line says what a text is and nothing of what it is about."""
    if end := named(line):
        return not line[end:].strip(_DRESSING)
    return len(line) <= _LONGEST and _EMBARGO.fullmatch(line.strip()) is not None


def is_button(line: str) -> bool:
    """Whether a line is of the page that a text was copied from: `Share`, `Views: 120`."""
    if len(line) > 2 * _LONGEST:
        return False
    if line.strip(_DRESSING).casefold() in BUTTONS:
        return True
    return any(form.fullmatch(line.strip()) for form in (_COUNT, _SHARE_ON, _COPYRIGHT))


def ends_teaser(line: str) -> bool:
    """Whether a button leads to the whole of what stands above it: `Read more`."""
    return line.strip(_DRESSING).casefold() in MORE


def is_related(line: str) -> bool:
    """Whether a line announces other texts: `Read also`."""
    return len(line) <= _LONGEST and line.strip(_DRESSING).casefold() in RELATED
