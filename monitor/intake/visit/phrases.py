"""What pages say, in their titles and headings, that are not the page that was asked for.

Each is a pattern for the whole of a title's part (`Page not found | Example` has two), without
regard to case and to punctuation at its ends: a headline that only speaks of such a thing is
longer. A line is a pattern for a language or two.
"""

import re
from collections.abc import Iterator
from functools import cache

_PARTS = re.compile(r"\s+[|–—·•»«/:-]+\s+|\s*[|｜»«]\s*|:\s+")
_ENDS = " \t.!?…¡¿,;:()[]\"'“”„«»*~-–—"

LONGEST = 120
"""Characters of a title's part that may say nothing but this."""

LONGEST_LINE = 1000
"""Characters of a title that are looked at."""

LOGIN = r"""
(please )?(log|sign)\W?(in|on)( (to|with|at|for|first|required|page|form|here)\b.{0,40})?
(member|user|account|customer|client|staff|admin|secure) (log|sign)\W?(in|on)
(authentication|authorization|login) (is )?required|single sign\Won
(bitte )?(anmelden|einloggen)( bei .{1,40})?|anmeldung( erforderlich)?|benutzeranmeldung
(se )?connecter|connexion( à .{1,40})?|connectez\Wvous|identifiez\Wvous|authentification
iniciar sesión|inicia sesión|inicio de sesión|acceder|identifícate|acceso (de )?usuarios
accedi|accesso|effettua (il login|l'accesso)|area riservata
iniciar sessão|entrar|fazer login|acesse sua conta|acesso restrito
(inloggen|aanmelden)( bij .{1,40})?|zaloguj( się)?|logowanie|panel logowania
вход( в .{1,40})?|войти( в .{1,40})?|авторизация|требуется авторизация
увійти|вхід( до .{1,40})?|авторизація|увайсці|уваход|жүйеге кіру|մուտք
logga in|log ind|logg inn|kirjaudu( sisään)?|přihlášení|přihlásit( se)?|bejelentkezés
giriş yap|oturum aç|autentificare|σύνδεση|είσοδος
ログイン|サインイン|登录|登入|用户登录|로그인|تسجيل الدخول|כניסה|התחברות
"""

MISSING = r"""
(error|http error|status)?\W*404(\W+((page |file )?not found|nothing found|error|page)){0,2}
<thing>( (was|is|were|are|could|can))?( not|n't)( be)? (found|available|exist)
<thing> (cannot|can't|couldn't) be found|<thing> (does not|doesn't) exist
<thing> no longer exists?|<thing>( is| are)? (missing|unavailable|gone)
<thing>( is| are)? no longer available|<thing> (has been|was) (removed|deleted)
not found|nothing (was )?found( here)?|no such (page|file)|missing page|oops
(oops|sorry|uh\Woh|whoops)\W+.{0,30}(not|n't)( be)? (found|find|exist|available).{0,30}
we (can't|couldn't|could not|cannot) find (that|this|the|your) page.{0,30}
<seite> (nicht|nicht mehr)( gefunden| vorhanden| verfügbar)( werden)?|nicht gefunden
<page> (introuvable|inexistante|non trouvée?)
<page> (n'existe (pas|plus)|n'a pas été trouvée?|n'est (pas|plus) disponible)
<página> no (se ha |fue |ha sido )?(encontrad[ao]|existe|disponible)|no encontrad[ao]
<página> (não (foi )?(encontrada|existe|disponível)|inexist?ente)
(la )?pagina( richiesta)? (non (è stata )?(trovata|esiste|disponibile)|inesistente)
(deze |de )?pagina( is)? niet (meer )?(gevonden|beschikbaar)|pagina bestaat niet( meer)?
(nie znaleziono|nie ma takiej) (strony|pliku)|nie znaleziono
strona (nie istnieje|nie została znaleziona)
<страница> не (найден[ао]?|существует|обнаружена)|не найдено|такой страницы (нет|не существует)
ошибка\W+404|404\W+(ошибка|страница не найдена)|<страница> (удалена?|недоступна?)
сторінк[ау] не (знайдено|знайдена|існує)|старонка не знойдзена|бет табылмады|էջը չի գտնվել
страницата не е намерена|страница није пронађена
sidan (kunde inte hittas|hittades inte|finns inte)|siden (finnes|findes) ikke
siden ble(v)? ikke (fundet|funnet)|sivua ei (löydy|löytynyt)
stránka (nebyla nalezena|neexistuje|nenalezena)|(az|a keresett) oldal nem található
sayfa bulunamadı|pagina nu a fost găsită|η σελίδα δεν βρέθηκε
ページが見つかりません(でした)?|(页面|您访问的页面)(不存在|未找到|找不到)|找不到(页面|頁面)
페이지를 찾을 수 없습니다|الصفحة غير موجودة|הדף לא נמצא
"""

