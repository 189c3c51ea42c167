"""How sure it is that a page's best group is a list of releases: log-odds as a share of one.

Other than `score`, which compares the groups of one page, this asks of the page itself whether it
is one story. Such a page has lists, too: what else there is to read, the links of its own text.
"""

import math
import re
from collections.abc import Mapping

from monitor.extract.listing.facts import Facts
from monitor.extract.listing.titles import word_count
from monitor.extract.listing.words import RELEASES

WEIGHTS: Mapping[str, float] = {"headline": -1.6, "article": -2.9, "address": -1.2}
"""What speaks for a page that is one story, in log-odds."""
_LEAN = 0.6
_SLOPE = 0.85
_MOST_SURE = 0.97
"""Some pages mislead thoroughly."""
_NAME = 3.0
"""Words of a heading that may be a list's name."""
_HEADLINE = 7.0
_OF_A_STORY = re.compile(r"(?:[^/_-]+[_-]){3,}[^/]*|[^/]*\d{5,}[^/]*")


def confidence(odds: float, signs: Mapping[str, float]) -> float:
    """The share of pages with these odds, and these signs of a story, that are lists."""
    against = sum(WEIGHTS[name] * value for name, value in signs.items())
    exponent = _LEAN + _SLOPE * max(-30.0, min(30.0, odds)) + against
    return round(min(_MOST_SURE, 1 / (1 + math.exp(-exponent))), 2)


def story(facts: Facts) -> dict[str, float]:
    """How much the page looks like one story: its heading, what it calls itself, its address."""
    heading = facts.page.heading
    words = 0.0 if RELEASES.search(heading or facts.page.title) else word_count(heading)
    return {
        "headline": max(0.0, min(1.0, (words - _NAME) / (_HEADLINE - _NAME))),
        "article": float(facts.page.article),
        "address": float(_names_a_story(facts.url)),
    }


def _names_a_story(url: str) -> bool:
    """Whether an address ends in many words, or in a number: `/2024/council-opens-the-bridge`."""
    last = url.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    words = re.sub(r"[-_]", " ", last)
    return bool(_OF_A_STORY.fullmatch(last)) and not RELEASES.search(words)
