"""What the keys of a record say about what stands under them: hints, each with a weight.

Keys are taken apart into words (`webPublicationDate`, `html_url`), so that what nobody foresaw is
read by its parts. Keys that only wrap (`title.rendered`, `node.title`, `fields.title.de`) say
nothing by themselves.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from monitor.extract.api.model import Path

NEVER = -100.0
"""The weight of a key under which something else stands, whatever it looks like."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTS = re.compile(r"[^\W\d_]+")
_HUMPS = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

_FORMS = _words(
    "rendered raw processed value plain #text _text $t $ __cdata $date _seconds alias 0"
)
_INNER = _FORMS | _words(
    "text main default html content en full string seconds iso date-time date-parts timestamp href"
)
"""Keys of what is one value with more than one form; some of them only where no wrapper is above,
since a record may have a `text` of its own."""
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?")

WRAPPERS = _words(
    "node item attributes fields _source data document doc resource snippet post article story "
    "content value properties entry object result record payload hit system sys"
)
"""Keys of objects that hold the whole of a record."""

_OTHERS = _words(
    "author authors user users creator committer owner account member members person people "
    "contributor contributors category categories tag tags taxonomy topic topics label labels "
    "section channel image images img photo photos picture media multimedia thumbnail "
    "thumbnails avatar avatars icon logo video audio gallery enclosure file files attachment "
    "attachments asset assets organization organisation agency agencies publisher source site "
    "blog feed parent children related relationships comment comments reply replies reactions "
    "highlight highlights highlightresult snippetresult embedded license location geo place "
    "venue language milestone permissions stats statistics meta seo og metadata assignee "
    "reviewer repository repo forum"
)
"""What stands beside a release: under these keys nothing is its title, link, date or text."""

BESIDE = _words(
    "nav navigation menu menus breadcrumb breadcrumbs tag tags category categories taxonomy "
    "terms facet facets filter filters aggregations author authors user users members people "
    "image images media multimedia photos thumbnails asset assets attachment attachments file "
    "files comment comments reply replies related recommended popular trending languages "
    "countries options labels errors warnings links reactions contributors keywords topics "
    "sections included channels agencies organizations resources formats versions variants "
    "suggestions variables"
)
"""Lists of these names are beside the releases, or within one of them."""

