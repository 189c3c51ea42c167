"""The outbox between a real store and real receivers. Letters are those of the conformance list."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.typing import EventDict

from monitor.alerts import outbox as outbox_module
from monitor.alerts import webhook
from monitor.alerts.kinds import NOTIFIERS, Attempt
from monitor.config.settings import Match
from monitor.errors import StoreFull, UsageError
from monitor.model.delivery import Answer, DeliveryState, Sent
from monitor.net.door import Door
from tests.alerts.conftest import Post, beside
from tests.support.receiver import HANG, Receiver
from tests.support.server import Answer as Reply

LATER = timedelta(seconds=180)
"""Past a wait of two minutes, and not so far that a receiver distrusts the signature's time."""

# ── seen ─▸ owed ───────────────────────────────────────────────────────────────────────────


async def test_a_change_is_told_with_its_diff_as_soon_as_it_is_committed(
    post: Post, receiver: Receiver
) -> None:
    post.configure(post.to(receiver))
    post.news.publish("One", "It ended.", baseline=True)
    sequence = post.news.edit("One", "It has ended.")
    async with post.running():
        assert await post.outcome() == ["sent"]
    [message] = receiver.messages
    assert message.json["type"] == "release.revised"
    assert message.json["data"]["diff"]["url"] == f"http://127.0.0.1:8000/changes/{sequence}"
    assert "+has" in message.json["data"]["diff"]["unified"]


async def test_a_baseline_is_told_to_nobody(post: Post, receiver: Receiver) -> None:
    post.configure(post.to(receiver))
    post.news.publish("Old", baseline=True)
    post.news.publish("New")
    async with post.running():
        await post.outcome()
    assert [message.json["data"]["release"]["title"] for message in receiver.messages] == ["New"]
    assert post.store.unrouted(10) == []


async def test_a_commit_that_wakes_is_told_without_waiting_for_the_poll(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "POLL_SECONDS", 3600.0)
    post.configure(post.to(receiver))
    async with post.running() as outbox:
        await asyncio.to_thread(post.news.publish, "New")
        await asyncio.to_thread(outbox.wake)
        assert await post.outcome() == ["sent"]


async def test_what_another_process_commits_is_found_by_looking(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "POLL_SECONDS", 0.02)
    post.configure(post.to(receiver))
    async with post.running():
        await asyncio.to_thread(post.news.publish, "New")
        assert await post.outcome() == ["sent"]


async def test_words_are_looked_for_in_the_text_that_the_change_made(
    post: Post, receiver: Receiver
) -> None:
    post.configure(post.to(receiver, match=Match(any_words=("manoeuvre",))))
    post.news.publish("One", "A Manoeuvre began.")
    post.news.edit("One", "A drill began.")
    async with post.running():
        await post.outcome()
    assert [message.json["type"] for message in receiver.messages] == ["release.new"]


async def test_a_failing_source_is_told_to_those_who_ask_for_it(
    post: Post, receiver: Receiver, another: Receiver
) -> None:
    post.configure(post.to(receiver, on=("failing",)), post.to(another, "others"))
    post.news.fail()
    async with post.running():
        await post.outcome()
    assert receiver.messages[0].json["data"]["failure"]["kind"] == "http"
    assert another.messages == []


async def test_a_change_that_cannot_be_routed_stays_and_holds_up_no_other(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, logs: list[EventDict]
) -> None:
    from monitor.alerts import pending

    real = pending.route
    broken = post.news.publish("Broken")
    post.news.publish("Well")

    def route(changes, *rest):
        if changes[0].sequence == broken:
            raise KeyError("a bug")
        return real(changes, *rest)

    post.configure(post.to(receiver))
    with monkeypatch.context() as patch:
        patch.setattr(pending, "route", route)
        outbox = post.outbox()
        assert [outbox.route_pending(), outbox.route_pending()] == [1, 0]
        assert [line["event"] for line in logs] == ["routing_broke"]
    assert [change.sequence for change in post.store.unrouted(10)] == [broken]
    assert outbox.route_pending() == 1


# ── owed ─▸ sent ───────────────────────────────────────────────────────────────────────────


async def test_c_a_refused_message_comes_again_with_its_id_and_is_delivered_once(
    post: Post, receiver: Receiver
) -> None:
    receiver.answers(500, 200)
    post.configure(post.to(receiver))
    post.news.publish("New")
    async with post.running():
        assert await post.outcome(2) == ["retry", "sent"]
    first, second = receiver.messages
    assert (first.id, first.body) == (second.id, second.body)
    assert len(receiver.taken) == 1
    assert post.delivery().state is DeliveryState.SENT
    assert post.delivery().attempts == 2


