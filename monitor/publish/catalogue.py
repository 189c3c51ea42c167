"""Which feeds there are: their names, what each is about, and who may read it. Pure.

`all`, `tag-{tag}`, each configured feed and each source; of every one its `changes` as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hmac import compare_digest
from urllib.parse import quote

from monitor.config.settings import FeedSpec, Settings
from monitor.model.source import Source
from monitor.store.views import Selection

FEEDS = "/feeds/"
ALL = "all"
TAG = "tag-"
_ENTRIES = {True: "one entry a story", False: "one entry for each place that tells one"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that can be asked for. `home` is the path of its page for people.

    A feed that is `private` opens to `token` alone; without one set it opens to nobody.
    """

    name: str
    title: str
    description: str
    selection: Selection
    home: str = "/"
    tags: tuple[str, ...] = ()
    private: bool = False
    token: str | None = None

    def opens_to(self, token: str | None) -> bool:
        """Whether somebody who shows `token` may read this; takes as long for any wrong one."""
        if not self.private:
            return True
        return compare_digest((token or "").encode(), (self.token or "").encode()) and bool(token)


def path(name: str, extension: str, *, changes: bool = False, archive: int | None = None) -> str:
    """Where a feed is served, and kept as a file: `/feeds/csto.atom`, `/feeds/csto/changes.rss`,
    `/feeds/csto/archive/3.atom`."""
    stem = quote(name, safe="")
    if archive is not None:
        return f"{FEEDS}{stem}/archive/{archive}.{extension}"
    return f"{FEEDS}{stem}/changes.{extension}" if changes else f"{FEEDS}{stem}.{extension}"


class Catalogue:
    """The feeds of one configuration. What it holds and what `find` costs do not grow with the
    number of sources."""

    def __init__(self, settings: Settings) -> None:
        self._sources = settings.sources
        self._specs = {spec.id: spec for spec in settings.feeds}
        self._tags = dict.fromkeys(settings.sources.shared_tags)

    def find(self, name: str) -> Offer | None:
        """The feed of that name, private ones included, or None."""
        if name == ALL:
            return _everything()
        if name in self._specs:
            return _configured(self._specs[name])
        tag = name.removeprefix(TAG)
        if tag != name:
            return _tagged(tag) if tag in self._tags else None
        source = self._sources.find(name)
        return _of_source(source) if source else None

    def shared(self) -> Iterator[Offer]:
        """Every feed that is open to all: `all`, configured ones, tags, sources."""
        yield _everything()
        yield from map(_configured, self._specs.values())
        yield from map(_tagged, self._tags)
        for source in self._sources:
            if not source.private:
                yield _of_source(source)

    def holding(self, source: str) -> Iterator[str]:
        """Names of the shared feeds that a change at this source may show up in."""
        kept = self._sources.find(source)
        if kept is None or kept.private:
            return
        yield ALL
        yield from self._specs
        yield from (f"{TAG}{tag}" for tag in kept.tags)
        yield kept.id


def _everything() -> Offer:
    return Offer(
        name=ALL,
        title="All releases",
        description="Every release of every source, one entry a story.",
        selection=Selection(one_per_story=True),
    )


def _tagged(tag: str) -> Offer:
    return Offer(
        name=f"{TAG}{tag}",
        title=f"Releases tagged {tag}",
        description=f"Every release of the sources tagged {tag}, one entry a story.",
        selection=Selection(tags=(tag,), one_per_story=True),
        tags=(tag,),
    )


def _configured(spec: FeedSpec) -> Offer:
    match = spec.match
    return Offer(
        name=spec.id,
        title=spec.title,
        description=f"{spec.title}: the releases that match, {_ENTRIES[spec.one_per_story]}.",
        selection=Selection(
            sources=match.sources,
            tags=match.tags,
            any_words=match.any_words,
            none_words=match.none_words,
            one_per_story=spec.one_per_story,
        ),
        tags=match.tags,
    )


def _of_source(source: Source) -> Offer:
    return Offer(
        name=source.id,
        title=source.title,
        description=f"Every release of {source.title}, as it stands now.",
        selection=Selection(sources=(source.id,), include_private=source.private),
        home=f"/sources/{source.id}",
        tags=source.tags,
        private=source.private,
        token=source.feed_token,
    )
