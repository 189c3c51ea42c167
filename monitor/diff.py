"""Two texts to the words that went and came, and those to unified text, HTML or one line.

Equality is that of `monitor.text`: texts that are equal after normalisation have no edits, and
any other two have some. What is shown is what was written.

Words are aligned in `monitor.align` and moved ones found in `monitor.moves`, in bounded time
whatever the texts are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from monitor.align import Match, Words, align
from monitor.blocks import blocks
from monitor.moves import moves
from monitor.text import shown_as_compared, words

Kind = Literal["same", "removed", "added"]

_PARAGRAPH = "\n\n"
_CONTEXT_WORDS = 8
_BEFORE_HEADLINE = 200
"""How many characters of a lead may stand before its headline: its date, mostly."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive words with one fate, as written; a paragraph begins after a blank line.

    `moved`, from 1, joins what went at one place to what came at another, word for word the same.
    """

    kind: Kind
    text: str
    words: int
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Edits:
    """What turns one text into the other, in reading order. `same` runs show the later text.

    `titled`: the first paragraph is a title.
    """

    runs: tuple[Run, ...]
    titled: bool = False

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

    @property
    def moved_words(self) -> int:
        """How many words only changed their place; they count as removed and as added, too."""
        return sum(run.words for run in self.runs if run.kind == "added" and run.moved)


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
        if not found.empty and not _equal(before, after):
            return found
    return replace(edits(document(*before), document(*after)), titled=bool(after[0]))


def _equal(before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Equal as a whole, though title and text may be parted at another word."""
    return words(before[0]) + words(before[1]) == words(after[0]) + words(after[1])


def _is_headline(title: str, text: str) -> bool:
    opening = " ".join(words(text[: len(title) + _BEFORE_HEADLINE])).casefold()
    return " ".join(words(title.rstrip("… "))).casefold() in opening


def edits(before: str, after: str) -> Edits:
    """The edits from `before` to `after`, by words."""
    folded = _Folded()  # two versions of a text have most of their words in common
    old, new = _tokens(before, folded), _tokens(after, folded)
    matches = align(old.words, new.words)
    moved = moves(old.words.keys, new.words.keys, matches)
    return Edits(
        tuple(_runs(_Part(old, _places(moved, 0)), _Part(new, _places(moved, 1)), matches))
    )


# ── tokens ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Words as compared and, one for one, as written; a paragraph's first after a break."""

    words: Words
    shown: list[str]


class _Folded(dict[str, str]):
    """Word -> as it is compared, empty when invisible: each is folded once, as most recur."""

    def __missing__(self, word: str) -> str:
        folded = word if word.isascii() and word.isprintable() else "".join(words(word))
        self[word] = folded
        return folded


def _tokens(text: str, seen: _Folded) -> _Tokens:
    """Every line with a word in it is a paragraph; blank lines are only the space between."""
    keys: list[str] = []
    shown: list[str] = []
    starts: list[int] = []
    folded = None if shown_as_compared(text) else seen
    for line in text.splitlines():
        written = line.split()
        compared = written
        if folded is not None:
            compared = [folded[word] for word in written]
            if "" in compared:  # invisible words are neither compared nor shown
                written = [word for word in written if folded[word]]
                compared = [word for word in compared if word]
        if compared:
            starts.append(len(keys))
            keys.extend(compared)
            shown.append(_PARAGRAPH + written[0])
            shown.extend(written[1:])
    return _Tokens(Words(keys, [*starts, len(keys)]), shown)


