"""Pages as organisations publish them: varied, well-formed enough, of a size that is asked for."""

import random
from collections.abc import Iterator

PAGE_BYTES = 25_000
WORDS = (
    "council members budget session agreed statement region observers programme report meeting "
    "delegation training exercise secretary general forum ministers adopted review partners "
    "cooperation security plan states joint support press centre opened signed hosted welcomed "
    "harbour fees bridge river schools winter service hours library notice tender contract road"
).split()
HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/site.css?v={number}">
<script src="/static/app.js" defer></script>
<style>body{{margin:0;font:16px/1.5 sans-serif}}nav a{{padding:.5em}}</style>
</head><body class="site page-{number}">
<header><a class="logo" href="/"><img src="/static/logo.svg" alt="Town of Example"></a>
<nav aria-label="Main"><ul>{menu}</ul></nav></header>
<main id="content"><h1>{title}</h1>
"""
FOOT = """</main>
<aside><h2>Most read</h2><ol>{links}</ol></aside>
<footer><p>&copy; 2026 Town of Example &middot; <a href="/imprint">Imprint</a></p></footer>
<script>window.page={{"id":{number},"section":"news"}};</script>
</body></html>
"""


def page(number: int, edition: int = 0, size_bytes: int = PAGE_BYTES) -> bytes:
    """Page `number`: always the same, but that another edition has another first paragraph.

    In other words each time: what only counts is learnt to change by itself, and is no news.
    """
    chance = random.Random(number)
    title = sentence(chance, 8)
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in chance.sample(WORDS, 12))
    links = "".join(f'<li><a href="/n/{n}">{sentence(chance, 6)}</a></li>' for n in range(10))
    head = HEAD.format(title=title, number=number, menu=menu)
    foot = FOOT.format(number=number, links=links)
    lead = sentence(random.Random(f"{number} {edition}"), 12)
    news = f'<p class="lead">{lead}.</p>\n' if edition else ""
    made, left = [head, news], size_bytes - len(head) - len(foot)
    for paragraph in _paragraphs(chance):
        if left < len(paragraph):
            break
        made.append(paragraph)
        left -= len(paragraph)
    made.append(foot)
    return "".join(made).encode()


def _paragraphs(chance: random.Random) -> Iterator[str]:
    """Without end: headings, paragraphs with links and emphasis, cards."""
    number = 0
    while True:
        number += 1
        yield f'<h2 id="s{number}">{sentence(chance, 5)}</h2>\n'
        for _ in range(chance.randint(1, 3)):
            link = f'<a href="/d/{chance.randint(1, 9999)}">{sentence(chance, 3)}</a>'
            more = f"{sentence(chance, 15)} <em>{sentence(chance, 2)}</em>"
            yield f"<p>{sentence(chance, 25)} {link} {more}.</p>\n"
        yield f'<div class="card" data-id="{number}"><span>{sentence(chance, 12)}</span></div>\n'


def sentence(chance: random.Random, count: int) -> str:
    """So many words, the first with a capital."""
    return " ".join(chance.choices(WORDS, k=count)).capitalize()
