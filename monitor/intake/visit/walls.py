"""Bot walls, told from pages and from plain refusals: pure (C10).

A wall answers with a page of its own that no program gets past. Only marks that walls leave on
nothing else count: many sites carry a wall's scripts on their ordinary pages too.
"""

from collections.abc import Mapping

HEADER_MARKS = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-amzn-waf-action", "challenge", "AWS WAF"),
    ("x-amzn-waf-action", "captcha", "AWS WAF"),
    ("x-datadome", "protected", "DataDome"),
    ("sg-captcha", "challenge", "SiteGround"),
)
"""Header, a word in its value, whose wall it is."""

BODY_MARKS = (
    (b"_cf_chl_opt", "Cloudflare"),
    (b"geo.captcha-delivery.com/", "DataDome"),
    (b"_Incapsula_Resource?CWUDNSAI", "Imperva"),
    (b"window._pxAppId", "HUMAN"),
    (b"gokuProps", "AWS WAF"),
    (b"/.well-known/sgcaptcha/", "SiteGround"),
    (b"/.within.website/x/cmd/anubis/", "Anubis"),
    (b"https://errors.edgesuite.net/", "Akamai"),
)
"""What stands in a wall's own page, and whose wall it is."""

LOOKED_AT_BYTES = 64 * 1024
"""A wall's page is small: a mark further down in a long page is only a quotation."""


def wall(headers: Mapping[str, str], body: bytes) -> str | None:
    """Whose wall an answer is, None when it is none."""
    for name, word, owner in HEADER_MARKS:
        if word in headers.get(name, "").lower():
            return owner
    if len(body) > LOOKED_AT_BYTES:
        return None
    return next((owner for mark, owner in BODY_MARKS if mark in body), None)
