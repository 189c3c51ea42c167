from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from monitor.alerts import sign
from tests.alerts.rows import OLD_SECRET, SECRET

BODY = '{"type":"test","text":"Übung · 演习"}'.encode()


def signed(*secrets: str, at: datetime | None = None, body: bytes = BODY) -> dict[str, str]:
    return sign.headers("msg_1", at or datetime.now(UTC), body, secrets)


def test_a_receiver_with_the_published_library_accepts_the_signature() -> None:
    assert Webhook(SECRET).verify(BODY, signed(SECRET)) == {"type": "test", "text": "Übung · 演习"}


def test_the_signature_is_the_one_of_the_standards_own_example() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = sign.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', [SECRET])
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("held", [SECRET, OLD_SECRET], ids=["the new one", "the old one"])
def test_while_a_secret_is_replaced_either_of_the_two_verifies(held: str) -> None:
    headers = signed(SECRET, OLD_SECRET)
    assert headers["webhook-signature"].count("v1,") == 2
    Webhook(held).verify(BODY, headers)


@pytest.mark.parametrize(
    "changed",
    [{"webhook-id": "msg_2"}, {"webhook-timestamp": str(int(datetime.now(UTC).timestamp()) - 9)}],
    ids=["id", "timestamp"],
)
def test_the_signature_covers_id_and_timestamp(changed: dict[str, str]) -> None:
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, signed(SECRET) | changed)


def test_another_body_or_another_secret_does_not_verify() -> None:
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY + b" ", signed(SECRET))
    with pytest.raises(WebhookVerificationError):
        Webhook(OLD_SECRET).verify(BODY, signed(SECRET))


def test_a_target_without_a_secret_gets_an_id_and_no_signature() -> None:
    assert signed().keys() == {"webhook-id", "webhook-timestamp"}


@pytest.mark.parametrize("written", ["c2VjcmV0IQ==", "whsec_c2VjcmV0IQ", " whsec_c2VjcmV0IQ== "])
def test_prefix_and_padding_of_a_secret_may_be_missing(written: str) -> None:
    assert sign.key(written) == b"secret!"


@pytest.mark.parametrize("written", ["whsec_no spaces", "whsec_ü", "whsec_A", "whsec_", ""])
def test_an_unusable_secret_is_refused_without_being_shown(written: str) -> None:
    with pytest.raises(ValueError) as raised:
        sign.key(written)
    shown = written.removeprefix("whsec_")
    assert not shown or shown not in str(raised.value).split()