TITLES: Mapping[str, float] = {
    "headline": 10, "title": 10, "heading": 9, "subject": 8, "titel": 10, "titre": 10,
    "titulo": 10, "título": 10, "titolo": 10, "tytuł": 10, "betreff": 8, "überschrift": 9,
    "rubrik": 8, "otsikko": 10, "заголовок": 10, "название": 9, "标题": 10, "標題": 10,
    "題名": 10, "件名": 10, "タイトル": 10, "제목": 10, "عنوان": 10,
    "name": 6, "nom": 5, "nombre": 5,
    "naam": 5, "question": 6, "label": 4, "caption": 4, "summary": 3, "message": 3, "text": 1,
    "tagname": 4,
    "version": 3, "description": 1, "topic": 2, "label_text": 3,
}  # fmt: skip
_NO_TITLE = _words(
    "seo meta sub alt section category parent site author user source channel type status feed "
    "album group file image print kicker og code first last sub nick screen host domain state "
    "locale twitter social login company organization city country class subtitle"
)
LINKS: Mapping[str, float] = {
    "permalink": 11, "canonical": 10, "link": 8, "url": 8, "href": 7, "uri": 6, "path": 5,
    "address": 4, "lien": 7, "enlace": 7, "ссылка": 7, "verweis": 7,
    "リンク": 7, "链接": 7, "self": 3, "alternate": 8, "webpage": 7,
    "website": 3, "landing": 3, "id": 1, "guid": 1, "page": 3, "alias": 3,
}  # fmt: skip
_NO_LINK = _words(
    "image images img thumbnail thumb avatar icon logo photo picture media audio download comments "
    "comment edit delete author user category tag tags next prev previous collection about replies "
    "term terms feed rss upload assets tarball zipball discussion hub git clone ssh parent mirror "
    "share embed inspection template type attachment video poster banner background svn hooks "
    "apply login register signup report admin cancel callback hook thumbnails "
    "statuses events followers forks keys stargazers subscribers parts source license"
)
_WORSE_LINK: Mapping[str, float] = {
    "api": -6, "pdf": -3, "short": -3, "shortlink": -4, "amp": -3, "json": -4, "xml": -4,
    "relative": -1, "html": 3, "web": 2, "public": 1, "full": 1, "absolute": 1,
}  # fmt: skip
DATES: Mapping[str, float] = {
    "published": 10, "publish": 10, "publication": 10, "pub": 10, "pubdate": 10, "released": 9,
    "release": 8, "issued": 8, "issue": 6, "filed": 7, "filing": 6, "posted": 8, "post": 6,
    "decision": 6, "date": 7, "datum": 7, "fecha": 7, "data": 3, "дата": 7, "日期": 7, "日付": 7,
    "公開日": 9, "発行日": 9,
    "created": 6, "creation": 6, "time": 4, "timestamp": 5, "datetime": 6, "day": 4, "dated": 7,
    "start": 5, "starts": 5, "begin": 4, "effective": 2, "added": 4, "sent": 4, "submitted": 4,
    "firstpublished": 10, "when": 4, "year": 1, "announced": 7, "uploaded": 4,
}  # fmt: skip
_NO_DATE = _words(
    "updated modified update last edited changed bumped expires expiry expiration expire end ends "
    "ending deadline deleted due closed closing close crawled indexed indexing imported sync "
    "synced fetched retrieved comment comments archived review reviewed until birth processed next "
    "pushed accessed access seen revised modification changes duration timezone zone read reading "
    "price"
)
_SIGNED = ("author", "committer")
"""Under these keys stands when they signed: a date of the record itself."""
_BETTER_DATE: Mapping[str, float] = {"gmt": 1, "utc": 1, "first": 2}
TEXTS: Mapping[str, float] = {
    "content": 8, "body": 8, "text": 7, "selftext": 7, "cooked": 8, "description": 6, "summary": 5,
    "abstract": 5, "excerpt": 4, "teaser": 4, "lead": 4, "intro": 4, "introduction": 4, "dek": 4,
    "snippet": 3, "message": 5, "raw": 3, "notes": 5, "note": 4, "details": 5, "detail": 4,
    "blurb": 4, "standfirst": 4, "synopsis": 4, "paragraph": 3, "trail": 3, "article": 4,
    "beschreibung": 6, "inhalt": 8, "contenu": 8, "texto": 7, "contenido": 8, "testo": 7,
    "texte": 7, "описание": 6, "текст": 7, "内容": 8, "摘要": 5, "本文": 8, "html": 2, "full": 1,
    "changelog": 5, "comment": 2, "desc": 5, "story": 4,
}  # fmt: skip
_NO_TEXT = _words(
    "title headline meta seo type url link href slug image alt caption author user license "
    "copyright location status keywords name id date count format short og"
)
AUTHORS: Mapping[str, float] = {"author": 8, "byline": 9, "creator": 6, "writer": 6, "authors": 6}

_ID_BESIDE = WRAPPERS | _words(
    "object item node news release external content the document doc post article entry story "
    "case press unique global video"
)
_IDS: Mapping[str, float] = {
    "id": 10, "guid": 9, "uuid": 9, "_id": 9, "identifier": 8, "nid": 7, "sha": 7, "doi": 7,
    "objectid": 9, "key": 4, "number": 4, "pk": 7, "oid": 7,
}  # fmt: skip


@lru_cache(maxsize=4096)
def parts(key: str) -> tuple[str, ...]:
    """The words of a key: `webPublicationDate` -> web, publication, date."""
    return tuple(
        word.casefold() for run in _PARTS.findall(key) for word in _HUMPS.split(run) if word
    )


