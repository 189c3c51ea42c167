"""Random histories of a file against a simple model: equal states, nothing told twice."""

from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.release import Document
from monitor.model.visit import Part, Response
from tests.intake.memory import Shelf, kinds

COMMON = ["the", "council", "of", "the", "union", "said", "that"]

Step = tuple[str, int, int]


@dataclass
class Editor:
    """Somebody who edits one file, and what each edit should be told as.

    Nothing is both moved and edited between two visits, nor edited beside what is moved: that
    may be told as withdrawn and new.
    """

    order: list[int] = field(default_factory=list)
    words: dict[int, list[str]] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    moved: bool = False
    edited: bool = False
    edits: int = 0

    def do(self, step: Step) -> list[str]:
        """One edit; what it is told as. Nothing where it cannot be done now."""
        name, which, where = step
        told = getattr(self, name)(which, where)
        assert isinstance(told, list)
        return told

    def begin(self) -> None:
        """A new round of edits, seen together."""
        self.touched.clear()
        self.moved = self.edited = False

    def add(self, _: int, where: int) -> list[str]:
        number = len(self.words)
        self.words[number] = COMMON + [f"w{number}x{i}" for i in range(20)]
        self.revisions[number] = 1
        self._put(number, where)
        return ["new"]

    def edit(self, which: int, where: int) -> list[str]:
        number = None if self.moved else self._pick(which)
        if number is None:
            return []
        self.edits += 1
        self.edited = True
        words = self.words[number]
        words[where % len(words)] = f"edited{self.edits}"
        self.revisions[number] += 1
        return ["revised"]

    def move(self, which: int, where: int) -> list[str]:
        number = None if self.moved or self.edited else self._pick(which)
        if number is not None:
            self.moved = True
            self.order.remove(number)
            self._put(number, where)
        return []

    def delete(self, which: int, _: int) -> list[str]:
        number = self._pick(which) if len(self.order) > 1 else None
        if number is None:
            return []
        self.order.remove(number)
        self.deleted.append(number)
        return ["withdrawn"]

    def put_back(self, which: int, where: int) -> list[str]:
        waiting = [number for number in self.deleted if number not in self.touched]
        if not waiting:
            return []
        number = waiting[which % len(waiting)]
        self.deleted.remove(number)
        self._put(number, where)
        return ["returned"]

    def file(self) -> list[Document]:
        """The file as it stands; titles are the beginnings of the texts, as of a lead."""
        texts = [" ".join(self.words[number]) for number in self.order]
        return [Document(" ".join(text.split()[:9]), text, "") for text in texts]

    def _put(self, number: int, where: int) -> None:
        self.touched.add(number)
        self.order.insert(where % (len(self.order) + 1), number)

    def _pick(self, which: int) -> int | None:
        free = [number for number in self.order if number not in self.touched]
        if not free:
            return None
        number = free[which % len(free)]
        self.touched.add(number)
        return number


NUMBER = st.integers(0, 30)
STEP = st.tuples(
    st.sampled_from(["add", "edit", "edit", "move", "delete", "put_back"]), NUMBER, NUMBER
)
ROUNDS = st.lists(st.lists(STEP, min_size=1, max_size=3), max_size=12)


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 6), ROUNDS)
def test_a_history_is_told_as_it_happened(begin_with: int, rounds: list[list[Step]]) -> None:
    editor, shelf = Editor(), Shelf()
    for _ in range(begin_with):
        editor.do(("add", 0, len(editor.order)))
    shelf.check(a=editor.file())
    for steps in rounds:
        editor.begin()
        expected = [kind for step in steps for kind in editor.do(step)]
        assert Counter(kinds(shelf.check(a=editor.file()))) == Counter(expected)
        _agree(editor, shelf)
    before = len(shelf.kept.changes)
    check = shelf.kept.see(again())
    assert (check.outcome, check.releases) == ("unchanged", ())
    assert len(shelf.kept.changes) == before


def _agree(editor: Editor, shelf: Shelf) -> None:
    """The releases that stand are the file: texts, order and number of revisions."""
    standing = sorted(shelf.kept.standing(), key=lambda release: release.places["a.txt"])
    said = [shelf.kept.said[release.id][1] for release in standing]
    assert said == [document.text for document in editor.file()]
    revisions = [release.revision for release in standing]
    assert revisions == [editor.revisions[number] for number in editor.order]


def again() -> Response:
    """The same file, read once more."""
    return Response((Part("a.txt", b""),), memo={"n": 1})


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 6), ROUNDS)
def test_a_history_gives_the_same_ids_to_everybody(
    begin_with: int, rounds: list[list[Step]]
) -> None:
    told: list[list[str]] = []
    for _ in range(2):
        editor, shelf = Editor(), Shelf()
        for _ in range(begin_with):
            editor.do(("add", 0, len(editor.order)))
        shelf.check(a=editor.file())
        for steps in rounds:
            editor.begin()
            for step in steps:
                editor.do(step)
            shelf.check(a=editor.file())
        told.append([change.id for change in shelf.kept.changes])
    assert told[0] == told[1]
