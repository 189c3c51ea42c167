"""A bot wall is told from a page that only knows of one (C10)."""

import pytest

from monitor.intake.visit.walls import BODY_MARKS, LOOKED_AT_BYTES, announced, marked, refusing

ANNOUNCED = {
    "Cloudflare": {"cf-mitigated": "challenge"},
    "AWS WAF": {"x-amzn-waf-action": "challenge"},
    "Vercel": {"x-vercel-mitigated": "challenge"},
    "DataDome": {"x-dd-b": "2"},
    "Sucuri": {"x-sucuri-block": "EXPVP16"},
    "SiteGround": {"sg-captcha": "challenge"},
}

MARKED = {
    "Cloudflare": b"<title>Just a moment...</title><script>window._cf_chl_opt=",
    "DataDome": b"<iframe src='https://geo.captcha-delivery.com/captcha/?x'>",
    "Imperva": b'<iframe src="/_Incapsula_Resource?CWUDNSAI=9">',
    "HUMAN": b"<script>window._pxAppId = 'x';</script><div id='px-captcha'>",
    "SiteGround": b'<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=/">',
    "Anubis": b'<script src="/.within.website/x/cmd/anubis/static/js/main.mjs">',
    "go-away": b'<link href="/.well-known/.git.gammaspectra.live/git/go-away/cmd/go-away/assets/">',
    "Akamai": b"<H1>Access Denied</H1> https://errors.edgesuite.net/18.1",
    "Kasada": b"<script>window.KPSDK={};</script><script src='/149e9513/ips.js'>",
    "DDoS-Guard": b"<script src='/.well-known/ddos-guard/js-challenge/index.js'>",
    "Vercel": b"<title>Vercel Security Checkpoint</title>",
    "F5": b"The requested URL was rejected. Please consult with your administrator.",
}

ORDINARY = {
    "a page": b"<h1>News</h1>",
    "Cloudflare's own script": b"<script src='/cdn-cgi/challenge-platform/h/b/scripts/jsd/x.js'>",
    "Imperva's script": b'<script src="/_Incapsula_Resource?SWJIYLWA=7">',
    "HUMAN's script": b"<script>window._pxAppId = 'PX1';</script>",
    "DataDome's tag": b'<script src="https://js.datadome.co/tags.js">',
    "AWS WAF's token script": b'<script src="https://x.token.awswaf.com/x/challenge.js">',
    "a captcha in a form": b'<div class="g-recaptcha"></div><div class="smart-captcha"></div>',
    "a long article about walls": b"<p>" + b"x" * LOOKED_AT_BYTES + b"_cf_chl_opt",
}


@pytest.mark.parametrize(("owner", "headers"), ANNOUNCED.items())
def test_some_walls_say_what_they_are(owner: str, headers: dict[str, str]) -> None:
    assert announced(headers) == refusing(headers, b"") == owner


@pytest.mark.parametrize(("owner", "body"), MARKED.items())
def test_a_wall_is_known_by_its_page(owner: str, body: bytes) -> None:
    assert marked(body) == refusing({}, body) == owner


@pytest.mark.parametrize("body", ORDINARY.values(), ids=ORDINARY)
def test_what_stands_on_ordinary_pages_too_is_no_mark(body: bytes) -> None:
    everywhere = {"server": "cloudflare", "cf-ray": "1", "x-iinfo": "1", "x-sucuri-id": "1"}
    assert marked(body) is None
    assert refusing(everywhere | {"x-datadome": "protected"}, body) is None


def test_who_refuses_from_the_edge_is_its_wall() -> None:
    assert refusing({"server": "AkamaiGHost"}, b"Forbidden") == "Akamai"
    assert announced({"server": "AkamaiGHost"}) is None


def test_no_mark_is_part_of_another_owners() -> None:
    for mark, owner in BODY_MARKS:
        assert marked(b"<p>" + mark + b"</p>") == owner
