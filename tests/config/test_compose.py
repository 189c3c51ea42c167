"""libyaml's nodes are those of ruamel.yaml, or there are none: then the other parser is asked."""

import pytest

from monitor.config import compose, document
from monitor.config.compose import NotPlain
from monitor.errors import ConfigError

TRICKY = [
    "",
    "# nothing but a comment\n",
    "a: 1\nb:\n  - x\n  - {c: [1,\n       2]}\n",
    "on: [no, yes, off, y, n]\nYes: No",
    "[~, null, Null, NULL, nUll, true, True, TRUE, tRue, false, False, FALSE]",
    "a:\nb: ''\nc: \"\"\n'': x",
    "[0, 1, -1, +1, 007, 0o17, 0x1F, 0b11, 1_000, _1, 1_, 12:30, 1:20:30, 0x, 1__0, 00]",
    "[1., .5, -.5, 1.5e3, 1e3, 1e+3, .1e3, .1e+3, 1_0.5, ., .., .inf, -.INF, +.Inf, .nan, .NaN]",
    "[2024-01-01, 2024-01-01 10:00:00, 2024-1-1, 10:00]",
    "[-, --, +, -a, 1a, 1.2.3, e3, 1e, 0xg, '1', \"1\", 1 2]",
    "url: http://a.example:80/x?y=z#w\nlist: [http://a.example, b?c, d:e]\nmap: {u: http://a/?b=c}",
    "a: text # a comment\nb: text#none\nc: '# none'\n",
    "text: |\n  one\n   two\n\n  three\nkept: |+\n  x\n\nfolded: >-\n  a\n  b\n\n  c\n",
    "a: plain that\n  goes on\n\n  and on\nb: 'quoted\n  too'\nc: \"and \\\n  so\"\n",
    '"\\x41\\u00e9\\U0001F600\\n\\t\\0\\e\\/": "\\\\ \\""',
    "'it''s': \"it's\"\n",
    "- - - deep\n    - x\n  - y\n-\n  - z\n",
    "a: &x [1, {b: 2}]\nc: *x\nd: {e: *x}\n",
    "? a\n: b\n? c\n",
    "{a, b: , c: 1}",
    "key with spaces: 1\n\u00e9t\u00e9: 2\n\U0001f600: 3\n",
    "---\na: 1\n...\n",
    "--- a\n",
    "a: 1\r\nb:\r\n  - 2\r\n",
    "${NAME}: ${OTHER}\nx: '${A}'\n",
    "@: 1",
    "a: @b",
    "a: `b`",
    "a: %b",
    "%YAML 1.1\n---\non: yes\n",
    "a: !!str 1\nb: !!int '2'\nc: ! 3\n",
    "a:\tb\n",
    "a: >\n \n  b\n",
    "a: |#\n",
    "a: b\u2028c: d",
    "a: b\x85c: d",
    "\ufeffa: 1",
    "a: 1\na: 2",
    "a:\n\tb: 1",
    "a: [1\nb: 2",
    "a: 'x",
    "a: 1\n---\nb: 2",
    "a: !!python/object:os.system x",
    "a: *nobody",
    "a: &a [*a]",
    "a: 1\n? [1]\n: 2",
    "base: &b {x: 1}\na:\n  <<: *b",
    "a: =",
    "a: 1\nb: \x07",
    "- " * 200,
    "[" * 200 + "]" * 200,
    "a: b: c",
    "- a\nb: c",
    "a: ]",
    "x: &a 1\ny: &b 2\nz: [*a, *b]",
]


def outcome(text: str) -> object:
    """What reading a text comes to, its lines and its mistakes included."""
    try:
        written = document.read_yaml(text, "config.yaml")
    except ConfigError as error:
        return str(error)
    return repr(written.data), written.lines


@pytest.mark.parametrize("text", TRICKY, ids=lambda text: repr(text[:30]))
def test_both_parsers_read_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = outcome(text)

    def refuse(text: str) -> None:
        raise NotPlain

    monkeypatch.setattr(document, "compose", refuse)
    assert quick == outcome(text)


@pytest.mark.parametrize(
    "text",
    [
        "%YAML 1.1\n---\non: yes\n",
        "a: !!str 1",
        "a:\tb",
        "a: [1",
        "[" * 200 + "]" * 200,
        "[" * 1000,
        "a: b\u2028c",
    ],
)
def test_what_may_mean_something_else_is_left_to_the_other(text: str) -> None:
    with pytest.raises(NotPlain):
        compose.compose(text)


def test_an_ordinary_configuration_is_read_by_the_quick_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(text: str, file: str) -> None:
        raise AssertionError("the slow parser was asked")

    monkeypatch.setattr(document, "_compose_slowly", refuse)
    text = "store: sqlite:///data/monitor.db\nsources:\n  - {id: a, files: 'x/*.txt'}  # mine\n"
    assert document.read_yaml(text, "f").data["sources"] == [{"id": "a", "files": "x/*.txt"}]