UNAVAILABLE = r"""
.{0,40}(under|undergoing|down for) (scheduled |planned |routine )?maintenance.{0,20}
(site|website|system|server) maintenance|maintenance (mode|break|in progress)
we('ll| will) be (right )?back( soon| shortly)?|be right back|back soon
((this|the|our) )?(service|site|website|page|server) (is )?(currently |temporarily )?<down>
temporarily <down>|((error|http error)\W+)?50[0-4](\W+<broken>)?|<broken>
(database|application|server|fatal|runtime) error|error establishing a database connection
something went wrong|an error (has )?occurred
wartungs(arbeiten|modus|seite)|(wir sind )?(bald|gleich) (wieder )?(zurück|da)
vorübergehend nicht (erreichbar|verfügbar)
(site )?en (cours de )?maintenance|maintenance en cours|momentanément indisponible
(sitio )?en mantenimiento|(sito )?in manutenzione|em manutenção|przerwa techniczna
(на сайте )?(ведутся |проводятся )?(технические|профилактические|регламентные) работы
сайт (временно )?(недоступен|на обслуживании)|сайт тимчасово недоступний
(проводяться |ведуться )?технічні роботи|bakım çalışması
メンテナンス中|ただいまメンテナンス中です|网站维护中|系统维护中|점검 중
"""

CONSENT = r"""
before you continue( to .{1,40})?|cookie (consent|wall)|consent required|privacy (wall|gate)
accept cookies to continue|we value your privacy
bevor sie (fortfahren|zu .{1,40} weitergehen)|zustimmung erforderlich
(cookie|datenschutz)\W?(zustimmung|einwilligung)
avant (de continuer|d'accéder).{0,40}|antes de (continuar|ir a).{0,40}
prima di continuare.{0,40}|voordat je (verdergaat|doorgaat).{0,40}
zanim przejdziesz.{0,40}|прежде чем продолжить.{0,40}
"""

WALL = r"""
just a moment|attention required|one moment, please|verifying (your browser|you are human)
checking (your browser|you are not a bot|if the site connection is secure).{0,60}
making sure you're not a bot|ddos\Wguard|ddos protection by .{1,30}|security checkpoint
vercel security checkpoint|human verification|bot verification|are you (a robot|human)
(please )?verify (that )?you are (a )?(human|not a robot|not a bot)|robot check
i'm not a robot|pardon our interruption|request rejected|unusual traffic.{0,40}
access to this page has been denied|(sorry, )?you have been blocked|whoa there, pardner
bestätigen sie, dass sie (ein mensch|kein roboter) sind|vérifiez que vous êtes (un )?humain
вы не робот|я не робот|проверка браузера|подтвердите, что вы (не робот|человек)
перевірка браузера|请稍候|安全验证
"""

_SHORT = {
    "thing": r"(the |this |that |your )?(requested )?(page|file|document|article|content|post|url"
    r"|resource|story|entry)( you('re| are| were)? (looking for|requested))?",
    "seite": r"(die |diese )?(angeforderte )?(seite|datei|artikel)( wurde| konnte)?( leider)?",
    "page": r"(la |cette )?(page|ressource|article)( demandée?| que vous (re)?cherchez)?( est)?",
    "página": r"(a |la )?(página|pagina|artículo)( solicitad[ao])?",
    "страница": r"(запрашиваемая |такая |данная )?(страница|статья|новость|файл|материал)",
    "down": r"(unavailable|offline|down|closed)",
    "broken": r"(internal server error|bad gateway|gateway time\W?out"
    r"|service (temporarily )?unavailable)",
}
"""What stands in many of the patterns above, by the name in angle brackets."""


_SAYS = {
    "login": LOGIN,
    "missing": MISSING,
    "unavailable": UNAVAILABLE,
    "consent": CONSENT,
    "wall": WALL,
}


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """Compiled at first need: all of them take as long as reading five pages."""
    lines = _SAYS[kind]
    for name, pattern in _SHORT.items():
        lines = lines.replace(f"<{name}>", pattern)
    patterns = lines.strip().split("\n")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def says(kind: str, *lines: str) -> bool:
    """Whether one of these titles or headings, or a part of one, says nothing else."""
    pattern = _pattern(kind)
    return any(pattern.fullmatch(part) for line in lines for part in _parts(line))


def _parts(line: str) -> Iterator[str]:
    """The whole line, and what its separators make of it."""
    line = line[:LONGEST_LINE].replace("’", "'")
    for part in (line, *_PARTS.split(line)):
        bare = part.strip(_ENDS)
        if bare and len(bare) <= LONGEST:
            yield bare