async def test_c_after_the_last_attempt_it_is_dead_and_can_be_replayed(
    post: Post, receiver: Receiver
) -> None:
    receiver.answers(500)
    post.configure(post.to(receiver))
    post.news.publish("New")
    async with post.running() as outbox:
        assert await post.outcome(2) == ["retry", "dead"]
        dead = post.delivery()
        assert (dead.state, dead.last_error) == (DeliveryState.DEAD, "the receiver answered 500")
        receiver.answers(200)
        assert post.store.replay(post.now(), ids=[dead.id]) == 1
        outbox.wake()
        assert await post.outcome() == ["sent"]
    assert receiver.ids == [dead.id] * 3


async def test_d_what_a_crash_interrupted_is_sent_again_with_its_ids(
    post: Post, receiver: Receiver
) -> None:
    receiver.answers(HANG)
    post.configure(post.to(receiver))
    sequences = [post.news.publish(f"Release {n}") for n in range(4)]
    killed = asyncio.create_task(post.outbox().run())
    await beside(receiver.wait, 4)
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    receiver.answers(200)
    assert post.store.free_leases("here") == 4
    async with post.running(post.outbox()):
        assert await post.outcome(4) == ["sent"] * 4
    assert sorted(message.sequence for message in receiver.taken.values()) == sequences
    assert len(set(receiver.ids)) == 4
    assert {delivery.attempts for delivery in post.deliveries()} == {1}


@pytest.mark.parametrize("where", ["render", "send"])
async def test_e_a_notifier_that_breaks_loses_nothing_and_holds_up_no_other(
    post: Post,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    logs: list[EventDict],
) -> None:
    from monitor.alerts import deliver

    rendered, send = deliver.render.body, webhook.send
    broken = post.news.publish("Broken")
    well = post.news.publish("Well")

    def body(alert, public_url):
        if where == "render" and alert.change.sequence == broken:
            raise KeyError("a bug")
        return rendered(alert, public_url)

    async def sends(door: Door, attempt: Attempt) -> Answer:
        if where == "send" and b"Broken" in attempt.body:
            raise RuntimeError(f"a bug at {attempt.target.place}")
        return await send(door, attempt)

    post.configure(post.to(receiver, retries_seconds=(0, 120)))
    with monkeypatch.context() as patch:
        patch.setattr(deliver.render, "body", body)
        patch.setitem(NOTIFIERS._loaded, "webhook", replace(webhook.NOTIFIER, send=sends))
        async with post.running():
            assert sorted(await post.outcome(2)) == ["retry", "sent"]
    [line] = [line for line in logs if line["event"] == "delivery_broke"]
    assert (line["log_level"], line["sequence"]) == ("error", broken)
    assert "/hook" not in str(logs)
    owed, sent = post.deliveries()
    assert (owed.state, sent.state) == (DeliveryState.RETRYING, DeliveryState.SENT)
    assert sent.sequence == well
    post.later = LATER
    async with post.running():
        assert await post.outcome() == ["sent"]
    assert {message.sequence for message in receiver.messages} == {broken, well}


async def test_g_each_target_has_its_own_state(
    post: Post, receiver: Receiver, another: Receiver
) -> None:
    receiver.answers(500, 200)
    post.configure(post.to(receiver, "bad", retries_seconds=(0, 120)), post.to(another, "good"))
    post.news.publish("New")
    async with post.running():
        assert sorted(await post.outcome(2)) == ["retry", "sent"]
    bad, good = post.deliveries()
    assert (bad.state, good.state) == (DeliveryState.RETRYING, DeliveryState.SENT)
    assert bad.id != good.id
    post.later = LATER
    async with post.running():
        assert await post.outcome() == ["sent"]
    assert (len(receiver.messages), len(another.messages)) == (2, 1)


async def test_a_receiver_that_hangs_keeps_no_other_waiting(
    post: Post, receiver: Receiver, another: Receiver
) -> None:
    receiver.answers(HANG)
    post.configure(post.to(receiver, "hangs"), post.to(another, "well"))
    for n in range(12):
        post.news.publish(f"Release {n}")
    async with post.running():
        assert await post.outcome(12) == ["sent"] * 12
    assert len(receiver.messages) == NOTIFIERS["webhook"].at_once
    assert len(another.taken) == 12


async def test_messages_go_out_in_the_order_of_the_changes(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "at_once", lambda settings: {"ops": 1})
    post.configure(post.to(receiver))
    sequences = [post.news.publish(f"Release {n}") for n in range(12)]
    async with post.running():
        await post.outcome(12)
    assert [message.sequence for message in receiver.messages] == sequences


