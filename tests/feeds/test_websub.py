"""What a publisher says to subscribers and to hubs (WebSub)."""

from urllib.parse import parse_qs

from feeds.websub import link_header, notice

FEED = "https://feeds.example.org/feeds/all.atom"


def test_the_link_header_names_the_document_and_every_hub() -> None:
    assert link_header(FEED, ()) == f'<{FEED}>; rel="self"'
    hub = "https://hub.example.org/"
    assert link_header(FEED, [hub]) == f'<{FEED}>; rel="self", <{hub}>; rel="hub"'


def test_a_notice_names_the_document_in_the_words_of_every_hub() -> None:
    at = FEED + "?a=1&b=ü"
    said = {"hub.mode": ["publish"], "hub.url": [at], "hub.topic": [at]}
    assert parse_qs(notice(at).decode()) == said
