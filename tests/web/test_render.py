"""Sentences of ours on a page: escaped, with their commands set as code."""

import pytest

from monitor.web.render import _said


@pytest.mark.parametrize(
    ("sentence", "markup"),
    [
        ("Wait.", "Wait."),
        ("Run `feed-monitor try` on it.", "Run <code>feed-monitor try</code> on it."),
        ("`a` and `b`", "<code>a</code> and <code>b</code>"),
        ("One ` alone", "One ` alone"),
        ("<b>`<i>`</b>", "&lt;b&gt;<code>&lt;i&gt;</code>&lt;/b&gt;"),
    ],
)
def test_what_stands_between_backticks_is_code_and_the_rest_is_text(
    sentence: str, markup: str
) -> None:
    assert str(_said(sentence)) == markup
