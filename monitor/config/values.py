"""What one value of config.yaml may be: its type, what is wrong with it, and what would be right.

Validators say what is not right without repeating the value: a value may hold a secret, and
`monitor.config.problems` shows what was written rather than what it was expanded to.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from functools import lru_cache
from ipaddress import ip_network
from typing import Annotated, Any, Literal
from unicodedata import normalize
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from monitor.config.durations import Wrong, cron, every, seconds, size
from monitor.config.quiet import some_time_left, window
from monitor.config.settings import Network
from monitor.config.web import web_url

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_TAG = re.compile(r"[^\W_](?:[\w-]{0,62}[^\W_])?")


def slug(text: str) -> str:
    """A name that may stand in a URL for ever: small letters, digits and `-`."""
    if not _SLUG.fullmatch(text):
        near = slugged(text)
        advice = "small letters, digits and `-` only" + (f": {near}" if near else "")
        raise Wrong("is not a usable id", advice)
    return text


def slugged(text: str) -> str:
    """The slug nearest to a text, empty where it has no letter that could stand in one."""
    ascii_text = normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:64].strip("-")


def feed_id(text: str) -> str:
    """A slug that names a feed, so not one of the names that are taken."""
    if text == "all" or text.startswith("tag-"):
        raise Wrong("is taken", "`all` and `tag-…` name feeds that are there anyway")
    return slug(text)


def tag(text: str) -> str:
    """One word of letters and digits of any script, `-` and `_` between them."""
    if not _TAG.fullmatch(text):
        raise Wrong("is not a usable tag", "one word: letters, digits, `-` and `_`")
    return text


@lru_cache(maxsize=1024)
def timezone(text: str) -> str:
    """A zone of the IANA database, by its exact name."""
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, LookupError) as error:
        raise Wrong("is not a time zone", "a name as Europe/Berlin or UTC") from error


def network(text: Any) -> Network:
    """A network as 127.0.0.0/8 or fd00::/8; one address is a network too."""
    try:
        return ip_network(text if isinstance(text, str) else "")
    except ValueError as error:
        raise Wrong("is not a network", "as 10.0.0.0/8, 127.0.0.1 or fd00::/8") from error


def secret(text: str) -> str:
    """A signing key of Standard Webhooks: `whsec_` and base64."""
    try:
        if text.startswith("whsec_") and b64decode(text.removeprefix("whsec_"), validate=True):
            return text
    except NotBase64:
        pass
    raise Wrong("is not a signing secret", "`whsec_` and 24 to 64 random bytes in base64")


def listen(text: str) -> str:
    """`host:port`, an IPv6 address in brackets."""
    try:
        parts = urlsplit(f"//{text}")
        usable = parts.hostname and parts.port is not None and parts.netloc == text
    except ValueError:
        usable = False
    if not usable or "@" in text:
        raise Wrong("is not an address to listen on", "host and port: 127.0.0.1:8000")
    return text


def store_url(text: str) -> str:
    """Where everything is kept: a SQLite file or a PostgreSQL database."""
    file = text.removeprefix("sqlite:///")
    if (file != text and file) or re.match(r"postgresql(\+psycopg)?://.", text):
        return text
    raise Wrong("is not a store", "sqlite:///data/monitor.db or postgresql://user@host/db")


def public_url(text: str) -> str:
    """The web address under which others reach this program, without a slash at its end."""
    if re.search(r"[?#]", web_url(text)):
        raise Wrong("has a query or fragment", "scheme, host and perhaps a path only")
    return text.rstrip("/")


def proxy(text: str) -> str:
    """An HTTP proxy; a name and password may stand in it."""
    if not re.fullmatch(r"https?://\S+", text):
        raise Wrong("is not a proxy", "http://host:port")
    return text


def _listed(value: Any) -> Any:
    """One or many: a single value is a list of one."""
    return value if isinstance(value, list) else [value]


def at_least_one(values: tuple[float, ...]) -> tuple[float, ...]:
    """Attempts, of which there must be one."""
    if not values:
        raise Wrong("leaves no attempt", "[0s, 5s, 5m]")
    return values


def _header_safe(headers: dict[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) or re.search(r"[\r\n\0]", value):
            raise Wrong("hold what cannot be sent", "a name, and a value of one line")
    return headers


def _one_line(text: str) -> str:
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise Wrong("cannot be sent", "one line, without control characters")
    return text


def basic(text: str) -> str:
    """A name and a password for HTTP's own login (RFC 7617); one `${VARIABLE}` may hold both."""
    if ":" not in text and "${" not in text:
        raise Wrong("is no name with a password", '"name:${PASSWORD}"')
    return _one_line(text)


