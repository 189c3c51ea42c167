"""Hosts take turns; a slow, paused or large one holds up only itself."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.engine.frontier import LONGEST_QUEUE, LONGEST_WAIT_SECONDS, NOBODY, Due, Frontier


def frontier(seats: int = 2, **waits: float) -> Frontier:
    return Frontier(lambda: seats, lambda host: waits.get(host, 0.0))


def filled(*dues: Due, seats: int = 2, **waits: float) -> Frontier:
    made = frontier(seats, **waits)
    for due in dues:
        made.add(due)
    return made


def names(dues: list[Due]) -> list[str]:
    return [due.source for due in dues]


def test_hosts_take_turns_however_much_one_has() -> None:
    large = [Due(f"large {number}", "large") for number in range(9)]
    waiting = filled(*large, Due("small 0", "small"), Due("small 1", "small"))
    assert names(waiting.take(0, 4)) == ["large 0", "small 0", "large 1", "small 1"]


def test_a_host_has_so_many_seats_and_gets_one_back_with_each_end() -> None:
    dues = [Due(f"s{number}", "host") for number in range(4)]
    waiting = filled(*dues)
    assert waiting.take(0, 9) == dues[:2]
    assert waiting.take(0, 9) == []
    assert waiting.next_at() is None
    waiting.end(dues[1], well=True)
    assert waiting.take(0, 9) == dues[2:3]


def test_one_that_failed_has_a_single_seat_until_it_does_well() -> None:
    dues = [Due(f"s{number}", "host") for number in range(6)]
    waiting = filled(*dues)
    first, second = waiting.take(0, 9)
    waiting.end(first, well=True)
    waiting.end(second, well=False)
    (third,) = waiting.take(0, 9)
    waiting.end(third, well=True)
    assert len(waiting.take(0, 9)) == 2


def test_what_needs_no_host_needs_no_seat() -> None:
    dues = [Due(f"s{number}", NOBODY) for number in range(LONGEST_QUEUE + 2)]
    assert filled(*dues).take(0, 999) == dues


def test_nobody_begins_before_its_time_and_the_next_time_is_known() -> None:
    waiting = filled(Due("later", "a", begins_at=7.0), Due("sooner", "a", begins_at=5.0))
    assert waiting.next_at() == 5.0
    assert waiting.take(4.9, 9) == []
    assert names(waiting.take(5.0, 9)) == ["sooner"]
    assert waiting.next_at() == 7.0


def test_a_host_that_wants_to_be_left_alone_is_and_the_others_go_on() -> None:
    waits = {"paused": 30.0}
    waiting = Frontier(lambda: 2, lambda host: waits.get(host, 0.0))
    waiting.add(Due("a", "paused"))
    waiting.add(Due("b", "open"))
    assert names(waiting.take(100.0, 9)) == ["b"]
    assert waiting.next_at() == 130.0
    waits.clear()
    assert names(waiting.take(130.0, 9)) == ["a"]


def test_a_host_that_wants_more_than_anybody_waits_is_not_waited_for() -> None:
    waiting = filled(Due("a", "closed"), closed=LONGEST_WAIT_SECONDS + 1)
    assert names(waiting.take(0.0, 9)) == ["a"]


def test_a_source_waits_once_and_a_full_queue_is_noted() -> None:
    waiting = frontier()
    for number in range(LONGEST_QUEUE):
        waiting.add(Due(f"s{number}", "host"))
        waiting.add(Due(f"s{number}", "host"))
    assert (len(waiting), waiting.left_out) == (LONGEST_QUEUE, False)
    waiting.add(Due("one too many", "host"))
    assert (len(waiting), waiting.left_out) == (LONGEST_QUEUE, True)
    waiting.add(Due("elsewhere", "other"))
    assert "elsewhere" in waiting
    assert "one too many" not in waiting


def test_what_was_cleared_can_be_found_again() -> None:
    waiting = filled(Due("s", "host"), Due("t", "host"))
    (under_way,) = waiting.take(0, 1)
    waiting.clear()
    assert (len(waiting), waiting.take(9, 9)) == (0, [])
    waiting.add(Due("t", "host"))
    assert names(waiting.take(9, 9)) == ["t"]
    waiting.end(under_way, well=True)


STEPS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.booleans()), max_size=60)


@given(STEPS, st.integers(1, 3))
def test_whatever_happens_each_begins_once_and_no_host_has_more_than_its_seats(
    steps: list[tuple[str, int, bool]], seats: int
) -> None:
    waiting, under_way, begun = frontier(seats), list[Due](), list[str]()
    for number, (host, at, well) in enumerate(steps):
        waiting.add(Due(f"{number}", host, begins_at=float(at)))
        taken = waiting.take(5.0, 2)
        assert all(due.begins_at <= 5.0 for due in taken)
        under_way += taken
        begun += names(taken)
        assert all(sum(due.host == name for due in under_way) <= seats for name in "abc")
        if under_way and number % 3 == 0:
            waiting.end(under_way.pop(0), well=well)
    while under_way or len(waiting):
        under_way += (taken := waiting.take(9.0, 2))
        begun += names(taken)
        waiting.end(under_way.pop(0), well=True)
    assert sorted(begun, key=int) == [f"{number}" for number in range(len(steps))]
