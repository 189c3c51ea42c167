"""A webhook receiver on loopback, as a user of the webhooks would write one, but for its moods.

    with Receiver(SECRET) as receiver:
        receiver.answers(500, Answer(status=429, headers={"Retry-After": "7"}), 200)
        ...a target with the place receiver.url...
        receiver.wait(3)
        assert len(receiver.taken) == 1

Every request is verified by the published `standardwebhooks` package before the script is asked:
one that does not verify is answered 401 and stands in `forged`.
"""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

from standardwebhooks import Webhook, WebhookVerificationError

from tests.support.server import Answer, Scripted, Seen, Site

WAIT_SECONDS = 20.0
"""How long a test waits for a message. Not a measure: a giving-up."""

HANG: Final = "hang"
"""In a script: take the request and say nothing until `let_go`, or until the receiver closes."""

Step = int | Answer | str


@dataclass(frozen=True, slots=True)
class Message:
    """One attempt. `status` is what it was answered, None where it was left hanging."""

    id: str
    timestamp: int
    body: bytes
    headers: Mapping[str, str] = field(repr=False)
    status: int | None

    @property
    def json(self) -> dict[str, Any]:
        """The body, read."""
        message: dict[str, Any] = json.loads(self.body)
        return message

    @property
    def sequence(self) -> int:
        """The change that it tells of."""
        sequence: int = self.json["data"]["sequence"]
        return sequence


class Receiver:
    """Records every message. Its answers follow a script, whose last step stays; 200 at first."""

    def __init__(self, secret: str | None = None) -> None:
        self.messages: list[Message] = []
        self.forged: list[Seen] = []
        self._webhook = Webhook(secret) if secret else None
        self._script: list[Step] = [200]
        self._came = threading.Condition()
        self._let_go = threading.Event()
        self._site = Site()
        self._site.set("/hook", self._take)
        self.url = f"{self._site.url}/hook"

    def __enter__(self) -> Self:
        self._site.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._let_go.set()
        self._site.__exit__(kind, error, trace)

    def answers(self, *steps: Step) -> None:
        """What to answer from now on, one step a message; the last step stays."""
        with self._came:
            self._script = list(steps)

    def let_go(self) -> None:
        """Answer 200 to all that hangs."""
        self._let_go.set()

    def wait(self, count: int = 1) -> list[Message]:
        """Every message so far, once there are so many."""
        with self._came:
            arrived = self._came.wait_for(lambda: len(self.messages) >= count, WAIT_SECONDS)
            assert arrived, f"{len(self.messages)} of {count} messages, {len(self.forged)} forged"
            return list(self.messages)

    def wait_taken(self, count: int) -> dict[str, Message]:
        """Messages that were answered 2xx by id, once there are so many."""
        deadline = time.monotonic() + WAIT_SECONDS
        with self._came:
            while len(self.taken) < count:
                left = deadline - time.monotonic()
                assert left > 0, f"{len(self.taken)} of {count} messages were taken"
                self._came.wait(left)
            return self.taken

    @property
    def taken(self) -> dict[str, Message]:
        """What a receiver that drops repeated ids has: the first of each that it answered 2xx."""
        first: dict[str, Message] = {}
        for message in self.messages:
            if message.status and 200 <= message.status < 300:
                first.setdefault(message.id, message)
        return first

    @property
    def ids(self) -> list[str]:
        """The id of every attempt, in order."""
        return [message.id for message in self.messages]

    def _take(self, seen: Seen) -> Scripted:
        if len(seen.body) < int(seen.headers.get("content-length", 0)):
            return Answer(b"half a message: its sender is gone", 400)
        if not self._verifies(seen):
            self.forged.append(seen)
            return Answer(b"bad signature", 401)
        with self._came:
            step = self._script.pop(0) if len(self._script) > 1 else self._script[0]
            answer = Answer(status=step) if isinstance(step, int) else step
            status = answer.status if isinstance(answer, Answer) else None
            self.messages.append(_message(seen, status))
            self._came.notify_all()
        return answer if isinstance(answer, Answer) else self._silence()

    def _verifies(self, seen: Seen) -> bool:
        if self._webhook is None:
            return True
        try:
            self._webhook.verify(seen.body, dict(seen.headers))
        except WebhookVerificationError:
            return False
        return True

    def _silence(self) -> Iterator[bytes]:
        while not (self._let_go.wait(0.02) or self._site.closing.is_set()):
            pass
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def _message(seen: Seen, status: int | None) -> Message:
    return Message(
        id=seen.headers["webhook-id"],
        timestamp=int(seen.headers["webhook-timestamp"]),
        body=seen.body,
        headers=seen.headers,
        status=status,
    )