async def test_410_switches_the_target_off_and_what_it_is_owed_stays_owed(
    post: Post, receiver: Receiver, another: Receiver, logs: list[EventDict]
) -> None:
    receiver.answers(410)
    post.configure(post.to(receiver, "gone"), post.to(another, "well"))
    post.news.publish("One")
    async with post.running() as outbox:
        assert sorted(await post.outcome(2)) == ["dead", "sent"]
        post.news.publish("Two")
        outbox.wake()
        assert await post.outcome() == ["sent"]
    assert "target_switched_off" in [line["event"] for line in logs]
    [state] = [state for state in post.store.targets() if not state.active]
    assert (state.target, "410" in (state.reason or "")) == ("gone", True)
    assert len(receiver.messages) == 1
    assert post.deliveries(target="gone")[-1].state is DeliveryState.OWED
    receiver.answers(200)
    post.store.switch_target("gone", active=True, reason=None, now=post.now())
    async with post.running():
        assert await post.outcome() == ["sent"]
    assert receiver.messages[-1].json["data"]["release"]["title"] == "Two"


async def test_a_receiver_is_not_asked_again_before_it_wishes(
    post: Post, receiver: Receiver
) -> None:
    receiver.answers(Reply(status=429, headers={"Retry-After": "120"}), 200)
    post.configure(post.to(receiver, retries_seconds=(0, 5)))
    post.news.publish("New")
    began_at = post.now()
    async with post.running() as outbox:
        assert await post.outcome() == ["retry"]
        assert (post.delivery().next_at or began_at) >= began_at + timedelta(seconds=120)
        post.later = LATER
        outbox.wake()
        assert await post.outcome() == ["sent"]


async def test_a_lease_that_was_lost_is_not_recorded_twice(
    post: Post, receiver: Receiver, logs: list[EventDict]
) -> None:
    receiver.answers(HANG, 200)
    post.configure(post.to(receiver))
    post.news.publish("New")
    async with post.running(post.outbox("slow")) as slow:
        await beside(receiver.wait, 1)
        post.store.free_leases("slow")
        async with post.running(post.outbox("quick")):
            assert await post.outcome() == ["sent"]
        receiver.let_go()
        await slow.stop(grace_seconds=20)
    assert "lease_lost" in [line["event"] for line in logs]
    assert post.outcomes.empty()
    assert len(set(receiver.ids)) == 1
    assert post.delivery().attempts == 1


async def test_a_full_disk_is_said_once_and_the_message_goes_again_with_its_id(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, logs: list[EventDict]
) -> None:
    post.configure(post.to(receiver))
    post.news.publish("One")
    post.news.publish("Two")

    def full(*_: object) -> bool:
        raise StoreFull("there is no room")

    with monkeypatch.context() as patch:
        patch.setattr(post.store, "settle", full)
        async with post.running() as outbox:
            await beside(receiver.wait, 2)
            await outbox.stop(grace_seconds=20)
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["outbox_hindered"]
    assert {delivery.attempts for delivery in post.deliveries()} == {0}
    async with post.running():
        assert await post.outcome(2) == ["sent", "sent"]
    assert sorted(receiver.ids) == sorted(list(receiver.taken) * 2)


async def test_a_target_that_the_configuration_lost_is_sent_what_it_is_owed_when_it_is_back(
    post: Post, receiver: Receiver, another: Receiver
) -> None:
    well = post.to(another, "well")
    post.configure(post.to(receiver), well)
    post.news.publish("New")
    post.outbox().route_pending()
    post.configure(well)
    async with post.running() as outbox:
        await post.outcome()
        await outbox.stop(grace_seconds=20)
    assert post.deliveries(target="ops")[0].state is DeliveryState.OWED
    post.configure(post.to(receiver), well)
    async with post.running():
        assert await post.outcome() == ["sent"]
    assert len(receiver.messages) == 1


# ── stop, test, secrets ────────────────────────────────────────────────────────────────────


async def test_stopping_gives_back_what_hangs_and_uses_up_no_attempt(
    post: Post, receiver: Receiver
) -> None:
    receiver.answers(HANG)
    post.configure(post.to(receiver))
    post.news.publish("New")
    async with post.running() as outbox:
        await beside(receiver.wait, 1)
        await outbox.stop(grace_seconds=0)
    assert (post.delivery().state, post.delivery().attempts) == (DeliveryState.OWED, 0)
    assert len(post.store.lease(post.now(), limit=9, seconds=9, per_target=9, holder="next")) == 1


async def test_stopping_lets_what_is_under_way_end_within_the_grace(
    post: Post, receiver: Receiver
) -> None:
    receiver.answers(HANG)
    post.configure(post.to(receiver))
    post.news.publish("New")
    async with post.running() as outbox:
        await beside(receiver.wait, 1)
        stopped = asyncio.create_task(outbox.stop(grace_seconds=20))
        receiver.let_go()
        await stopped
    assert post.delivery().state is DeliveryState.SENT


async def test_stopping_one_that_never_ran_is_no_wait(post: Post) -> None:
    await post.outbox().stop(grace_seconds=20)


