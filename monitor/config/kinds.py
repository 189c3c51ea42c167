"""What the configuration must know of the kinds of sources and notifiers.

The tables themselves stand in `monitor.intake.kinds` and `monitor.alerts.kinds`, above this
package; whoever loads a configuration hands them in.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from pydantic import BaseModel


class Kind(Protocol):
    """A row of either table, as far as its keys in config.yaml go."""

    @property
    def options(self) -> type[BaseModel]:
        """The keys that only this kind has."""

    @property
    def place(self) -> Callable[[str], str]:
        """Checks the value of the kind's own key; ValueError says what is wrong with it."""


class SourceKind(Kind, Protocol):
    """A kind of source."""

    @property
    def default_every(self) -> str | None:
        """How often it is looked at unless the source says otherwise; None: as `defaults`."""


SourceKinds = Mapping[str, SourceKind]
Notifiers = Mapping[str, Kind]
