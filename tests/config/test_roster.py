"""Sources packed: what goes in comes out, one by one or in order, and takes little room."""

import pytest

from monitor.config.roster import BLOCK, Roster
from monitor.model.source import Source

FULL = Source(
    id="full",
    kind="page",
    place="https://example.org/\u00e9\U0001f600",
    title="Everything that can be said",
    tags=("a", "b"),
    every="0 9 * * mon-fri",
    timezone="Europe/Berlin",
    root="/data",
    tell_baseline=True,
    headers={"Authorization": "Bearer ${TOKEN}"},
    feed_token="open sesame",
    options={"select": ["main"], "confirm": 30.5, "nested": {"a": None}, "n": 2**70},
)


def many(count: int) -> list[Source]:
    return [
        Source(f"s{number}", "feed", f"https://e.example/{number}", f"Source {number}")
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_what_goes_in_comes_out_in_order(count: int) -> None:
    sources = many(count)
    roster = Roster(iter(sources))
    assert (len(roster), list(roster)) == (count, sources)
    assert [roster[number] for number in range(count)] == sources
    assert roster == sources
    assert roster[1:BLOCK:7] == tuple(sources[1:BLOCK:7])


def test_every_value_of_a_source_is_kept() -> None:
    (source,) = Roster([FULL])
    assert source == FULL
    assert Roster([FULL])[-1] == FULL


def test_one_is_found_by_its_id() -> None:
    sources = many(2 * BLOCK + 3)
    roster = Roster(sources)
    for position, source in enumerate(sources):
        assert roster.find(source.id) == source
        assert roster.position(source.id) == position
    assert roster.find("s") is None
    assert roster.find("") is None


def test_ids_with_the_same_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.config.roster.hash", lambda name: 7, raising=False)
    sources = many(5)
    roster = Roster(sources)
    assert [roster.find(source.id) for source in sources] == sources
    assert roster.find("s5") is None


def test_beyond_its_end_there_is_none() -> None:
    for position in (3, -4):
        with pytest.raises(IndexError):
            Roster(many(3))[position]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(many(200)[:-1], id="one less"),
        pytest.param([*many(199), FULL], id="another at the end"),
        pytest.param(many(200)[::-1], id="another order"),
    ],
)
def test_other_sources_make_another_roster_with_another_digest(other: list[Source]) -> None:
    roster = Roster(many(200))
    assert roster == Roster(many(200))
    assert roster.digest == Roster(many(200)).digest
    assert roster != Roster(other)
    assert roster.digest != Roster(other).digest


def test_tags_of_private_sources_are_not_shared() -> None:
    hidden = Source(
        "hidden", "feed", "https://e.example", "t", tags=("x", "y"), feed_token="12345678"
    )
    shown = Source("shown", "feed", "https://e.example", "t", tags=("z", "y", "z"))
    assert Roster([hidden, shown]).shared_tags == ("z", "y")


def test_a_source_takes_some_bytes_and_not_a_thousand() -> None:
    roster = Roster(many(10 * BLOCK))
    assert sum(map(len, roster._blocks)) < 40 * len(roster)
