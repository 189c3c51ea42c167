"""Why two items are one release, or two, in plain words. Pure."""

from collections.abc import Iterator, Sequence

from monitor.intake.canonical import canonical_url
from monitor.intake.identify import GUID, TITLE, URL, WHOLE
from monitor.model.release import Known
from monitor.text import normalise, similarity

POLICIES = {
    WHOLE: "the source is one document, so all that it ever says is one release",
    GUID: "its items are told apart by the guid that their publisher gives them",
    URL: "its items are told apart by their address, without scheme, www and tracking parameters",
    TITLE: "its items are told apart by title and date, and where those repeat or are edited, by "
    "their place in the list and most of their words",
}
"""What keys are made of, by the policy of a source."""

Said = tuple[str, str]
"""Title and text."""


def policy_words(policy: str | None) -> str:
    """How a source's items are told apart."""
    return POLICIES.get(policy or "", "nothing was ever read of it")


def apart(one: Known, other: Known, texts: tuple[Said, Said], policy: str | None) -> list[str]:
    """What speaks for two releases of one source being two, and what speaks against it."""
    what = {GUID: "guid", URL: "address"}.get(policy or "", "title and date")
    lines = [f"they have two names ({what}): {one.key} and {other.key}"]
    lines += _dates(one, other)
    if one.content_hash == other.content_hash:
        lines.append("they say the same, word for word")
    else:
        lines.append(f"{similarity(*map(' '.join, texts)):.0%} of their words are the same")
    lines += _alike(one, other)
    return lines


def near(one: Known, others: Sequence[Known]) -> list[Known]:
    """Releases of the same source that somebody might take for this one."""
    return [other for other in others if other.id != one.id and list(_alike(one, other))]


def _alike(one: Known, other: Known) -> Iterator[str]:
    if normalise(one.title).casefold() == normalise(other.title).casefold():
        yield "they have the same title"
    if one.url and other.url and canonical_url(one.url) == canonical_url(other.url):
        yield "they lead to the same page"


def _dates(one: Known, other: Known) -> Iterator[str]:
    first, second = one.published, other.published
    if first and second and not (first.inferred or second.inferred) and first != second:
        yield f"they have two dates: {first.value} and {second.value}"
