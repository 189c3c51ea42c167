"""WebSub (W3C Recommendation, 23 January 2018): what a publisher says, not the sending of it.

Subscribers find the hub in the Link headers and in the document; the hub is told that a document
changed, fetches it, and hands it on.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

MEDIA_TYPE = "application/x-www-form-urlencoded"


def link_header(url: str, hubs: Iterable[str]) -> str:
    """The Link header of a document that stands at `url` (§4: both relations, in one header)."""
    links = [(url, "self"), *((hub, "hub") for hub in hubs)]
    return ", ".join(f'<{at}>; rel="{relation}"' for at, relation in links)


def notice(url: str) -> bytes:
    """What a hub is sent when the document at `url` changed.

    WebSub leaves it to the hub; all take PubSubHubbub 0.4 §7.1, some under the name of WebSub.
    """
    return urlencode({"hub.mode": "publish", "hub.url": url, "hub.topic": url}).encode()
