"""What the parts of a page are called: names of classes and ids, and words of headings and labels.

Hints, not rules: each only shifts the weight of evidence. All lower case.
"""

import re
from functools import lru_cache

from monitor.extract.listing.tags import names

NAVIGATION = names(
    "nav navbar navigation menu submenu menubar topnav subnav megamenu dropdown breadcrumb "
    "breadcrumbs crumb crumbs toolbar skip sitemap tabs tablist"
)
FURNITURE = names(
    "footer foot colophon masthead topbar banner cookie consent lang language languages login "
    "share sharing social follow newsletter subscribe signup advert ads sponsor sponsored promo "
    "copyright legal credits"
)
BESIDE = names(
    "sidebar aside sidenav rail widget widgets related popular trending mostread recommended "
    "recommendations tags tagcloud cloud archive archives categories category blogroll quicklinks "
    "facet facets filter filters pager pagination paginator comments comment carousel slider "
    "ticker weather"
)
LAYOUT = names(
    "row rows col cols column columns container wrapper wrap inner outer clearfix clear block "
    "section flex grid left right group box panel module component region field"
)
"""Classes that say where something stands, not what it is."""
MAIN = names(
    "main content contents article articles news posts post entries entry list listing results "
    "result feed stream archive press releases release blog views items stories publications "
    "opinions decisions documents events"
)
TITLES = names("title headline heading name subject caption titel titre titulo titolo hdrlnk")
ASIDES = names(
    "author authors byline category categories cat tag tags meta summary excerpt description desc "
    "teaser dek abstract kicker eyebrow label badge date time source type comments share snippet"
)
TEXTS = names(
    "summary excerpt description desc teaser dek abstract snippet lead intro standfirst subtitle "
    "text"
)
"""What a record's text is called, be it short."""
DATES = names("date dates time datetime published publish posted timestamp day datum created when")
OTHER_DATES = names("updated modified expires expiry expiration deadline due revised")
_SPLIT = re.compile(r"[^a-zA-Z]+|(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=4096)
def named(step: str) -> frozenset[str]:
    """The words in an element's step of a path: `div.newsItem#Main` -> div, news, item, main."""
    return frozenset(word.lower() for word in _SPLIT.split(step) if word)


RELEASES = re.compile(
    r"\b(?:news|latest|recent|press|releases?|announcements?|publications?|opinions?|decisions?|"
    r"bulletins?|advisories|notices?|notifications?|updates?|posts?|articles?|stories|blog|"
    r"statements?|orders|rulings|results|reports|agendas?|minutes|meetings?|events?|"
    r"aktuelle\w*|neuigkeiten|nachrichten|meldungen|presse\w*|mitteilungen|veröffentlichungen|"
    r"termine|sitzungen|actualités?|communiqués?|nouvelles|publications|noticias|comunicados?|"
    r"novedades|notizie|comunicati|novità|новости|сообщения|публикации|notícias|nieuws|"
    r"persberichten|nyheter|pressmeddelanden|aktualności|komunikaty|wiadomości)\b"
    r"|أخبار|بيانات|新闻|公告|通知|新聞|ニュース|お知らせ|新着|最新",
    re.IGNORECASE,
)
"""Headings of lists of releases."""

OTHER_LISTS = re.compile(
    r"\b(?:related|popular|most (?:read|viewed|popular|shared)|trending|recommended|you may|"
    r"categories|topics|tags|archives?|by year|by month|quick ?links|useful links|links|follow us|"
    r"share|contact|about|services|resources|navigation|menu|sections|sponsored|"
    r"advertisement|subscribe|language|see also|partners|meistgelesen|beliebt\w*|"
    r"themen|archiv|kategorien|verwandte|schlagw\w+|rubriken|les plus lus|catégories|"
    r"à lire aussi|voir aussi|lo más leído|categorías|etiquetas|archivo|enlaces|i più letti|"
    r"categorie|leggi anche|популярн\w*|рубрики|архив|mais lidas|meest gelezen|"
    r"mest lästa|najczęściej)\b|الأكثر قراءة|热门|排行|関連|人気|アーカイブ",
    re.IGNORECASE,
)
"""Headings of lists of something else."""

EVENTS = re.compile(
    r"\b(?:events?|calendar|upcoming|meetings?|agendas?|hearings?|schedule|termine|veranstaltung\w*|"
    r"sitzung\w*|kalender|agenda|événements?|evenements?|eventos|calendario|reuniones|eventi|"
    r"мероприятия|события|evenementen|evenemang|wydarzenia)\b|فعاليات|活动|会议|イベント|会議",
    re.IGNORECASE,
)
"""Where a day to come is to be believed."""

TITLE_COLUMN = re.compile(
    r"\b(?:title|name|case|caption|subject|matter|description|headline|document|topic|meeting|"
    r"parties|style|opinion|titel|betreff|thema|bezeichnung|titre|objet|intitulé|título|asunto|"
    r"titolo|oggetto|название|заголовок|onderwerp|rubrik|tytuł)\b|标题|題名|件名|العنوان",
    re.IGNORECASE,
)
DATE_COLUMN = re.compile(
    r"\b(?:date|dated|filed|released?|published|posted|issued|decided|decision|day|when|datum|"
    r"veröffentlicht|vom|publié|fecha|data|дата|opublikowano|publicerad)\b|日期|日付|التاريخ|发布",
    re.IGNORECASE,
)
NEITHER_DATE = re.compile(
    r"\b(?:argued|submitted|heard|updated|modified|deadline|closing|expires?|due|effective|comment|"
    r"birth|geändert|frist|modifié|actualizado)\b",
    re.IGNORECASE,
)
"""Columns and labels of dates other than that of publication."""

GENERIC = re.compile(
    r"\W*(?:(?:read|learn|see|view|show|find out|continue|know)\W+"
    r"(?:more|all|full|details?|now|on|here|reading|the|this|opinion|document|article|pdf|file|"
    r"story|post|item|case|no)\b.*|more|details?|"
    r"download|pdf|view|open|link|here|click here|html|docx?|permalink|share|print|email|watch|"
    r"listen|video|audio|weiterlesen|mehr|lesen|hier|herunterladen|lire la suite|suite|"
    r"en savoir plus|"
    r"leer más|ver más|más|descargar|leggi tutto|leggi|scarica|continua|подробнее|далее|читать.*|"
    r"скачать|saiba mais|leia mais|"
    r"lees (?:meer|verder)|meer|läs mer|czytaj (?:dalej|więcej)|więcej|"
    r"المزيد|اقرأ المزيد|更多|详情|続きを読む|詳細|minutes|agenda|audio|#|\d+|[←→«»‹›]|"
    r"next|previous|prev|first|last|weiter|zurück)\W*",
    re.IGNORECASE,
)
"""Link texts that name no release."""

PUBLIC_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|wpd|mp3|txt|epub)(?:$|[?#&])", re.IGNORECASE
)
SHARING = re.compile(
    r"(?:facebook|twitter|x|linkedin|pinterest|whatsapp|telegram|t|reddit|xing|instagram|threads|"
    r"tumblr|getpocket|addtoany|addthis)\.(?:com|me)$|^wa\.me$"
)
"""Hosts that links to share lead to."""
SIDE_PATHS = re.compile(
    r"/(?:tags?(?!/v?\d+\.)|categor(?:y|ies)|authors?|users?|profiles?|topics?|themen?|schlagwort|login|"
    r"signin|register|share|print|search|kategorie|autor(?:en)?|people|contributors?)(?:/|$|\?)|"
    r"/comments?(?:/?$|/?\?|/feed|/page)|"
    r"#(?:comments?|respond|disqus)|[?&](?:sort|order|page|replytocom|share)=|add-to-calendar|\.ics(?:$|\?)",
    re.IGNORECASE,
)
"""Addresses of what stands beside a release: its author, its subject, its comments."""
