"""A group of records as a CSS selector, for people who want to say it by hand (`items`)."""

import re

from monitor.extract.listing.model import Rule

_MOST_STEPS = 4
_STEP = re.compile(r"([^:#.]+)(?::\d+)?(#[^.]+)?((?:\.[^.]+)*)")
_SPECIAL = re.compile(r"[^\w-]")


def selector(rule: Rule) -> str | None:
    """What finds a rule's records again; None where no selector can: they are in data, several
    elements make one, or only one of several lists alike is meant."""
    if rule.data or len(rule.groups) != 1:
        return None
    group = rule.groups[0]
    if group.run or group.turn or group.part is not None:
        return None
    return ", ".join(dict.fromkeys(_chain(path) for path in group.paths))


def _chain(path: tuple[str, ...]) -> str:
    """The way to an element, from the nearest one around it that has a name of its own."""
    steps: list[str] = []
    for name in reversed(path):
        steps.append(_css(name))
        named = len(steps) > 1 and ("." in name or "#" in name)
        if named or len(steps) == _MOST_STEPS:
            break
    return " > ".join(reversed(steps))


def _css(name: str) -> str:
    match = _STEP.fullmatch(name)
    if match is None:
        return "*"
    tag, identity, classes = match.groups()
    named = "".join("." + _SPECIAL.sub(r"\\\g<0>", each) for each in classes.split(".")[1:])
    return tag + ("#" + _SPECIAL.sub(r"\\\g<0>", identity[1:]) if identity else "") + named
