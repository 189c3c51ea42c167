"""The keys of new releases, without what their source repeats."""

from dataclasses import replace

import pytest

from monitor.intake.sign import LEARNT_FROM, MOST_SIGNED, signed
from monitor.model.change import ChangeKind, Check
from monitor.model.source import SourceState
from monitor.stories.commons import ENOUGH, Common, Template
from monitor.stories.model import Told
from monitor.stories.sketch import passages, signature
from monitor.stories.wording import wording
from tests.store.kept import change, check, release

FRAME = "The office of the harbour is open from nine to five on every day but Sunday."


class Remembered:
    """What a store would say, and what it was given to keep."""

    def __init__(self, kept: Template | None = None, told: int = 0) -> None:
        self.kept = kept
        self.told = [Told("one", f"Told {n}", f"Story {n} of it. {FRAME}") for n in range(told)]
        self.asked: list[int] = []

    def template(self, source: str) -> Template | None:
        return self.kept

    def keep_template(self, source: str, template: Template) -> None:
        self.kept = template

    def newest_told(self, source: str, limit: int) -> list[Told]:
        self.asked.append(limit)
        return self.told[:limit]


def arrived(count: int) -> Check:
    new = [release(f"r{n}", f"The gate of quay {n} is shut tonight. {FRAME}") for n in range(count)]
    return check(SourceState("one"), new, [change(ChangeKind.NEW, one) for one in new])


def test_a_check_without_anything_new_is_left_alone() -> None:
    old = release("r", "Edited.")
    seen = check(SourceState("one"), [old], [change(ChangeKind.REVISED, old, n=1)])
    memory = Remembered()
    assert signed(seen, memory, 5) is seen
    assert memory.kept is None


def test_a_new_release_has_the_keys_of_title_and_text() -> None:
    (one,) = signed(arrived(1), Remembered(), 0).releases
    said = Told("one", one.document.title, one.document.text).said
    assert one.story_keys == signature(said)
    assert one.story_keys


def test_what_a_source_repeats_is_no_key() -> None:
    memory = Remembered(told=ENOUGH)
    (one,) = signed(arrived(1), memory, ENOUGH).releases
    frame = set(passages(wording(FRAME)))
    assert memory.kept is not None
    assert frame <= memory.kept.common.passages
    assert not frame & set(one.story_keys)


@pytest.mark.parametrize(
    ("known", "learnt_from", "anew"), [(0, 0, False), (6, 4, False), (7, 4, True), (40, 10, True)]
)
def test_a_source_is_learnt_anew_when_it_told_twice_as_much(
    known: int, learnt_from: int, anew: bool
) -> None:
    kept = Template(Common(), learnt_from) if learnt_from else None
    memory = Remembered(kept, told=known)
    signed(arrived(1), memory, known)
    assert (memory.kept != kept) is anew
    assert memory.asked == ([LEARNT_FROM - 1] if anew else [])


def test_of_a_large_baseline_only_the_newest_wait_for_others() -> None:
    memory = Remembered()
    releases = signed(arrived(MOST_SIGNED + 5), memory, 0).releases
    assert [bool(one.story_keys) for one in releases] == [False] * 5 + [True] * MOST_SIGNED
    assert memory.asked == []
    assert memory.kept is not None
    assert memory.kept.learnt_from == MOST_SIGNED + 5


def test_what_was_seen_before_has_no_keys() -> None:
    new = arrived(1)
    old = release("old", f"It was told before. {FRAME}")
    both = replace(new, releases=(*new.releases, old))
    assert [bool(one.story_keys) for one in signed(both, Remembered(), 3).releases] == [True, False]