@lru_cache(maxsize=4096)
def meaning(path: Path) -> tuple[str, tuple[str, ...]]:
    """The key that says what stands here, and those above it that are no mere wrappers."""
    end = len(path) - 1
    while end > 0 and _inner(path[end], path[end - 1]):
        end -= 1
    return path[end], tuple(key for key in path[:end] if key.casefold() not in WRAPPERS)


def _inner(key: str, above: str) -> bool:
    if key in _FORMS:
        return True
    return above not in WRAPPERS and (key in _INNER or _LANGUAGE.fullmatch(key) is not None)


def _beside(above: tuple[str, ...]) -> bool:
    """Whether it stands under another thing than the record: its author, one of its images."""
    return "0" in above or any(
        word in _OTHERS for key in above for word in (*parts(key), key.strip("_").lower())
    )


def _weight(words: tuple[str, ...], names: Mapping[str, float], joined: str) -> float:
    every = (*words, joined, *(word.removesuffix("s") for word in words))
    known = [names[word] for word in every if word in names]
    return max(known) - 0.5 * (len(words) - 1) if known else 0.0


def title(path: Path) -> float:
    """How much a path is called as a title is."""
    key, above = meaning(path)
    words = parts(key)
    joined = "".join(words)
    if joined == "tagname":  # a version is named so; no other `tag` is a title
        return TITLES[joined] - len(above)
    if _beside(above) or set(words) & (_NO_TITLE | _OTHERS) - {"topic", "label"}:
        return NEVER
    return _weight(words, TITLES, joined) - len(above)


def link(path: Path) -> float:
    """How much a path is called as the address of a page is."""
    key, above = meaning(path)
    relation = next((k.removeprefix("rel=") for k in above if k.startswith("rel=")), None)
    words = parts(relation or (above[-1] if key == "href" and above else key)) or parts(key)
    every = {*words, *(w for k in above if not k.startswith("rel=") for w in parts(k))}
    if every & _NO_LINK or (_beside(above) and not relation):
        return NEVER
    score = _weight(words, LINKS, "".join(words))
    score += sum(_WORSE_LINK.get(word, 0.0) for word in every)
    return score - 0.5 * len(above)


def date(path: Path) -> float:
    """How much a path is called as the date of publication is."""
    key, above = meaning(path)
    words = parts(key)
    if set(words) & _NO_DATE or _beside(tuple(k for k in above if k.casefold() not in _SIGNED)):
        return NEVER
    score = _weight(words, DATES, "".join(words))
    score += sum(_BETTER_DATE.get(word, 0.0) for word in words)
    inside = [_weight(parts(k), DATES, "".join(parts(k))) for k in above]
    return max(score, *(s - 1 for s in inside), 0.0) if inside else score


def text(path: Path) -> float:
    """How much a path is called as a text is."""
    key, above = meaning(path)
    words = parts(key)
    if _beside(above) or set(words) & (_NO_TEXT | _OTHERS - {"source", "comment"}):
        return NEVER
    return _weight(words, TEXTS, "".join(words)) - 0.5 * len(above)


def author(path: Path) -> float:
    """How much a path is called as an author's name is."""
    keys = [key.casefold() for key in path if key.casefold() not in WRAPPERS and key != "0"]
    if not keys or keys[0] not in AUTHORS or len(keys) > 2:
        return NEVER
    if len(keys) == 2 and keys[1] not in ("name", "display_name", "displayname", "login"):
        return NEVER
    return AUTHORS[keys[0]] - len(keys)


def identity(path: Path) -> float:
    """How much a path is called as a record's own name is."""
    key, above = meaning(path)
    words = parts(key)
    exact = key.casefold() if key.casefold() in _IDS else "".join(words)
    if above and set(map(str.casefold, above)) - {"sys", "id"}:
        return NEVER
    if exact in _IDS:
        return _IDS[exact]
    if words and words[-1] in ("id", "number") and set(words[:-1]) <= _ID_BESIDE:
        return _IDS[words[-1]] - 1
    return NEVER
