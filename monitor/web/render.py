"""Templates to HTML: everything is escaped unless a filter here says that it is clean."""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from feeds.clean import paragraphs, safe_html, safe_url
from feeds.formats import FORMATS
from monitor.publish.catalogue import path
from monitor.publish.compose import note
from monitor.web import phrases
from monitor.web.context import Context

_COMMAND = re.compile("`([^`]+)`")
_HERE = Path(__file__).parent
STYLE = (_HERE / "assets" / "style.css").read_bytes()
STYLE_VERSION = sha256(STYLE).hexdigest()[:12]


class Pages:
    """Renders templates with what every page shows: the present, the warnings, the address."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._environment = _environment()

    def page(self, template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """One page. Nothing of it may be kept by a cache without asking again."""
        html = self._environment.get_template(template).render(
            now=self._context.clock(),
            warnings=self._context.health().warnings,
            **values,
        )
        return HTMLResponse(html, status, headers={"Cache-Control": "private, no-cache"})

    def notice(self, title: str, text: str, status: int) -> HTMLResponse:
        """A page that says why there is nothing else."""
        return self.page("notice.html", {"title": title, "text": text}, status)


@cache
def _environment() -> Environment:
    """Compiled once a process: it holds nothing of any application."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        style=f"/assets/style.css?v={STYLE_VERSION}",
        feed_path=path,
        formats=FORMATS,
        note=note,
        **{name: getattr(phrases, name) for name in ("ago", "until", "exact", "date_words")},
    )
    environment.filters.update(
        count=phrases.count,
        clean=lambda html: Markup(safe_html(html)),  # noqa: S704  sanitised just here
        prose=lambda text: Markup(safe_html(paragraphs(text))),  # noqa: S704  likewise
        said=_said,
        link=safe_url,
    )
    return environment


def _said(sentence: str) -> Markup:
    """A sentence of ours, escaped, with what stands between backticks set as code."""
    return Markup(_COMMAND.sub(r"<code>\1</code>", str(escape(sentence))))  # noqa: S704  escaped just here
