"""What stands in for the page that was asked for, with a status that says all is well. Pure (J).

    a wall        its mark, or a title that says nothing else               kind wall
    a login       it asks for a password, says so, or is where one logs in  kind login
    a consent     it says so, or is where one consents                      kind consent
    a soft 404    a title that says so, or the site's front page            kind missing
    out of order  a title that says so: maintenance, an error page          kind unavailable

Each needs two things: it says what it is, and hardly anything else. So a login form in the head
of a page, an article about error 404 and a long page with a captcha are pages. Where one of
these is what somebody means to watch, `accept: [login]` on the source says so.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.errors import ExtractError
from monitor.intake.visit.phrases import says
from monitor.intake.visit.sight import MOST_WORDS, Sight, sight
from monitor.intake.visit.walls import marked
from monitor.model.visit import Part
from monitor.net.url import mask

FEW_WORDS = 25
"""A page of so few words, menus and labels included, is nothing but its form."""

SOME_WORDS = 150
"""What an error page, or who asks for a password, may say of its own."""

MANY_WORDS = MOST_WORDS
"""Who wants a consent, or keeps programs out, explains it at length."""

_MOVED = "Look at it in a browser: the page may have moved. Then give its new URL."

_LOGIN_PATH = re.compile(
    r".*/((user|member)?[_-]?(log|sign)[_-]?(in|on)|wp-login|sso|saml2?|oauth2?|adfs|cas|auth"
    r"|authorize|authenticate|anmelden|connexion|accedi|logowanie)(\.\w+)?(/(ls|idp|login))?/?",
    re.IGNORECASE,
)
_LOGIN_HOST = re.compile(r"(login|signin|sso|auth|accounts?|idp?|adfs|cas)\.", re.IGNORECASE)
_COMES_BACK = re.compile(r"(^|&)(next|return\w*|redirect\w*|service|continue|samlrequest)=", re.I)
_CONSENT_HOST = re.compile(r"(consent|guce|collectconsent|myprivacy|privacy-gate)\.", re.IGNORECASE)
_CONSENT_PATH = re.compile(r".*/(cookie-?wall|consent|privacy-?(wall|gate))(/.*)?", re.IGNORECASE)
_FRONT = re.compile(r"(index|default|home|start|main)(\.\w+)?|[a-z]{2}([_-][a-z]{2,4})?", re.I)


@dataclass(frozen=True, slots=True)
class Suspect:
    """What a page seems to be instead; `hint` is what to do about it."""

    kind: str
    what: str
    hint: str


class StandIn(ExtractError):
    """The page is not the one that was asked for; `kind` says what it is instead."""

    def __init__(self, suspect: Suspect, url: str, hint: str) -> None:
        super().__init__(f"{mask(url)}: {suspect.what}", hint=hint)
        self.kind = suspect.kind


def refuse(asked: str, part: Part, text: str, *, accept: Collection[str] | None = None) -> None:
    """Raise StandIn where `part`, decoded to `text`, is not what was asked for at URL `asked`.

    `accept` names the kinds that are to be taken for pages all the same; None where the source
    has no say in that.
    """
    seen = sight(asked, part, text)
    suspect = suspected(seen) if seen else None
    if suspect is None or suspect.kind in (accept or ()):
        return
    own = "" if accept is None else f" If this is what you watch: `accept: [{suspect.kind}]`."
    raise StandIn(suspect, part.place, suspect.hint + own)


def suspected(seen: Sight) -> Suspect | None:
    """What the page is instead, None where it seems to be the page."""
    if seen.own_words > MANY_WORDS:
        return _front(seen)
    return _wall(seen) or _login(seen) or _consent(seen) or _missing(seen) or _unavailable(seen)


def _wall(seen: Sight) -> Suspect | None:
    owner = marked(seen.body)
    if owner and seen.own_words <= MANY_WORDS:
        return wall(owner)
    if _says(seen, "wall") and seen.words <= SOME_WORDS:
        return wall("of unknown make")
    return None


def wall(owner: str) -> Suspect:
    """A bot wall, in the words that every answer with one is reported in."""
    return Suspect(
        "wall",
        f"a bot wall ({owner}) stands before the page",
        "No program gets past it: ask the site's owner, or look for a feed of the same news.",
    )


def _login(seen: Sight) -> Suspect | None:
    led = _led_to(seen, _login_place)
    says_so = _says(seen, "login")
    asks = seen.asks_password and (says_so or led or seen.words <= FEW_WORDS)
    bare = (led and seen.own_words <= SOME_WORDS) or (says_so and seen.words <= FEW_WORDS)
    if not (bare or (asks and seen.own_words <= SOME_WORDS)):
        return None
    return Suspect(
        "login",
        "a login stands before the page",
        "Give what it asks for as `basic`, `bearer`, `cookie` or `headers` of the source.",
    )


def _consent(seen: Sight) -> Suspect | None:
    asked_for = _led_to(seen, _consent_place) or says("consent", seen.title)
    if not asked_for or seen.own_words > MANY_WORDS:
        return None
    return Suspect(
        "consent",
        "a question for consent stands before the page",
        "Answer it in a browser and give the cookie that it sets as `cookie` of the source.",
    )


def _missing(seen: Sight) -> Suspect | None:
    if _says(seen, "missing") and seen.own_words <= SOME_WORDS:
        what = "there is nothing here, it says (with a status of success)"
        return Suspect("missing", what, _MOVED)
    return _front(seen)


def _front(seen: Sight) -> Suspect | None:
    if not _led_to_front(seen):
        return None
    return Suspect("missing", f"{mask(seen.asked)} only leads to the site's front page", _MOVED)


def _unavailable(seen: Sight) -> Suspect | None:
    if not _says(seen, "unavailable") or seen.own_words > SOME_WORDS:
        return None
    return Suspect(
        "unavailable",
        "the site is out of order, it says (with a status of success)",
        "Visits go on by themselves; the last good state stays published.",
    )


def _says(seen: Sight, kind: str) -> bool:
    return says(kind, seen.title, seen.heading)


def _led_to(seen: Sight, place: Callable[[str], bool]) -> bool:
    """Whether a redirect led to such a place that was not asked for."""
    return seen.url != seen.asked and place(seen.url) and not place(seen.asked)


def _login_place(url: str) -> bool:
    parts = urlsplit(url)
    if _LOGIN_PATH.fullmatch(parts.path):
        return True
    host = _LOGIN_HOST.match(parts.hostname or "")
    return host is not None and _COMES_BACK.search(parts.query) is not None


def _consent_place(url: str) -> bool:
    parts = urlsplit(url)
    host = _CONSENT_HOST.match(parts.hostname or "")
    return host is not None or _CONSENT_PATH.fullmatch(parts.path) is not None


def _led_to_front(seen: Sight) -> bool:
    """A page within a site that leads to the site's front page is gone, whatever that says."""
    asked, came = urlsplit(seen.asked), urlsplit(seen.url)
    same = _site(asked.hostname) == _site(came.hostname)
    return same and not came.query and _is_front(came.path) and not _is_front(asked.path)


def _site(host: str | None) -> str:
    return (host or "").lower().removeprefix("www.")


def _is_front(path: str) -> bool:
    return all(_FRONT.fullmatch(step) for step in path.split("/") if step)
