"""Entries within entries: no entries of their feed, though they are called so.

What another copy of an item said (FeedSync's conflicts), or an entry that a `source` brings along:
a reader that goes by names alone would take each for an entry of the feed, and what follows it in
the outer one for a part of it. They are cut out before such a reader sees them.
"""

import re

_TOKEN = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?P<close>/?)(?:[\w.-]+:)?(?P<name>item|entry)"
    rb"(?P<rest>(?=[\s/>])(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL,
)
_MOST = 100_000
_FEWEST = 4
"""Where these words stand less often, no entry has another in it."""


def without_nested(body: bytes) -> bytes:
    """The document without entries that stand in entries.

    Where begins and ends do not fit together nobody can say what stands in what: it is left alone.
    """
    if body.count(b"item") + body.count(b"entry") < _FEWEST:
        return body
    cuts, at = _nested(body), 0
    kept = []
    for start, end in cuts:
        kept.append(body[at:start])
        at = end
    return b"".join((*kept, body[at:])) if kept else body


def _nested(body: bytes) -> list[tuple[int, int]]:
    """Where entries in entries begin and end; nothing where that does not fit together."""
    cuts: list[tuple[int, int]] = []
    around: list[bytes] = []
    start = 0
    for count, token in enumerate(_TOKEN.finditer(body)):
        name, outermost = token["name"], len(around) == 1
        if name is None:
            continue
        if token["close"]:
            if count > _MOST or around[-1:] != [name]:
                return []
            around.pop()
            if len(around) == 1:
                cuts.append((start, token.end()))
        elif not token["rest"].endswith(b"/"):
            start = token.start() if outermost else start
            around.append(name)
        elif outermost:
            cuts.append(token.span())
    return [] if around else cuts
