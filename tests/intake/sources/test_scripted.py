"""What sources say of a page that builds itself with scripts."""

from datetime import date

import pytest

from monitor.errors import ExtractError
from monitor.intake.kinds import KINDS
from monitor.model.source import Source
from monitor.model.visit import Part

TODAY = date(2025, 3, 20)
PLACE = "https://office.test/news"
SHELL = "<!doctype html><title>Office</title><div id=root></div><script src=/app.js></script>"
PARTLY = (
    "<!doctype html><title>Office</title><main><p>The office speaks of what it has decided, on"
    " every day on which it decides.</p><news-list></news-list></main><script src=/app.js></script>"
)


def part(body: str) -> Part:
    return Part(PLACE, body.encode(), "text/html")


def source(kind: str, **options: str) -> Source:
    return Source("office", kind, PLACE, "Office", options=options)


@pytest.mark.parametrize("kind", ["listing", "page", "any"])
def test_a_failure_says_what_to_do_about_a_shell(kind: str) -> None:
    with pytest.raises(ExtractError) as caught:
        KINDS[kind].parse(source(kind), part(SHELL), TODAY)
    assert caught.value.hint == (
        "this page builds itself with scripts, since its div#root is empty: set `render: browser`"
    )


@pytest.mark.parametrize("kind", ["listing", "page", "any"])
def test_it_is_not_said_of_what_a_browser_has_shown(kind: str) -> None:
    try:
        KINDS[kind].parse(source(kind, render="browser"), part(SHELL), TODAY)
    except ExtractError as error:
        assert "scripts, since" not in str(error)  # noqa: PT017 - `any` watches it as a page


def test_a_selector_that_finds_nothing_may_be_early() -> None:
    options = {"select": ("news-item",)}
    with pytest.raises(ExtractError, match="news-item") as caught:
        KINDS["page"].parse(Source("o", "page", PLACE, "O", options=options), part(PARTLY), TODAY)
    assert str(caught.value.hint).startswith("this page may build itself with scripts, since its")
    assert "; or " in str(caught.value.hint)


def test_a_page_with_a_few_words_is_watched_and_the_doubt_is_said() -> None:
    learn = KINDS["any"].learn
    assert learn
    documents, finding = learn(source("any"), part(PARTLY), TODAY, {})
    assert (len(documents), finding.kind) == (1, "page")
    assert any("set `render: browser`" in line for line in finding.explain)
