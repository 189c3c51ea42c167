"""HTML within JSON: what stands in it by CSS, and what is stripped of it."""

from datetime import date
from typing import Any

import pytest

from monitor.extract.api.paths import Unmatched, select_records

TODAY = date(2025, 3, 21)
BODY = (
    "Intro &amp; more <div class=share>Share it</div><h3>The <i>bridge</i></h3>"
    "<div class=content><p>It is open.<br>Now.</p><p class=ad>Buy!</p></div>"
    "<a class=more href=/bridge>more</a><script>x()</script>"
)
VALUE = {"rows": [{"body": BODY, "at": 1}, {"body": "plain words", "at": 2}, {"body": None}]}


def selected(value: Any = VALUE, **rules: Any) -> list[Any]:
    rules = {"select": "$.rows[*]", "title": {"select": "body", "css": "h3"}, **rules}
    found = select_records(value, url="https://site.test/api", rules=rules, today=TODAY).items
    return [(r.title, r.url, r.text, r.html) for r in found]


def test_css_looks_on_in_a_value() -> None:
    text = {"select": "body", "css": ".content", "strip": [".ad"]}
    (found,) = selected(url={"select": "body", "css": "a.more@href"}, text=text)
    assert found[:2] == ("The bridge", "https://site.test/bridge")
    assert "It is open." in found[2]
    assert "Buy!" not in found[2]
    assert "<div" in found[3]


def test_strip_alone_leaves_the_rest_as_it_was() -> None:
    strip = [".share", ".content", "h3", "a"]
    found = selected(text={"select": "body", "strip": strip}, title="body")
    assert [text for _, _, text, _ in found[:2]] == ["Intro & more", "plain words"]


def test_markup_that_is_written_with_entities_is_markup() -> None:
    escaped = {"rows": [{"body": "&lt;h3&gt;Head&lt;/h3&gt; &lt;p&gt;x&lt;/p&gt;"}]}
    assert selected(escaped)[0][0] == "Head"


def test_what_finds_nothing_names_itself_and_the_nearest() -> None:
    with pytest.raises(Unmatched) as stopped:
        selected(url={"select": "body", "css": "div.menu a.more@href"})
    assert "`items.url: {select: body, css: div.menu a.more@href}`" in stopped.value.message
    assert "`a.more@href` would match" in str(stopped.value.hint)
