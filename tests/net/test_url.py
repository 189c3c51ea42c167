"""How URLs are read, joined, and shown."""

import pytest

from monitor.errors import AddressRefused
from monitor.net.url import join, mask, parse

READ = {
    "as it is": ("https://example.com/a?b=c", "https://example.com/a?b=c"),
    "no path": ("http://example.com", "http://example.com/"),
    "query without path": ("http://example.com?a=1", "http://example.com/?a=1"),
    "case": ("HTTP://EXAMPLE.Com/A", "http://example.com/A"),
    "default port": ("https://example.com:443/", "https://example.com/"),
    "other port": ("http://example.com:8080/", "http://example.com:8080/"),
    "empty port": ("http://example.com:/", "http://example.com/"),
    "fragment": ("http://example.com/a#b", "http://example.com/a"),
    "final dot": ("http://example.com./", "http://example.com/"),
    "international": ("http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"),
    "full-width": ("http://ｅxample.com/", "http://example.com/"),
    "escapes stay": ("http://example.com/%41%2f?q=%20", "http://example.com/%41%2f?q=%20"),
    "spaces": ("http://example.com/a b", "http://example.com/a%20b"),
    "around it": ("  http://example.com/ \n", "http://example.com/"),
    "address in one number": ("http://134744072/", "http://8.8.8.8/"),
    "IPv6": ("http://[2606:4700::0:1]:8080/", "http://[2606:4700::1]:8080/"),
    "user name": ("http://user:pass@example.com/", "http://example.com/"),
}


@pytest.mark.parametrize(("text", "url"), READ.values(), ids=READ)
def test_one_url_has_one_spelling(text: str, url: str) -> None:
    assert parse(text).url == url
    assert parse(url).url == url


def test_a_user_name_becomes_a_header() -> None:
    assert parse("http://user:p%40ss@example.com/").authorization == "Basic dXNlcjpwQHNz"
    assert "dXNl" not in repr(parse("http://user:p%40ss@example.com/"))


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://example.com/b"),
        ("b", "https://example.com/a/b"),
        ("?q=1", "https://example.com/a/x?q=1"),
        ("//other.example/", "https://other.example/"),
        ("http://example.com/", "http://example.com/"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location: str, url: str) -> None:
    assert join(parse("https://example.com/a/x"), location).url == url


@pytest.mark.parametrize("location", ["ftp://x/", "javascript:1", "http://[::1", "http://a\nb/"])
def test_a_redirect_leads_nowhere_else(location: str) -> None:
    with pytest.raises(AddressRefused, match="redirect"):
        join(parse("https://example.com/"), location)


def test_a_url_is_shown_without_its_secrets() -> None:
    shown = mask("https://user:hunter2@example.com/a?token=s3cret&b=&plain#part")
    assert shown == "https://example.com/a?token=***&b=***&plain"
    assert mask("http://[s3cret") == "(a URL that cannot be read)"


@pytest.mark.parametrize(
    "url",
    [
        "http://user:s3cret/x@example.com/",
        "http://u:s3cret@[::1/",
        "s3cret://x?y",
        "http://a:s3cret",
    ],
)
def test_a_refused_url_keeps_its_secrets(url: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        parse(url)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None
