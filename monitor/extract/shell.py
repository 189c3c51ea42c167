"""Does a page build itself with scripts? Its markup -> why one would think so. Pure.

    no text to speak of, a place that scripts fill    an empty shell: nothing of it can be read
    text, and places that scripts fill                perhaps what matters is what is missing

Asked only of pages in which nothing was found: so what is common on good pages (scripts, an empty
box) proves nothing by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from monitor.extract.listing.tree import parse

MOST_WORDS = 12
"""A shell may say a title, or that it is loading."""

LONGEST_NAME = 40

MOST_LOOKS = 50
"""How many places are looked into for text: they may stand in each other, ever deeper."""

UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object", "head"})
DATA = ("json", "text/template", "text/x-", "text/html", "importmap", "speculationrules")
"""Types of `<script>` that are no programs."""

MOUNTS = frozenset({
    "__next", "__nuxt", "___gatsby", "app", "app-root", "application", "main-app", "react-root",
    "root", "svelte", "vue-app",
})  # fmt: skip
"""What templates of the usual frameworks call the element that they fill."""

BUSY = re.compile(r"\b(?:skeleton|spinner|loader|loading|placeholder|preloader)\b", re.IGNORECASE)
LOADING = re.compile(
    r"\b(?:loading|please wait|laden|lädt|bitte warten|chargement|cargando|caricamento|carregando|"
    r"ładowanie|laddar|загрузка|подождите)\b[ .…]*|読み込み中|加载中|جار التحميل",
    re.IGNORECASE,
)
WORD = re.compile(r"\w+")

NOT_A_MOUNT = re.compile(r"fb-root|gtm|google|portal|modal|overlay|cookie|consent|toast|dialog")


@dataclass(frozen=True, slots=True)
class Scripted:
    """`why` in words for people; `empty`: there is nothing else on the page."""

    why: str
    empty: bool


def scripted(body: bytes, charset: str | None) -> Scripted | None:
    """What speaks for a page that scripts build; None where nothing does.

    Raises ExtractError where the bytes are no text.
    """
    tree = parse(body, charset=charset)
    if tree is None or not any(map(_program, tree.iter("script"))):
        return None
    empty = _words(tree) <= MOST_WORDS
    why = next(_signs(tree, empty), None)
    return Scripted(why, empty) if why else None


def _signs(tree: etree._Element, empty: bool) -> Iterator[str]:
    for note in tree.iter("noscript"):
        if "javascript" in "".join(map(str, note.itertext())).lower():
            yield "it asks for JavaScript where there is none"
    candidates = (one for one in tree.iter(etree.Element) if _to_be_filled(one, empty))
    for element in islice(candidates, MOST_LOOKS):
        if not _words(element):
            yield f"its {_shown(element)} is empty"
    if empty and not _words(tree):
        yield "it has scripts and no text"


def _to_be_filled(element: etree._Element, empty: bool) -> bool:
    """Whether an element is one that scripts fill. On an empty page any that has a name is."""
    tag, name = str(element.tag), str(element.get("id") or "").lower()
    if tag in UNSEEN or NOT_A_MOUNT.search(name):
        return False
    known = name in MOUNTS or "-" in tag or element.get("aria-busy") == "true"
    named = empty and bool(name) and tag in {"div", "main", "section"}
    return known or named or bool(BUSY.search(element.get("class") or ""))


def _program(script: etree._Element) -> bool:
    kind = str(script.get("type") or "").lower()
    said = script.get("src") or (script.text or "").strip()
    return bool(said) and not any(kind.startswith(data) or data in kind for data in DATA)


def _words(element: etree._Element) -> int:
    """How many words a reader would see, those aside that ask for patience."""
    return len(WORD.findall(LOADING.sub(" ", " ".join(_texts(element)))))


def _texts(element: etree._Element) -> Iterator[str]:
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, here in walk:
        if event == "start" and here.tag in UNSEEN:
            walk.skip_subtree()
        elif event == "start" and here.text:
            yield here.text
        if event == "end" and here is not element and here.tail:
            yield here.tail


def _shown(element: etree._Element) -> str:
    name = element.get("id")
    tag = str(element.tag)
    return f"{tag}#{name}"[:LONGEST_NAME] if name else tag[:LONGEST_NAME]
