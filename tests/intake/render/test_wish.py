"""What `wait` may say."""

import pytest
from pydantic import ValidationError

from monitor.intake.kinds import KINDS
from monitor.intake.render.wish import Wait, wait


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (None, Wait()),
        ("quiet", Wait()),
        ("3s", Wait(seconds=3.0)),
        ("0.5s", Wait(seconds=0.5)),
        ("1m", Wait(seconds=60.0)),
        (".news > li", Wait(selector=".news > li")),
        ("main", Wait(selector="main")),
    ],
)
def test_a_wish_is_read(written: str | None, meant: Wait) -> None:
    assert wait(written) == meant


@pytest.mark.parametrize("written", ["3", "3 apples", "2h", "li[", "", "::"])
@pytest.mark.parametrize("kind", ["page", "listing", "any"])
def test_what_is_neither_is_wrong(kind: str, written: str) -> None:
    with pytest.raises(ValidationError):
        KINDS[kind].options.model_validate({"render": "browser", "wait": written})


@pytest.mark.parametrize("kind", ["page", "listing", "any"])
def test_only_a_browser_waits(kind: str) -> None:
    options = KINDS[kind].options
    assert options.model_validate({"render": "browser"}).model_dump()["wait"] is None
    with pytest.raises(ValidationError, match="set `render: browser`"):
        options.model_validate({"wait": "3s"})
    with pytest.raises(ValidationError):
        options.model_validate({"render": "firefox"})


@pytest.mark.parametrize("kind", ["feed", "sitemap", "files"])
def test_what_is_no_page_is_not_shown(kind: str) -> None:
    with pytest.raises(ValidationError):
        KINDS[kind].options.model_validate({"render": "browser"})
