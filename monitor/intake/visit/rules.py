"""The text of a robots.txt -> what it lets us do: pure (C5, RFC 9309 section 2.2)."""

from dataclasses import dataclass

from protego import Protego

from monitor.net.door import Reply

PARSED_BYTES = 500 * 1024
"""How much of a robots.txt counts (section 2.5)."""

EMPTY_WEIGHT = 200

NAMING = ("user-agent", "useragent", "user agent")
FIELDS = dict.fromkeys(NAMING, "user-agent") | {
    name: name for name in ("allow", "disallow", "crawl-delay")
}
"""The lines that count, under the names that people write."""

OTHERS = "somebody-else"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin lets us do. `parsed` None: everything."""

    agent: str
    parsed: Protego | None = None
    weight: int = EMPTY_WEIGHT

    def allow(self, url: str) -> bool:
        """Whether `url` may be fetched."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, self.agent))

    @property
    def delay_seconds(self) -> float:
        """The `Crawl-delay` for us; how far it is obeyed is the business of Hosts."""
        wish = self.parsed.crawl_delay(self.agent) if self.parsed else None
        return float(wish or 0)


def said(reply: Reply, agent: str) -> str:
    """What an answer below 500 says that can concern us; nothing where there are no rules."""
    if not 200 <= reply.status < 300:
        return ""
    return concerning(reply.body[:PARSED_BYTES].decode("utf-8-sig", "replace"), agent)


def parse(text: str, agent: str) -> Rules:
    """The rules in what was said. Up to half a second for a hostile text: not in the loop."""
    if not text:
        return Rules(agent)
    return Rules(agent, Protego.parse(text), len(text) + EMPTY_WEIGHT)


def concerning(text: str, agent: str) -> str:
    """The rules that can concern us, the names of others folded into one.

    Protego keeps every rule once for each name above it: without this, a file that is half
    names and half rules, within all limits, would fill the memory.
    """
    kept: list[str] = []
    for line in text.splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        name = field.strip().lower()
        if not colon or name not in FIELDS:
            continue
        value = _meant(value, agent) if name in NAMING else value.strip()
        rule = f"{FIELDS[name]}: {value}"
        if not (kept and kept[-1] == rule):
            kept.append(rule)
    return "\n".join(kept)


def _meant(name: str, agent: str) -> str:
    """Whom a group is for: us, everybody, or others. Versions behind a name do not count."""
    token = name.strip().partition("/")[0].lower()
    return token if token in ("*", agent.lower()) else OTHERS
