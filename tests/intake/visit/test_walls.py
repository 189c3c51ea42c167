"""A bot wall is told from a page that only knows of one (C10)."""

import pytest

from monitor.intake.visit.walls import LOOKED_AT_BYTES, wall

WALLS = {
    "Cloudflare, by its header": ({"cf-mitigated": "challenge"}, b""),
    "Cloudflare, by its page": ({}, b"<title>Just a moment...</title><script>window._cf_chl_opt="),
    "AWS WAF": ({"x-amzn-waf-action": "challenge"}, b""),
    "DataDome": ({}, b"<iframe src='https://geo.captcha-delivery.com/captcha/?x'>"),
    "Imperva": ({}, b'<iframe src="/_Incapsula_Resource?CWUDNSAI=9">'),
    "HUMAN": ({}, b"<script>window._pxAppId = 'x'; window._pxBlockId"),
    "SiteGround": ({}, b'<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=/">'),
    "Anubis": ({}, b'<script src="/.within.website/x/cmd/anubis/static/js/main.mjs">'),
    "Akamai": ({}, b"<H1>Access Denied</H1> https://errors.edgesuite.net/18.1"),
}

PAGES = {
    "a page": b"<h1>News</h1>",
    "a page with Cloudflare's script": b"<script src='/cdn-cgi/challenge-platform/scripts/jsd'>",
    "a page with Imperva's script": b'<script src="/_Incapsula_Resource?SWJIYLWA=7">',
    "a page with a captcha in a form": b'<div class="g-recaptcha"></div>',
    "a long article about walls": b"<p>" + b"x" * LOOKED_AT_BYTES + b"_cf_chl_opt",
}


@pytest.mark.parametrize(("headers", "body"), WALLS.values(), ids=WALLS)
def test_a_wall_is_known(headers: dict[str, str], body: bytes) -> None:
    assert wall(headers, body)


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_a_page_is_no_wall(body: bytes) -> None:
    assert wall({"server": "cloudflare", "cf-ray": "1"}, body) is None
