"""One tree of errors. Each says what happened, where, and what to do next.

    MonitorError
    ├── ConfigError          config.yaml cannot be used; every problem at once        exit 78
    ├── UsageError           a command was given something that is not there          exit 2
    ├── StoreError           what is kept cannot be read or written
    │   ├── StoreFull        no room on the disk: the check is repeated later
    │   ├── StoreBusy        another process holds what only one may hold
    │   └── StaleCheck       somebody else checked this source meanwhile: decide anew
    ├── FetchError           a request that leaves came to nothing (a Failure is made of it)
    │   ├── AddressRefused   the guard does not let anybody go there
    │   ├── LimitExceeded    more bytes, headers or redirects than are allowed
    │   ├── DeadlineExceeded the time for the whole visit is over
    │   └── Unreachable      no name, no route, no answer, no valid certificate
    └── ExtractError         the bytes are not what they should be (a Failure is made of it)
        ├── EmptyText        there is nothing in them (monitor.extract.decode)
        └── BinaryContent    they are no text (monitor.extract.decode)

Expected failures of a source are values (`monitor.model.source.Failure`), recorded like any
outcome; these exceptions carry them over a few frames, or stop a command with a clear sentence.
"""

from dataclasses import dataclass


class MonitorError(Exception):
    """What happened; where; what to do next. `kind` is a stable slug for programs."""

    kind = "error"
    exit_code = 1

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"\n  {self.hint}" if self.hint else ""
        return f"{place}{self.message}{advice}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a configuration: file, line from 1, what, what would be right."""

    file: str
    line: int
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        advice = f"\n    {self.hint}" if self.hint else ""
        return f"{self.file}:{self.line}: {self.message}{advice}"


class ConfigError(MonitorError):
    """The configuration cannot be used. Carries every problem that was found, in file order."""

    kind = "config"
    exit_code = 78

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class UsageError(MonitorError):
    """A command names something that does not exist, or cannot be done as asked."""

    kind = "usage"
    exit_code = 2


class StoreError(MonitorError):
    """What is kept cannot be read or written."""

    kind = "store"


class StoreFull(StoreError):
    """There is no room left: nothing was lost, the same work is repeated later."""

    kind = "store_full"


class StoreBusy(StoreError):
    """Another process holds what only one may hold at a time."""

    kind = "store_busy"


class StaleCheck(StoreError):
    """The source was checked by somebody else since this check began: read again, decide anew."""

    kind = "stale"


class FetchError(MonitorError):
    """A request that leaves came to nothing. `permanent`: repeating it alone will not help."""

    kind = "fetch"
    permanent = False


class AddressRefused(FetchError):
    """The address is not public, and no network in `allow_private` covers it."""

    kind = "address_refused"
    permanent = True


class LimitExceeded(FetchError):
    """The answer is larger, longer or more roundabout than the limits allow."""

    kind = "limit"


class DeadlineExceeded(FetchError):
    """The time for the whole visit ran out."""

    kind = "deadline"


class Unreachable(FetchError):
    """Name resolution, connection, TLS or the transfer failed."""

    kind = "unreachable"


class ExtractError(MonitorError):
    """The bytes cannot be read as what they should be."""

    kind = "unreadable"
    permanent = False