# ── runs ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Part:
    """One side's words, and where in them a moved stretch begins: its end and its number."""

    tokens: _Tokens
    moved: Mapping[int, tuple[int, int]]

    def runs(self, kind: Kind, start: int, end: int, *, glued: bool = False) -> Iterator[Run]:
        """A stretch that went or came, cut where moved words begin and end."""
        at = start
        for begin in [at for at in range(start, end) if at in self.moved] if self.moved else ():
            finish, number = self.moved[begin]
            if at < begin:
                yield self.run(kind, at, begin, glued=glued and at == start)
            yield self.run(kind, begin, finish, number, glued=glued and begin == start)
            at = finish
        if at < end:
            yield self.run(kind, at, end, glued=glued and at == start)

    def run(self, kind: Kind, start: int, end: int, moved: int = 0, *, glued: bool = False) -> Run:
        """Words with one fate; `glued`: they go on with a paragraph, though it began with them."""
        text = " ".join(self.tokens.shown[start:end]).replace(" " + _PARAGRAPH, _PARAGRAPH)
        text = text.removeprefix(_PARAGRAPH) if glued else text
        return Run(kind, text, end - start, moved)


def _places(moved: Sequence[Match], side: int) -> dict[int, tuple[int, int]]:
    """Where moved words begin on one side -> where they end, and the number of the move."""
    return {move[side]: (move[side] + move[2], number) for number, move in enumerate(moved, 1)}


def _runs(old: _Part, new: _Part, matches: list[Match]) -> Iterator[Run]:
    a, b = 0, 0
    begins = set(old.tokens.words.starts)
    for i, j, length in [*matches, (len(old.tokens.shown), len(new.tokens.shown), 0)]:
        # A removed beginning of a paragraph that goes on must not leave a paragraph of its own.
        torn = a < i and a in begins and i not in begins
        yield from old.runs("removed", a, i)
        yield from new.runs("added", b, j, glued=torn)
        if length:
            yield new.run("same", j, j + length, glued=torn and b == j)
        a, b = i + length, j + length


# ── shown ──────────────────────────────────────────────────────────────────────────────────


_MOVED = "(moved) "
_PLAIN_MARKS = {
    ("same", False): ("", ""),
    ("removed", False): ("[-", "-]"),
    ("added", False): ("{+", "+}"),
    ("removed", True): ("[-" + _MOVED, "-]"),
    ("added", True): ("{+" + _MOVED, "+}"),
}
_HTML_MARKS = {
    ("same", False): ("", ""),
    ("removed", False): ("<del>", "</del>"),
    ("added", False): ("<ins>", "</ins>"),
    ("removed", True): ('<del title="moved">', "</del>"),
    ("added", True): ('<ins title="moved">', "</ins>"),
}
_Marks = Mapping[tuple[str, bool], tuple[str, str]]


def inline(edits: Edits) -> str:
    """The later text with the edits in it: `[-old-]`, `{+new+}`, `{+(moved) text+}`."""
    return _marked(edits, _PLAIN_MARKS)


def html(edits: Edits) -> str:
    """The later text as paragraphs, lists and tables with `<del>` and `<ins>`; all else escaped."""
    escaped = Edits(tuple(replace(run, text=escape(run.text)) for run in edits.runs))
    return blocks(text for text in _marked(escaped, _HTML_MARKS).split(_PARAGRAPH) if text)


def _marked(edits: Edits, marks: _Marks) -> str:
    """All runs with their marks, which never reach over a paragraph's end."""
    pieces: list[str] = []
    for run in edits.runs:
        opening, closing = marks[run.kind, bool(run.moved)]
        first, *rest = run.text.split(_PARAGRAPH)
        if first:
            pieces.append(f" {opening}{first}{closing}")
        pieces.extend(f"{_PARAGRAPH}{opening}{text}{closing}" for text in rest)
    return "".join(pieces).strip()


def unified(edits: Edits, before_name: str, after_name: str) -> str:
    """The edits alone, for mail and terminals; empty when there are none.

    Under `--- name` and `+++ name` one hunk per place, headed by the number of its paragraph
    (from 1, in the later text); lines begin with a blank, `-` or `+`, a line for each run and
    paragraph, with a few words of context; moved words follow `(moved)`.
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
            sign = ("-" if run.kind == "removed" else "+") + (_MOVED if run.moved else "")
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
