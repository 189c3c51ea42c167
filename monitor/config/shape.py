"""The shape of config.yaml as somebody writes it: its keys and their defaults, for pydantic."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from monitor.config.values import (
    Ascii,
    Basic,
    Bearer,
    Bytes,
    Cookie,
    Cron,
    Every,
    FeedId,
    Headers,
    HubUrl,
    Id,
    Listen,
    Net,
    Occasion,
    Port,
    Proxy,
    PublicUrl,
    Quiet,
    Seconds,
    Secrets,
    StoreUrl,
    Tag,
    Title,
    Zone,
    at_least_one,
)


class Shape(BaseModel):
    """Strict about keys, frozen once read. A key with nothing after it takes its default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nothing(cls, value: Any) -> Any:
        if not isinstance(value, dict) or None not in value.values():
            return value
        return {k: v for k, v in value.items() if v is not None or k not in cls.model_fields}


class LimitsShape(Shape):
    """`fetch.limits`: what one visit may cost."""

    body: Annotated[Bytes, Field(gt=0)] = 10_000_000
    decoded: Annotated[Bytes, Field(gt=0)] = 50_000_000
    redirects: Annotated[int, Field(ge=0, le=20)] = 5
    deadline: Annotated[Seconds, Field(gt=0)] = 30.0


class PerHostShape(Shape):
    """`fetch.per_host`: politeness, over all workers."""

    concurrency: Annotated[int, Field(ge=1, le=100)] = 2
    delay: Seconds = 1.0


class FetchShape(Shape):
    """`fetch`: how this program behaves as a guest."""

    user_agent: Ascii | None = None
    contact: Ascii | None = None
    allow_private: tuple[Net, ...] = ()
    ports: tuple[Port, ...] = (80, 443, 8080, 8443)
    per_host: PerHostShape = PerHostShape()
    limits: LimitsShape = LimitsShape()
    ca_file: str | None = None
    proxy: Proxy | None = None


class HistoryShape(Shape):
    """`history`: how much of it is kept; null: all."""

    versions: Annotated[int, Field(ge=1)] | None = None
    releases: Annotated[int, Field(ge=1)] | None = None
    age: Seconds | None = None
    size: Bytes | None = None


class DefaultsShape(Shape):
    """`defaults`: what every source starts from."""

    every: Every = "1h"
    quiet: Quiet = ()
    timezone: Zone = "UTC"
    baseline: Literal["quiet", "tell"] = "quiet"
    history: HistoryShape = HistoryShape()


class SourceShape(Shape):
    """The keys that every source may have, whatever its kind."""

    id: FeedId
    title: Title | None = None
    tags: tuple[Tag, ...] = ()
    every: Every | None = None
    quiet: Quiet | None = None
    timezone: Zone | None = None
    baseline: Literal["quiet", "tell"] | None = None
    history: HistoryShape | None = None
    headers: Headers = Field(default_factory=dict)
    basic: Basic | None = None
    bearer: Bearer | None = None
    cookie: Cookie | None = None
    feed_token: Annotated[str, Field(min_length=8)] | None = None


class MatchShape(Shape):
    """`match`: every condition that is given must hold."""

    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


OnePer = Literal["story", "place"]
"""Whether a release at several sources is one entry or message, or one at each of them."""


class FeedShape(Shape):
    """A feed beyond those of sources, tags and `all`."""

    id: FeedId
    title: Title | None = None
    match: MatchShape = MatchShape()
    one_per: OnePer = "story"


class TargetShape(Shape):
    """The keys that every target may have, whatever its kind."""

    id: Id
    secret: Secrets = ()
    retries: Annotated[tuple[Seconds, ...], AfterValidator(at_least_one)] | None = None
    allow_private: tuple[Net, ...] = ()
    on: tuple[Occasion, ...] = ("new", "revised", "withdrawn", "returned")
    match: MatchShape = MatchShape()
    digest: Cron | None = None
    timezone: Zone | None = None
    one_per: OnePer = "story"


class ConfigShape(Shape):
    """The whole file. Sources, feeds and targets are checked one by one."""

    store: StoreUrl = "sqlite:///data/monitor.db"
    listen: Listen = "127.0.0.1:8000"
    public_url: PublicUrl | None = None
    publish: str | None = None
    hub: HubUrl | None = None
    late: Seconds = 900.0
    fetch: FetchShape = FetchShape()
    defaults: DefaultsShape = DefaultsShape()
    sources: tuple[Any, ...] = ()
    include: tuple[str, ...] = ()
    feeds: tuple[Any, ...] = ()
    targets: tuple[Any, ...] = ()
