"""Why a page could not be shown, as the failure that is recorded: what, where, what to do. Pure."""

from monitor.intake.render.wire import (
    ASTRAY,
    BROKEN,
    DEADLINE,
    MEMORY,
    NO_BROWSER,
    SELECTOR,
    TOO_LARGE,
    Shown,
)
from monitor.model.source import Failure
from monitor.model.visit import POSTPONED, Postponed

AGAIN_SECONDS = 120.0

HINTS = {
    NO_BROWSER: (
        "`render: browser` needs both: pip install 'feed-monitor[browser]', and Chromium, as by"
        " apt-get install chromium or playwright install chromium"
    ),
    BROKEN: "it is visited again with a fresh browser; see whether its site has a feed instead",
    DEADLINE: "see what its scripts wait for; `wait` says what is enough, `fetch.limits` how long",
    MEMORY: "its scripts take too much: watch another page or feed of the same news",
    TOO_LARGE: "if it is meant, raise `fetch.limits.decoded`",
    SELECTOR: "see whether it still is called so; what was kept of the page stays published",
    ASTRAY: "its scripts lead elsewhere: look at it in a browser, and give the address that it has",
}


def failure(place: str, shown: Shown) -> Failure:
    """The recorded form of what a browser answered."""
    kind = str(shown.trouble)
    if kind == NO_BROWSER:
        message = f"{place}: there is no browser to show it: {shown.detail}"
    else:
        message = f"{place}: shown in a browser, the page {shown.detail}"
    return Failure(kind if kind in HINTS else BROKEN, message, HINTS.get(kind, HINTS[BROKEN]))


def too_much(place: str, most_bytes: int) -> Failure:
    """Its scripts asked for more than one visit may bring."""
    message = f"{place}: shown in a browser, the page asked for more than {most_bytes / 1e6:g} MB"
    return Failure(TOO_LARGE, message, HINTS[TOO_LARGE])


def crowded(place: str) -> Postponed:
    """Its turn did not come."""
    message = f"{place}: not shown, other pages have the browser"
    hint = "pages are shown one at a time; it is made up for by itself"
    return Postponed(Failure(POSTPONED, message, hint), AGAIN_SECONDS)


def not_started(place: str, why: str) -> Failure:
    """Not even the process could be started."""
    hint = "see whether the machine has memory and processes left; it is visited again"
    return Failure(BROKEN, f"{place} was not shown: no browser could be started ({why})", hint)
