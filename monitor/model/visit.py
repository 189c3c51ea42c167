"""What a visit brings: frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from monitor.model.source import Failure, Validators


@dataclass(frozen=True, slots=True)
class Part:
    """One body that a visit brought: the whole page, or one file of many.

    `place` names it for people and tells the places of one release apart: URL, or file path
    as the glob gives it. `content_type` is the header's value, lower case, if there was one;
    `link` that of the Link header (RFC 8288), as it came.
    """

    place: str
    body: bytes
    content_type: str | None = None
    language: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A visit that brought something to read.

    `parts` are those that were read now, `absent` the places of earlier visits that are gone.
    A place in neither was not looked into, and nothing is concluded about its releases.
    `failure` is set when some parts could not be read though others could. `again_seconds`:
    something was not ready to be read (it is still being written); look again so soon.
    `moved_to`: where nothing but permanent redirects led. `cookies` are what came to be set, as
    headers, for whoever shows the page in a browser; they are never kept.
    """

    parts: tuple[Part, ...]
    absent: tuple[str, ...] = ()
    status: int | None = None
    validators: Validators | None = None
    raw_hash: str | None = None
    memo: Mapping[str, Any] | None = None
    fresh_seconds: float | None = None
    failure: Failure | None = None
    again_seconds: float | None = None
    moved_to: str | None = None
    cookies: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class NotModified:
    """A visit that learnt, without reading a body, that nothing changed.

    `settles_failure` is False where an earlier failure says nothing about this (a bad file that
    stands as it stood is still bad): then the failure goes on being reported. `again_seconds`
    as in Response.
    """

    status: int | None = None
    validators: Validators | None = None
    fresh_seconds: float | None = None
    settles_failure: bool = True
    again_seconds: float | None = None


POSTPONED = "postponed"
"""The kind of a Failure that says: nobody was asked."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """A visit that was not made, because its host is being left alone: nothing follows from it.

    `why` says so to people; after `seconds` it is worth another try.
    """

    why: Failure
    seconds: float