async def test_a_test_message_is_sent_now_and_nothing_is_kept(
    post: Post, receiver: Receiver
) -> None:
    post.configure(post.to(receiver))
    assert await post.outbox().test("ops") == Sent(200)
    [message] = receiver.messages
    assert message.json["type"] == "test"
    assert post.store.deliveries() == []


async def test_a_test_of_an_unknown_target_says_so(post: Post) -> None:
    with pytest.raises(UsageError, match="no target nobody"):
        await post.outbox().test("nobody")


async def test_no_secret_of_a_target_is_logged_or_kept(
    post: Post, receiver: Receiver, logs: list[EventDict]
) -> None:
    receiver.answers(500)
    secret_path = replace(post.to(receiver, "wrong"), place=receiver.url + "?key=t0ken")
    refused = post.to(receiver, "refused", allow_private=())
    nowhere = replace(secret_path, id="nowhere", place="http://127.0.0.1:1/in/t0ken")
    post.configure(secret_path, refused, nowhere)
    post.news.publish("New")
    async with post.running():
        await post.outcome(6)
    said = str(logs) + str(post.deliveries()) + str(post.settings)
    assert "127.0.0.1:1:" in said
    for secret in ("t0ken", "/hook", "whsec_"):
        assert secret not in said


# ── digests ────────────────────────────────────────────────────────────────────────────────


def soon(post: Post) -> str:
    """A digest of an hour, due within `LATER` and not within the next minute."""
    return f"{(post.now() + timedelta(minutes=2)).minute} * * * *"


async def test_a_digest_waits_for_its_hour_and_is_one_message(
    post: Post, receiver: Receiver
) -> None:
    post.configure(post.to(receiver, digest=soon(post)))
    first = post.news.publish("One")
    second = post.news.edit("One", "It has ended.")
    assert post.outbox().route_pending() == 2
    due_at = post.delivery().next_at
    assert due_at is not None
    assert due_at - post.now() > timedelta(seconds=30)
    post.later = LATER
    async with post.running():
        assert await post.outcome() == ["sent"]
    [message] = receiver.messages
    assert message.json["type"] == "digest"
    told = message.json["data"]["items"]
    assert [item["data"]["sequence"] for item in told] == [first, second]
    assert [item["type"] for item in told] == ["release.new", "release.revised"]
    assert "+It has" in told[1]["data"]["diff"]["unified"]


async def test_a_digest_that_is_refused_comes_again_with_its_id_and_its_bytes(
    post: Post, receiver: Receiver
) -> None:
    receiver.answers(500, 200)
    post.configure(post.to(receiver, digest=soon(post)))
    post.news.publish("One")
    post.outbox().route_pending()
    post.later = LATER
    async with post.running() as outbox:
        assert await post.outcome() == ["retry"]
        post.news.publish("Two")
        outbox.wake()
        assert await post.outcome() == ["sent"]
    refused, taken = receiver.messages
    assert (refused.id, refused.body) == (taken.id, taken.body)
    assert len(taken.json["data"]["items"]) == 1


async def test_a_crash_between_gathering_and_sending_loses_and_repeats_nothing(
    post: Post, receiver: Receiver
) -> None:
    receiver.answers(HANG)
    post.configure(post.to(receiver, digest=soon(post)))
    told = [post.news.publish(name) for name in ("One", "Two")]
    post.outbox("crashed").route_pending()
    post.later = LATER
    (lost,) = post.store.lease(post.now(), limit=9, seconds=90, per_target=9, holder="crashed")
    told_later = post.news.publish("Three")
    receiver.answers(200)
    post.store.free_leases("crashed")
    async with post.running() as outbox:
        assert await post.outcome() == ["sent"]
        post.configure(post.to(receiver))
        outbox.wake()
        assert await post.outcome() == ["sent"]
    first, second = (message.json["data"]["items"] for message in receiver.messages)
    assert receiver.ids[0] == lost.delivery.id
    assert [item["data"]["sequence"] for item in (*first, *second)] == [*told, told_later]


async def test_what_was_gathered_is_told_at_once_when_the_digest_is_given_up(
    post: Post, receiver: Receiver
) -> None:
    post.configure(post.to(receiver, digest=soon(post)))
    post.news.publish("One")
    post.outbox().route_pending()
    post.configure(post.to(receiver))
    async with post.running():
        assert await post.outcome() == ["sent"]
    assert receiver.messages[0].json["type"] == "digest"


async def test_a_digest_of_what_was_forgotten_is_not_sent(post: Post, receiver: Receiver) -> None:
    post.configure(post.to(receiver, digest=soon(post)))
    post.news.publish("One")
    post.outbox().route_pending()
    post.store.forget("csto")
    post.later = LATER
    assert post.deliveries() == []
    assert post.store.lease(post.now(), limit=9, seconds=9, per_target=9, holder="us") == []
