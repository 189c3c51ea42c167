"""A release's own page -> its text, title, date and author. Pure; the page is hostile.

    bytes ─decode─▸ markup ─▸ what the page declares (JSON-LD, meta, `<time>`): exact, and cheap
                            ─▸ what it shows: trafilatura's main text, htmldate's date, its headings

What is declared goes first for dates and authors, which a page says once; for the title what it
shows and what it declares must agree, since sites declare their own names there.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from feeds.clean import safe_html, web_url
from monitor.extract.article.dates import published
from monitor.extract.article.page import LONGEST_TITLE, NoArticle, Page, take_apart
from monitor.extract.article.title import title_of
from monitor.extract.listing.tree import base
from monitor.extract.markup import seen
from monitor.model.published import Published

AUTHOR_METAS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author")


@dataclass(frozen=True, slots=True)
class Article:
    """`text` is plain, paragraphs apart by a blank line; `html` is sanitised, links absolute."""

    title: str
    text: str
    html: str
    published: Published | None
    author: str | None
    image: str | None


def read_article(body: bytes, *, url: str, charset: str | None, today: date) -> Article:
    """Read the page that came from `url`. Raises ExtractError: no text, or no article (NoArticle).

    No date after `today`, but for a day in time zones that are ahead.
    """
    page = take_apart(body, charset)
    text = _text(page)
    if not text:
        raise NoArticle
    whole = base(page.tree, url)
    return Article(
        title_of(page),
        text,
        safe_html(_markup(page), base=whole),
        published(page, url, today),
        _author(page),
        web_url(page.metas.get("og:image"), whole),
    )


def _text(page: Page) -> str:
    from trafilatura import extract

    found = seen(extract(page.markup, include_comments=False, include_tables=True) or "")
    return re.sub(r"\n+", "\n\n", found.strip()) if found else _plain_text(page)


def _plain_text(page: Page) -> str:
    """The paragraphs of the page, where there is too little of them to tell an article by."""
    lines = (" ".join(str(tag.text_content()).split()) for tag in page.tree.iter("p", "pre"))
    return "\n\n".join(line for line in lines if line)


def _markup(page: Page) -> str:
    from trafilatura import extract

    found = extract(page.markup, output_format="html", include_links=True, include_comments=False)
    return found or ""


def _author(page: Page) -> str | None:
    for data in page.data:
        if name := _name(data.get("author")):
            return name
    said = (page.metas.get(name, "") for name in AUTHOR_METAS)
    return next((name for name in said if name and "://" not in name), None)


def _name(said: Any) -> str | None:
    if isinstance(said, list):
        return ", ".join(filter(None, map(_name, said[:5]))) or None
    if isinstance(said, dict):
        said = said.get("name")
    return " ".join(said.split())[:LONGEST_TITLE] if isinstance(said, str) and said else None
