from datetime import timedelta

import pytest

from monitor.alerts.route import delivery_id, digest_at, gather, reads_texts, route
from monitor.config.settings import Match
from monitor.model.change import ChangeKind
from monitor.model.delivery import DeliveryState
from monitor.store.views import ChangeRow
from tests.alerts.rows import AT, change, source_change, target

TEXT = "Das Manöver “Unbreakable Brotherhood” endet in Kasachstan. Éléments: 12 exercises."
BY_WORDS = change(title="Übung beendet")


def is_told(row: ChangeRow, **keys: object) -> bool:
    return bool(route([row], [target(**keys)], AT, {row.sequence: TEXT}))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("new", True),
        ("revised", True),
        ("withdrawn", True),
        ("returned", True),
        ("failing", False),
        ("recovered", False),
    ],
)
def test_without_on_a_target_hears_of_releases_and_not_of_failures(kind: str, told: bool) -> None:
    of_source = kind in ("failing", "recovered")
    row = source_change(ChangeKind(kind)) if of_source else change(kind=ChangeKind(kind))
    assert is_told(row) is told
    assert is_told(row, on=(kind,)) is True
    assert is_told(row, on=()) is False


@pytest.mark.parametrize(
    "row",
    [change(told=False, baseline=True), change(told=False, held="flapping")],
    ids=["baseline", "held"],
)
def test_what_is_not_told_is_owed_to_nobody(row: ChangeRow) -> None:
    assert route([row], [target()], AT) == ()


def test_a_private_sources_changes_are_told_to_its_owners_targets() -> None:
    assert is_told(change(private=True))


@pytest.mark.parametrize(
    ("match", "told"),
    [
        pytest.param(Match(), True, id="no condition"),
        pytest.param(Match(sources=("un", "csto")), True, id="one of the sources"),
        pytest.param(Match(sources=("un",)), False, id="another source"),
        pytest.param(Match(tags=("security", "x")), True, id="one of the tags"),
        pytest.param(Match(tags=("sport",)), False, id="another tag"),
        pytest.param(Match(any_words=("nothing", "brotherhood")), True, id="a word, any case"),
        pytest.param(Match(any_words=("manover",)), True, id="accents do not matter in the text"),
        pytest.param(Match(any_words=("ÉLÉMENTS",)), True, id="nor in the word"),
        pytest.param(Match(any_words=("Ubung",)), True, id="a word of the title"),
        pytest.param(Match(any_words=("unbreakable  brotherhood",)), True, id="a phrase"),
        pytest.param(Match(any_words=("exercise",)), False, id="not a part of a word"),
        pytest.param(Match(any_words=("brotherhood unbreakable",)), False, id="order counts"),
        pytest.param(Match(any_words=("***",)), False, id="signs are no words"),
        pytest.param(Match(none_words=("Kasachstan",)), False, id="an unwanted word"),
        pytest.param(Match(none_words=("sport",)), True, id="no unwanted word"),
        pytest.param(
            Match(any_words=("brotherhood",), none_words=("manöver",)), False, id="unwanted wins"
        ),
        pytest.param(
            Match(sources=("csto",), tags=("sport",)), False, id="every condition must hold"
        ),
    ],
)
def test_a_target_hears_of_what_it_matches(match: Match, told: bool) -> None:
    assert is_told(BY_WORDS, match=match) is told


def test_words_say_nothing_about_a_source_that_fails() -> None:
    row = source_change(ChangeKind.FAILING)
    assert is_told(row, on=("failing",), match=Match(any_words=("exercise",)))
    assert not is_told(row, on=("failing",), match=Match(sources=("un",)))


def test_no_change_has_two_ids_for_one_target_and_no_two_share_one() -> None:
    rows = [change(sequence=n, id=f"c{n}") for n in range(5)]
    receivers = [target(f"t{n}") for n in range(4)]
    ids = [delivery.id for delivery in route(rows, receivers, AT)]
    later = [delivery.id for delivery in route(rows, receivers, AT + timedelta(days=9))]
    assert ids == later
    assert len(set(ids)) == 20


def test_the_id_does_not_depend_on_the_sequence() -> None:
    [delivery] = route([change(sequence=7)], [target("ops")], AT)
    assert delivery.id == delivery_id(change(sequence=8).id, "ops")


def test_a_delivery_is_owed_from_the_first_wait_of_its_targets_schedule() -> None:
    patient = target(retries_seconds=(60.0, 600.0))
    [delivery] = route([change()], [patient], AT)
    assert (delivery.next_at, delivery.attempts) == (AT + timedelta(seconds=60), 0)
    assert delivery.state is DeliveryState.OWED


def test_texts_are_only_needed_where_somebody_chooses_by_words() -> None:
    assert not reads_texts([target(match=Match(sources=("csto",)))])
    assert reads_texts([target(), target(match=Match(none_words=("sport",)))])


# ── digests ────────────────────────────────────────────────────────────────────────────────


def test_where_a_digest_is_asked_for_a_change_is_gathered_and_not_owed() -> None:
    daily, at_once = target("daily", digest="0 9 * * *"), target("at-once")
    rows = [change(), change(sequence=813, id="another")]
    assert {each.target for each in route(rows, [daily, at_once], AT)} == {"at-once"}
    items = gather(rows, [daily, at_once], AT)
    assert [(item.sequence, item.target) for item in items] == [(812, "daily"), (813, "daily")]
    assert len({item.id for item in items} | {each.id for each in route(rows, [at_once], AT)}) == 4


def test_a_digest_holds_what_its_target_would_have_heard() -> None:
    picky = target("picky", digest="0 9 * * *", on=("withdrawn",))
    assert gather([change()], [picky], AT) == ()
    assert gather([change(told=False, baseline=True)], [target(digest="0 9 * * *")], AT) == ()


@pytest.mark.parametrize(
    ("timezone", "hour"), [("UTC", 9), ("Europe/Berlin", 8), ("Asia/Kolkata", 3)]
)
def test_it_is_due_when_its_hour_comes_round_in_its_zone(timezone: str, hour: int) -> None:
    half = 30 if timezone == "Asia/Kolkata" else 0
    due = digest_at(target(digest="0 9 * * *", timezone=timezone), AT)
    assert (due.hour, due.minute) == (hour, half)
    assert AT < due <= AT + timedelta(days=1)


def test_without_a_digest_it_is_due_at_once() -> None:
    assert digest_at(target(), AT) == AT