def bearer(text: str) -> str:
    """A token that is enough by itself (RFC 6750)."""
    if text.lower().startswith("bearer "):
        raise Wrong("says “Bearer” itself", "the token alone: ${TOKEN}")
    return _one_line(text)


def cookie(text: str) -> str:
    """What a browser would send back: `name=value`, several with `; ` between them."""
    if "=" not in text and "${" not in text:
        raise Wrong("is no cookie", '"name=${VALUE}"')
    return _one_line(text)


_TEXT = WithJsonSchema({"type": "string"})
Id = Annotated[str, AfterValidator(slug)]
FeedId = Annotated[str, AfterValidator(feed_id), _TEXT]
Tag = Annotated[str, AfterValidator(tag)]
Every = Annotated[
    str,
    AfterValidator(every),
    WithJsonSchema({"type": "string", "examples": ["15m", "1h", "auto", "0 9 * * mon-fri"]}),
]
Cron = Annotated[
    str,
    AfterValidator(cron),
    WithJsonSchema({"type": "string", "examples": ["0 9 * * *", "0 8,18 * * mon-fri"]}),
]
Quiet = Annotated[
    tuple[Annotated[str, AfterValidator(window)], ...],
    AfterValidator(some_time_left),
    BeforeValidator(_listed),
    WithJsonSchema(
        {
            "type": ["string", "array"],
            "items": {"type": "string"},
            "examples": ["22:00-06:00", ["sat,sun", "mon-fri 12:00-13:30"]],
        }
    ),
]
Zone = Annotated[str, AfterValidator(timezone)]
Seconds = Annotated[
    float,
    BeforeValidator(lambda value: seconds(value if isinstance(value, str) else "")),
    WithJsonSchema({"type": "string", "pattern": "^[0-9.]+(s|m|h|d)$"}),
]
Bytes = Annotated[
    int,
    BeforeValidator(lambda value: size(value if isinstance(value, str | int) else "")),
    WithJsonSchema({"type": ["string", "integer"]}),
]
Net = Annotated[Network, BeforeValidator(network), _TEXT, PlainSerializer(str)]
Port = Annotated[int, Field(ge=1, le=65535)]
Secret = Annotated[str, AfterValidator(secret)]
Secrets = Annotated[
    tuple[Secret, ...],
    BeforeValidator(_listed),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]
StoreUrl = Annotated[str, AfterValidator(store_url)]
Listen = Annotated[str, AfterValidator(listen)]
PublicUrl = Annotated[str, AfterValidator(public_url)]
HubUrl = Annotated[str, AfterValidator(web_url)]
Proxy = Annotated[str, AfterValidator(proxy)]
Headers = Annotated[dict[str, str], AfterValidator(_header_safe)]
Basic = Annotated[str, AfterValidator(basic)]
Bearer = Annotated[str, Field(min_length=1), AfterValidator(bearer)]
Cookie = Annotated[str, AfterValidator(cookie)]
Ascii = Annotated[str, Field(pattern=r"^[\x20-\x7e]+$")]
LONGEST_TITLE = 300
Title = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
Occasion = Literal[
    "new", "revised", "withdrawn", "returned", "failing", "recovered", "renumbered", "late"
]
"""What a target may ask to be told of."""
