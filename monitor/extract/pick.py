"""One key of `items`: where to look in a record, and which part of what is said there counts.

    title: h3                                              all of it
    date: {select: .meta, match: 'Published (.*)'}         the first group of a regular expression
    url: {select: "@data-id", match: '\\d+', template: 'https://x.example/news/\\g<0>'}

A pattern is whoever's who wrote the configuration, and what it is matched with is a stranger's: it
may take for ever, so it is matched where reading can be ended.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Pick:
    """`select` is None where the key's own default is meant; `template` says what is made of a
    match, as `re.sub` has it. `css` looks on in a value that is HTML, without what `strip` finds
    (monitor.extract.api.inside)."""

    select: str | None = None
    match: re.Pattern[str] | None = None
    template: str | None = None
    css: str | None = None
    strip: tuple[str, ...] = ()

    @classmethod
    def read(cls, written: "str | Mapping[str, Any] | None") -> "Pick | None":
        """As it is kept in a source's options: an expression alone, or with more keys."""
        if written is None or isinstance(written, str):
            return cls(written) if written else None
        match = written.get("match")
        return cls(
            written.get("select"),
            re.compile(match) if match else None,
            written.get("template"),
            written.get("css"),
            tuple(written.get("strip") or ()),
        )

    @property
    def inside(self) -> bool:
        """Whether it looks on in what is found."""
        return bool(self.css or self.strip)

    def part(self, said: str) -> str:
        """What counts of what is said; empty where the pattern does not match."""
        if self.match is None:
            return said
        found = self.match.search(said)
        if found is None:
            return ""
        if self.template is not None:
            return found.expand(self.template)
        return (found[1] if self.match.groups else found[0]) or ""

    def __str__(self) -> str:
        """As it is named where it finds nothing."""
        if self.match is None:
            return self.select or ""
        select = f"select: {self.select}, " if self.select else ""
        return f"{{{select}match: {self.match.pattern}}}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which records count, by what they say: `keep` what matches one, `drop` what matches one."""

    keep: Sequence[re.Pattern[str]] = ()
    drop: Sequence[re.Pattern[str]] = ()

    @classmethod
    def read(cls, rules: Mapping[str, Any]) -> "Chosen":
        """From `keep` and `drop` of `items`; without regard to case, as the filters of a source."""
        return cls(*(_compiled(rules.get(key) or ()) for key in ("keep", "drop")))

    def __call__(self, said: str) -> bool:
        """Whether a record that says this is one of those that count."""
        if self.keep and not any(pattern.search(said) for pattern in self.keep):
            return False
        return not any(pattern.search(said) for pattern in self.drop)

    @property
    def all(self) -> bool:
        """Whether every record counts, so that nobody needs to know what they say."""
        return not (self.keep or self.drop)


def _compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE | re.MULTILINE) for pattern in patterns)
