"""Standard Webhooks 1.0.0 signatures: who sent a message, and that nobody changed it.

What is signed is `{webhook-id}.{webhook-timestamp}.{body}`, with HMAC-SHA256. While a secret is
being replaced there are several, and the message carries a signature by each: the receiver may
hold the old or the new one.
"""

import binascii
import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"


def key(secret: str) -> bytes:
    """The bytes of a secret: base64 after `whsec_`; prefix and padding may be missing.

    Raises ValueError, whose message never holds the secret.
    """
    encoded = secret.strip().removeprefix(PREFIX).rstrip("=")
    try:
        decoded = b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("a secret is whsec_ followed by base64") from None
    if not decoded:
        raise ValueError("the secret is empty")
    return decoded


def headers(
    message_id: str, sent_at: datetime, body: bytes, secrets: Iterable[str]
) -> dict[str, str]:
    """The three headers of one attempt, made at `sent_at`; no signature where no secret is."""
    timestamp = str(int(sent_at.timestamp()))
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    signatures = [_signature(key(secret), signed) for secret in secrets]
    identity = {"webhook-id": message_id, "webhook-timestamp": timestamp}
    return identity | ({"webhook-signature": " ".join(signatures)} if signatures else {})


def _signature(secret_key: bytes, signed: bytes) -> str:
    digest = hmac.new(secret_key, signed, hashlib.sha256).digest()
    return f"v1,{b64encode(digest).decode()}"
