"""The title of a page: where what it shows and what it declares agree."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from lxml.html import HtmlElement

from monitor.extract.article.page import LONGEST_TITLE, Page
from monitor.extract.markup import seen

_ALIKE = 0.6

_WORDS_OF_A_TITLE = 4

_PARTS = re.compile(r"\s+[|–—·»:-]\s+|\s*[|»]\s*")


def title_of(page: Page) -> str:
    """The heading that agrees best with what the page declares as its title.

    Alone, the first heading is often the site's name, and `<title>` has it at one end.
    """
    declared = _declared_titles(page)
    names = [part for title in declared for part in (title, *_PARTS.split(title))]
    first = _headings(page, "h1")
    return (
        _without_kicker(_agreed(first, names), declared)
        or (first[0] if len(first) == 1 and len(first[0].split()) >= _WORDS_OF_A_TITLE else "")
        or _agreed(_headings(page, "h2"), names)
        or _without_site(declared, page)
        or next(iter(first), "")
    )


def _headings(page: Page, tag: str) -> list[str]:
    return [text for text in map(_line, page.tree.iter(tag)) if text][:12]


def _agreed(headings: Sequence[str], names: Sequence[str]) -> str:
    """The heading that is most like a declared name; empty where none is like any."""
    pairs = ((_likeness(heading, name), heading) for heading in headings for name in names)
    best, heading = max(pairs, default=(0.0, ""), key=lambda pair: pair[0])
    return heading if best >= _ALIKE else ""


def _without_kicker(heading: str, declared: Sequence[str]) -> str:
    """The heading without the few words above it, where its page declares it without them."""
    for name in declared:
        few = 0 < len(heading) - len(name) < len(heading) / 2
        if few and len(name.split()) >= _WORDS_OF_A_TITLE and heading.endswith(name):
            return name
    return heading


def _declared_titles(page: Page) -> list[str]:
    said = [str(data.get("headline") or "") for data in page.data]
    said += [page.metas.get(name, "") for name in ("og:title", "twitter:title", "dc.title")]
    said += [_line(tag) for tag in page.tree.findall(".//title")[:1]]
    tidy = (" ".join(text.split())[:LONGEST_TITLE] for text in said)
    return list(dict.fromkeys(text for text in tidy if text))


def _likeness(heading: str, name: str) -> float:
    """How much of both is the same; long names weigh a little more than short ones."""
    if abs(len(heading) - len(name)) > max(len(heading), len(name)) * 0.5:
        return 0.0
    same = SequenceMatcher(None, heading.casefold(), name.casefold(), autojunk=False).ratio()
    return same + min(len(heading), 80) / 1000


def _without_site(declared: Sequence[str], page: Page) -> str:
    """The first declared title, less the site's own name at its end."""
    if not declared:
        return ""
    title, site = declared[0], page.metas.get("og:site_name", "")
    parts = [part for part in _PARTS.split(title) if part]
    if len(parts) > 1 and (parts[-1] == site or len(parts[-1]) < len(title) / 3):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»:-")
    return title


def _line(tag: HtmlElement) -> str:
    return " ".join(seen(str(tag.text_content())).split())[:LONGEST_TITLE]
