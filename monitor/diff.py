"""Two texts to the words that went and came, and those to unified text, HTML or one line.

Equality is that of `monitor.text`: texts that are equal after normalisation have no edits, and
any other two have some. What is shown is what was written.

Words are aligned in `monitor.align`, in bounded time whatever the texts are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

from monitor.align import Match, Words, align
from monitor.text import shown_as_compared, words

Kind = Literal["same", "removed", "added"]

_PARAGRAPH = "\n\n"
_CONTEXT_WORDS = 8
_BEFORE_HEADLINE = 200
"""How many characters of a lead may stand before its headline: its date, mostly."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive words with one fate, as written; a paragraph begins after a blank line."""

    kind: Kind
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Edits:
    """What turns one text into the other, in reading order. `same` runs show the later text."""

    runs: tuple[Run, ...]

    @property
    def empty(self) -> bool:
        """True exactly when both texts are equal after normalisation."""
        return all(run.kind == "same" for run in self.runs)

    @property
    def added_words(self) -> int:
        """How many words only the later text has at their place."""
        return sum(run.words for run in self.runs if run.kind == "added")

    @property
    def removed_words(self) -> int:
        """How many words only the earlier text has at their place."""
        return sum(run.words for run in self.runs if run.kind == "removed")


def document(title: str, text: str) -> str:
    """What is compared of a release: title, blank line, text."""
    return f"{title}{_PARAGRAPH}{text}"


def between(before: tuple[str, str], after: tuple[str, str]) -> Edits:
    """The edits from one (title, text) to another, by words.

    A title that is only the beginning of its text (the headline that a lead was given) is left
    out on both sides: what changed in it stands in the text, and would be counted twice.
    """
    if _is_headline(*before) and _is_headline(*after):
        found = edits(before[1], after[1])
        if not found.empty:
            return found
    return edits(document(*before), document(*after))


def _is_headline(title: str, text: str) -> bool:
    opening = " ".join(words(text[: len(title) + _BEFORE_HEADLINE])).casefold()
    return " ".join(words(title.rstrip("… "))).casefold() in opening


def edits(before: str, after: str) -> Edits:
    """The edits from `before` to `after`, by words."""
    old, new = _tokens(before), _tokens(after)
    return Edits(tuple(_runs(old, new, align(old.words, new.words))))


# ── tokens ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Words as compared and, one for one, as written; a paragraph's first after a break."""

    words: Words
    shown: list[str]


def _tokens(text: str) -> _Tokens:
    """Every line with a word in it is a paragraph; blank lines are only the space between."""
    keys: list[str] = []
    shown: list[str] = []
    starts: list[int] = []
    plain = shown_as_compared(text)
    for line in text.splitlines():
        written = line.split()
        compared = written if plain else words(line)
        if len(compared) != len(written):  # invisible words are neither compared nor shown
            written = [word for word in written if words(word)]
        if compared:
            starts.append(len(keys))
            keys.extend(compared)
            shown.append(_PARAGRAPH + written[0])
            shown.extend(written[1:])
    return _Tokens(Words(keys, [*starts, len(keys)]), shown)


# ── runs ───────────────────────────────────────────────────────────────────────────────────


def _runs(old: _Tokens, new: _Tokens, matches: list[Match]) -> Iterator[Run]:
    a, b = 0, 0
    begins = set(old.words.starts)
    for i, j, length in [*matches, (len(old.shown), len(new.shown), 0)]:
        # A removed beginning of a paragraph that goes on must not leave a paragraph of its own.
        torn = a < i and a in begins and i not in begins
        if a < i:
            yield _run("removed", old.shown[a:i])
        if b < j:
            yield _run("added", new.shown[b:j], glued=torn)
        if length:
            yield _run("same", new.shown[j : j + length], glued=torn and b == j)
        a, b = i + length, j + length


def _run(kind: Kind, shown: list[str], *, glued: bool = False) -> Run:
    text = " ".join(shown).replace(" " + _PARAGRAPH, _PARAGRAPH)
    return Run(kind, text.removeprefix(_PARAGRAPH) if glued else text, len(shown))


# ── shown ──────────────────────────────────────────────────────────────────────────────────


def inline(edits: Edits) -> str:
    """The later text on which the edits are marked: `[-old-]` and `{+new+}`, paragraphs kept."""
    marks = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    return _marked(edits, marks)


def html(edits: Edits) -> str:
    """The later text as `<p>` paragraphs with `<del>` and `<ins>`; everything else is escaped."""
    marks = {"same": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}
    escaped = Edits(tuple(Run(run.kind, escape(run.text), run.words) for run in edits.runs))
    return "\n".join(f"<p>{text}</p>" for text in _marked(escaped, marks).split(_PARAGRAPH) if text)


def _marked(edits: Edits, marks: dict[str, tuple[str, str]]) -> str:
    """All runs with their marks, which never reach over a paragraph's end."""
    pieces: list[str] = []
    for run in edits.runs:
        opening, closing = marks[run.kind]
        first, *rest = run.text.split(_PARAGRAPH)
        if first:
            pieces.append(f" {opening}{first}{closing}")
        pieces.extend(f"{_PARAGRAPH}{opening}{text}{closing}" for text in rest)
    return "".join(pieces).strip()


def unified(edits: Edits, before_name: str, after_name: str) -> str:
    """The edits alone, for mail and terminals; empty when there are none.

    Under `--- name` and `+++ name` one hunk per place, headed by the number of its paragraph
    (from 1, in the later text); lines begin with a blank, `-` or `+`, a line for each run and
    paragraph, with a few words of context.
    """
    if edits.empty:
        return ""
    lines = [f"--- {before_name}", f"+++ {after_name}"]
    paragraph = 0
    last = len(edits.runs) - 1
    for index, run in enumerate(edits.runs):
        if run.kind == "same":
            lines.extend(_context(run, paragraph, first=index == 0, last=index == last))
        else:
            if index == 0:
                lines.append(_heading(1))
            sign = "-" if run.kind == "removed" else "+"
            lines.extend(sign + text for text in run.text.split(_PARAGRAPH) if text)
        if run.kind != "removed":
            paragraph += run.text.count(_PARAGRAPH)
    return "\n".join(lines) + "\n"


def _heading(paragraph: int) -> str:
    return f"@@ paragraph {paragraph} @@"


def _context(run: Run, paragraph: int, *, first: bool, last: bool) -> Iterator[str]:
    """An unchanged run between changes: whole when short, else its ends around a new heading."""
    if not first and not last and run.words <= 2 * _CONTEXT_WORDS:
        yield from (f" {text}" for text in run.text.split(_PARAGRAPH) if text)
        return
    if not first:
        start = run.text.removeprefix(_PARAGRAPH).partition(_PARAGRAPH)[0].split()
        more = " …" if len(start) > _CONTEXT_WORDS else ""
        yield " " + " ".join(start[:_CONTEXT_WORDS]) + more
    if not last:
        end = run.text.rpartition(_PARAGRAPH)[2].split()
        more = "… " if len(end) > _CONTEXT_WORDS else ""
        yield _heading(max(1, paragraph + run.text.count(_PARAGRAPH)))
        yield " " + more + " ".join(end[-_CONTEXT_WORDS:])
