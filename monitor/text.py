"""When two texts are the same: one rule, for detection, identity, diff and alert alike.

What is compared is the sequence of normalised words. Folding is for comparison only: what is
kept and shown is always the text as it was published.
"""

import re
import unicodedata
from collections import Counter
from hashlib import sha256

SHORTEST_STORY_WORDS = 12
SHORTEST_STORY_CHARACTERS = 80

_SAME_SIGNS = (
    ("'", "‘’‚‛′‹›＇"),
    ('"', "“”„‟″«»＂"),
    ("-", "‐‑‒–—―−﹘﹣－"),
)
# Marks of Unicode decompositions that only change how a character looks. Superscripts,
# fractions and circled signs (`<super>`, `<fraction>`, `<circle>`) mean something: they stay.
_LOOKS = frozenset(
    {
        "<compat>",
        "<wide>",
        "<narrow>",
        "<noBreak>",
        "<initial>",
        "<medial>",
        "<final>",
        "<isolated>",
    }
)
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_INVISIBLE_ASCII = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


class _Folds(dict[int, str]):
    """Code point -> what it is compared as, for `str.translate`; filled as texts need it."""

    _ROOM = 8192

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        if len(self) < self._ROOM:
            self[code] = folded
        return folded


def _folded(character: str) -> str:
    """One character as it is compared; empty when nobody can see it."""
    if character.isspace():
        return " "
    if unicodedata.category(character) in {"Cc", "Cf"} or ord(character) in _VARIATION_SELECTORS:
        return ""
    if unicodedata.decomposition(character).partition(" ")[0] in _LOOKS:
        plain = unicodedata.normalize("NFKC", character)
        # A spacing accent decomposes into a blank and a mark: that would make two words of one.
        return character if " " in plain else plain.translate(_SIGNS)
    return character


_SIGNS = {ord(sign): plain for plain, signs in _SAME_SIGNS for sign in signs}
_FOLDS = _Folds(_SIGNS)


def words(text: str) -> list[str]:
    """The normalised words of a text: what equality, hashes and diffs are made of.

    NFC, then the compatibility forms that are only another look (ligatures, full width, …);
    quotes and dashes folded to their ASCII signs; controls, soft hyphens, zero-width and
    direction marks dropped. Case is kept: a correction of it is an edit.
    """
    if text.isascii():
        return _INVISIBLE_ASCII.sub("", text).split()
    folded = unicodedata.normalize("NFC", text).translate(_FOLDS)
    return unicodedata.normalize("NFC", folded).split()


def shown_as_compared(text: str) -> bool:
    """Whether every word of a text is compared just as it is written."""
    return text.isascii() and not _INVISIBLE_ASCII.search(text)


def normalise(text: str) -> str:
    """The text as it is compared: its normalised words, one blank between them.

    Line and paragraph breaks are white space like any other: moving one is no change.
    """
    return " ".join(words(text))


def content_hash(title: str, text: str) -> str:
    """What a release says, as 64 hex digits: SHA-256 over the normalised words of title and text.

    It covers title and text and nothing else: not the date, the URL, the markup, the author or
    the enclosures. Where the title ends is not covered either, so that two hashes differ exactly
    when `monitor.diff` shows a difference between the two documents.
    """
    return _digest(" ".join(words(title) + words(text)))


def story_hash(title: str, text: str) -> str | None:
    """Equal for releases that say the same at several places, whatever their case.

    None when the text is under 12 words or 80 characters: "Weekly meeting" joins nothing.
    """
    said = words(text)
    if _short(text, said):
        return None
    return _digest(" ".join(words(title) + said).casefold())


def width(text: str) -> int:
    """How long a text is in letters: a sign of Chinese or Japanese says as much as three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_IDEOGRAPH.findall(text))


def _short(text: str, said: list[str]) -> bool:
    """Whether a text is too short to tell a story. Without blanks, six letters are a word."""
    wide = width(text)
    count = len(said) if wide == len(text) else max(len(said), wide // 6)
    return count < SHORTEST_STORY_WORDS or wide < SHORTEST_STORY_CHARACTERS


def _digest(said: str) -> str:
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def similarity(a: str, b: str) -> float:
    """How much of two texts is the same words, in any order: 0.0 to 1.0.

    Words that both have, counted as often as both have them, over the mean length.
    """
    ours, theirs = words(a), words(b)
    if not ours or not theirs:
        return float(ours == theirs)
    common = (Counter(ours) & Counter(theirs)).total()
    return 2 * common / (len(ours) + len(theirs))


def summary(text: str, limit: int = 300) -> str:
    """The beginning of a text on one line, at most `limit` characters, cut at a word."""
    line = " ".join(text[: limit * 4 + 1000].split())
    if len(line) <= limit:
        return line
    head, blank, _ = line[:limit].rpartition(" ")
    return (head if blank else line[: limit - 1]).rstrip(" ,;:–—-") + "…"
