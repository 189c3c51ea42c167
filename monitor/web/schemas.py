"""What the API gives, as OpenAPI describes it. The values come from `monitor.shapes`.

More keys may be added to any of them; a client ignores those that it does not know.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Shape(BaseModel):
    model_config = ConfigDict(extra="allow")


class Failure(_Shape):
    """Why a visit came to nothing."""

    kind: str
    message: str
    hint: str | None
    permanent: bool


class Source(_Shape):
    """What is watched, and how it stands."""

    id: str
    kind: str
    place: str
    title: str
    state: Literal["ok", "failing", "paused", "new"]
    failures: int = Field(description="Failed checks in a row.")
    last_checked_at: str | None
    last_changed_at: str | None
    next_due_at: str | None
    releases: int


class Release(_Shape):
    """A release at its newest revision. `published` is ISO 8601, as precise as `precision`."""

    id: str
    source: str
    key: str
    title: str
    url: str | None
    published: str | None
    precision: Literal["instant", "day", "month", "year"] | None
    inferred: bool = Field(description="A part of the date was concluded, not read.")
    revision: int = Field(description="Counts from 1.")
    content_hash: str
    first_seen_at: str
    changed_at: str
    withdrawn: bool
    also_at: list[str] = Field(description="Other places of the same story.")
    text: str


class Change(_Shape):
    """Something that happened to a release, once; `sequence` rises by itself."""

    sequence: int
    kind: Literal["new", "revised", "withdrawn", "returned"]
    source: str
    release: str | None
    title: str | None
    url: str | None
    revision: int | None
    baseline: bool
    told: bool
    held: str | None
    at: str
    added_words: int
    removed_words: int
    summary: str | None = Field(description="What the edit did, in one line of plain words.")
    diff: str | None = Field(description="A unified diff by words.")


class Delivery(_Shape):
    """One message owed to one target."""

    id: str
    kind: Literal["change", "digest"]
    sequence: int | None = Field(description="The change it tells of; of a digest, the first.")
    target: str
    state: Literal["owed", "sent", "retrying", "dead"]
    attempts: int
    next_at: str | None
    last_error: str | None


class Check(_Shape):
    """What a visit came to."""

    source: str
    outcome: Literal["changed", "unchanged", "not_modified", "failed"]
    new: int
    revised: int
    withdrawn: int
    returned: int
    status: int | None
    elapsed_seconds: float
    failure: Failure | None
    note: str | None


class Feed(BaseModel):
    """A feed that anybody may subscribe to; `urls` and `changes` by format."""

    name: str
    title: str
    urls: dict[str, str]
    changes: dict[str, str]


class Replayed(BaseModel):
    """How many deliveries are owed again."""

    replayed: int


class Refusal(BaseModel):
    """Why there is nothing else."""

    detail: str
