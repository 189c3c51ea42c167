"""The table of notifiers: a target's kind in the configuration → how it is told.

A new kind is one file beside `webhook.py` and one row here. The table holds import paths, not
modules: the command line knows every kind without loading any.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel

from monitor.config.settings import Target
from monitor.model.delivery import Answer
from monitor.table import Table

if TYPE_CHECKING:
    from monitor.net.door import Door


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to tell one target: `body` is the message as JSON (`monitor.alerts.render`).

    `message_id` and `body` are equal on every attempt of a message; `sent_at` is this one's.
    """

    target: Target
    message_id: str
    body: bytes
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Notifier:
    """A way to tell somebody.

    `place` checks the address as it stands in the configuration (ValueError, without repeating
    it) and `options` the keys that only this kind knows. `send` makes one attempt through the
    guarded door and gives an Answer for whatever the receiver does; what it raises is a bug,
    which is logged, and the message stays owed. At most `at_once` messages are under way to one
    target: enough to keep a fast receiver busy, few enough to keep order.
    """

    name: str
    place: Callable[[str], str]
    options: type[BaseModel]
    send: Callable[["Door", Attempt], Awaitable[Answer]]
    at_once: int = 4


NOTIFIERS: Mapping[str, Notifier] = Table({
    "webhook": "monitor.alerts.webhook:NOTIFIER",
    "apprise": "monitor.alerts.apprise:NOTIFIER",
})  # fmt: skip
