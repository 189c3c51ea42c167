"""Word diffs: ours beside `difflib` and `git diff --word-diff`, on the same texts in one run.

difflib compares the same words, in a process of its own that is ended after a while; git's time is
that of its whole process, which is the only way to call it. Ours is the median of several, in
this process, from two texts to the edits, moves included.
"""

import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from monitor.diff import Edits, edits
from monitor.gist import gist
from tools.bench.options import Options
from tools.bench.table import Goal, Rows, Table

PATIENCE_SECONDS = 60
VOCABULARY = 6_000
_DIFFLIB = """
import sys, time
from difflib import SequenceMatcher
from pathlib import Path
a, b = (Path(name).read_text().split() for name in sys.argv[1:])
began = time.perf_counter()
SequenceMatcher(None, a, b).get_opcodes()
print(time.perf_counter() - began)
"""


@dataclass(frozen=True, slots=True)
class Case:
    """Two texts to compare, how often, and in how many milliseconds it must be done."""

    name: str
    before: str
    after: str
    times: int
    goal_ms: float


def measure(options: Options) -> Iterator[Table]:
    """One table."""
    rows = Rows()
    for case in cases(options):
        _case(rows, case, peers=options.peers)
    yield Table("word diffs", rows.all, f"difflib and git are ended after {PATIENCE_SECONDS} s")


def cases(options: Options) -> Iterator[Case]:
    """The texts: English in its frequencies, some with letters that are not ASCII."""
    chance = random.Random(7)
    small, large = 100_000, options.size(10_000_000, 1_000_000)
    text = written(chance, small)
    yield Case("100 kB, 1 % changed", text, changed(chance, text), 15, 20)
    yield Case("100 kB, rewritten", text, written(chance, small), 15, 150)
    umlauts = written(chance, small, letters="aeioubcdfghlmnrstäöüß")
    yield Case("100 kB, 1 % changed, not ASCII", umlauts, changed(chance, umlauts), 15, 20)
    paragraphs = text.split("\n\n")
    turned = "\n\n".join([*paragraphs[9:], *paragraphs[:9]])
    yield Case("100 kB, nine paragraphs moved", text, turned, 15, 20)
    text = written(chance, large)
    yield Case(f"{large / 1e6:.0f} MB, 1 % changed", text, changed(chance, text), 1, 5_000)
    yield Case(f"{large / 1e6:.0f} MB, rewritten", text, written(chance, large), 1, 10_000)


def written(chance: random.Random, size: int, letters: str = "abcdefghiklmnoprstuvw") -> str:
    """Paragraphs of made-up words, few of them frequent, as in any language."""
    words = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(VOCABULARY)]
    weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
    text = chance.choices(words, weights, k=size // 7)
    pieces: list[str] = []
    while text:
        length = chance.randint(20, 90)
        pieces.append(" ".join(text[-length:]) + ".")
        del text[-length:]
    return "\n\n".join(pieces)


def changed(chance: random.Random, text: str) -> str:
    """One word in a hundred, somewhere, is another."""
    words = text.split(" ")
    for _ in range(len(words) // 100):
        words[chance.randrange(len(words))] = f"new{chance.randrange(1000)}"
    return " ".join(words)


def _case(rows: Rows, case: Case, *, peers: bool) -> None:
    ours, found = _ours(case)
    rows.add(case.name, ours, "ms", goal=Goal(case.goal_ms), note=gist(found)[:80])
    if not peers:
        return
    with TemporaryDirectory() as name:
        files = [Path(name) / "before.txt", Path(name) / "after.txt"]
        for file, text in zip(files, (case.before, case.after), strict=True):
            file.write_text(text, encoding="utf-8")
        for peer, run in (("difflib", difflib), ("git diff --word-diff", git)):
            theirs = run(files)
            ratio = None if theirs is None else theirs / ours
            rows.add(f"  {peer}", theirs, "ms", "ours", ratio, note=_note(theirs))


def _ours(case: Case) -> tuple[float, Edits]:
    took: list[float] = []
    for _ in range(case.times):
        began = perf_counter()
        found = edits(case.before, case.after)
        took.append((perf_counter() - began) * 1000)
    return median(took), found


def difflib(files: Sequence[Path]) -> float | None:
    """Milliseconds that difflib took over the words; None when it was ended."""
    said = _patiently([sys.executable, "-c", _DIFFLIB, *map(str, files)])
    return None if said is None else float(said) * 1000


def git(files: Sequence[Path]) -> float | None:
    """Milliseconds from git's start to its end; None when there is none, or it was ended."""
    began = perf_counter()
    command = ["git", "diff", "--no-index", "--word-diff", "--no-color", *map(str, files)]
    said = _patiently(command)
    return None if said is None else (perf_counter() - began) * 1000


def _patiently(command: Sequence[str]) -> str | None:
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=PATIENCE_SECONDS, check=False, text=True
        )
    except (subprocess.TimeoutExpired, FileNotFoundError):
        return None
    return done.stdout


def _note(took: float | None) -> str:
    return f"not done in {PATIENCE_SECONDS} s, or not there" if took is None else ""
