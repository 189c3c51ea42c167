"""Whether two releases tell one story.

One address at one source is one release: its edits are revisions, whatever they change. What a
source puts at two addresses it means as two, so there the proof has to be complete. Two sources
tell one story when most of the shorter text stands in the other, at about the same time, and
the shared passages are no template: their blanks are not filled in with other names and numbers.
What is the same from the first word to the last, on one day, has no such blank, template or not.

The limits are round figures with a reason each, not fitted to any collection.
"""

from monitor.stories.commons import Commons
from monitor.stories.evidence import PASSAGE, Evidence, weigh
from monitor.stories.model import Told, Verdict
from monitor.stories.wording import wording

HALF = 0.5
"""Two offices add their own quotes and headings; the release that they share is most of it."""

NEARLY_ALL = 0.9
"""What one source told twice must be the same but for its frame."""

SHORT = 40
"""Words up to which a text is one sentence or two: sentences are reused, so all must be equal."""

SHORTEST = 12
"""Words below which nothing can be told: "Weekly meeting" joins nothing."""

PER_BLANK = 100
"""Words that one deviating name or number may stand among: a template has one in each sentence,
a joint release a different spelling here and there."""

WEEK, ANY_TWO = 7, 2
"""Days apart at two sources, and at one."""

FEW_NUMBERS = 5
"""Below so many, one telephone number more or less would decide."""


def same_story(a: Told, b: Told, commons: Commons) -> Verdict:
    """The judgement on two releases, with its evidence. The order of the two is of no matter."""
    if a.source == b.source and a.address and a.address == b.address:
        return Verdict(True, ("one address at one source: an edit is a revision",))
    if a.source != b.source and a.day == b.day and _says_the_same(a, b):
        return Verdict(True, ("word for word the same, on the same day",))
    found = weigh(a, b, commons)
    against = _at_one_source(found) if a.source == b.source else _at_two_sources(found)
    return Verdict(not against, against or _for(found))


def _says_the_same(a: Told, b: Told) -> bool:
    """Whether all of it is the same, so that no blank of a template is filled in differently. What
    says little must lead to the same page, too."""
    ours, theirs = wording(a.said), wording(b.said)
    one_page = a.address == b.address and "://" in a.address
    enough = len(ours) >= SHORTEST or one_page
    return enough and ours.keys == theirs.keys


def _at_one_source(found: Evidence) -> tuple[str, ...]:
    """What speaks against one story told twice by one source."""
    return _said(
        (found.words <= SHORT, "too short: a source uses its sentences again"),
        (found.share < NEARLY_ALL, f"only {_share(found)} of the shorter text is shared"),
        (bool(found.blanks), _blanks(found)),
        (found.numbers_shared < found.numbers, "not all numbers are shared"),
        (found.names_shared < found.names, "not all names are shared"),
        (_apart(found) > ANY_TWO, f"{found.days} days apart at one source"),
    )


def _at_two_sources(found: Evidence) -> tuple[str, ...]:
    """What speaks against one story at two sources."""
    if found.words <= SHORT:
        return _if_short(found)
    few = found.numbers_shared * 3 < found.numbers
    return _said(
        (found.share < HALF, f"only {_share(found)} of the shorter text is shared"),
        (found.longest < 2 * PASSAGE, "no long passage is shared"),
        (len(found.blanks) * PER_BLANK > max(found.words, PER_BLANK), _blanks(found)),
        (found.numbers >= FEW_NUMBERS and few, "most numbers differ"),
        (_apart(found) > WEEK, f"{found.days} days apart"),
    )


def _if_short(found: Evidence) -> tuple[str, ...]:
    return _said(
        (found.words < SHORTEST, "too short to tell"),
        (not _complete(found), "short, and not the same in every name and number"),
        (_apart(found) > 0, f"short, and {found.days} days apart"),
    )


def _complete(found: Evidence) -> bool:
    """Nearly every word is shared, and all that tells one story from another."""
    whole = found.numbers_shared == found.numbers and found.names_shared == found.names
    return whole and found.share >= NEARLY_ALL and not found.blanks


def _apart(found: Evidence) -> int:
    return found.days or 0


def _said(*reasons: tuple[bool, str]) -> tuple[str, ...]:
    return tuple(text for holds, text in reasons if holds)


def _share(found: Evidence) -> str:
    return f"{found.share:.0%}"


def _blanks(found: Evidence) -> str:
    """The first blank, and how many there are: "a template: 'A' here, 'B' there, and 3 more"."""
    if not found.blanks:
        return ""
    here, there = found.blanks[0]
    more = f", and {len(found.blanks) - 1} more" if len(found.blanks) > 1 else ""
    return f"a template's blanks differ: {here!r} and {there!r}{more}"


def _for(found: Evidence) -> tuple[str, ...]:
    return (
        f"{found.shared} of {found.words} words in shared passages, {found.longest} in the longest",
        f"{found.names_shared} of {found.names} names shared",
        f"{found.numbers_shared} of {found.numbers} numbers shared",
        "days unknown" if found.days is None else f"{found.days} days apart",
    )
