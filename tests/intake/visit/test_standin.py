"""What stands in for a page is told from pages (conformance J); all text here is made up."""

import pytest

from monitor.intake.visit.sight import MOST_TAGS, sight
from monitor.intake.visit.standin import StandIn, refuse, suspected
from monitor.model.visit import Part

URL = "https://x.test/news/2026/fees"
PARAGRAPH = "<p>The fees of the harbour rise by two crowns for boats below six metres. </p>"
LONG = PARAGRAPH * 20
MENU = "<nav>" + "<a href=/>Somewhere else entirely</a> " * 60 + "</nav>"
PASSWORD = "<form action=/login>Name <input name=u> Word <input type=password></form>"


def kind(body: str, url: str = URL, asked: str = URL) -> str | None:
    seen = sight(asked, Part(url, body.encode()), body)
    assert seen
    suspect = suspected(seen)
    return suspect.kind if suspect else None


STAND_INS = {
    "a login by its title": ("login", f"<title>Sign in | Example</title>{MENU}{PASSWORD}"),
    "a login by its heading": ("login", f"<title>Example</title><h1>Log in</h1>{PASSWORD}"),
    "a login of few words": ("login", f"<title>Example</title>{PASSWORD}"),
    "a login filled in by scripts": ("login", "<title>Log in - Example</title><div id=root></div>"),
    "a login in capitals": ("login", "<title>LOGIN</title><INPUT TYPE='PASSWORD'>"),
    "eine Anmeldung": ("login", f"<title>Anmelden – Beispiel</title>{PASSWORD}"),
    "une connexion": ("login", f"<title>Connexion à Exemple</title>{PASSWORD}"),
    "вход": ("login", f"<title>Вход в систему | Пример</title>{PASSWORD}"),
    "ログイン": ("login", f"<title>ログイン | 例</title>{PASSWORD}"),
    "not found": ("missing", f"<title>Page not found | Example</title>{MENU}<p>Try the search."),
    "404": ("missing", "<title>404</title><p>Nothing."),
    "404 in the heading": ("missing", "<title>Example</title><h1>404: Page Not Found</h1>"),
    "no longer available": ("missing", "<h1>This page is no longer available.</h1>"),
    "can’t be found": ("missing", "<title>Example</title><h1>That page can’t be found</h1>"),
    "nicht gefunden": ("missing", "<title>Seite nicht gefunden - Beispiel</title>"),
    "introuvable": ("missing", "<title>Page introuvable | Exemple</title>"),
    "no encontrada": ("missing", "<title>Página no encontrada</title>"),
    "не найдена": ("missing", "<title>Страница не найдена — Пример</title><p>Ошибка 404."),
    "not here, in Japanese": ("missing", "<title>ページが見つかりませんでした｜例 | 例</title>"),
    "maintenance": ("unavailable", "<title>Site under maintenance</title><p>Back at noon."),
    "an error page": ("unavailable", "<title>502 Bad Gateway</title><center>nginx</center>"),
    "a database": ("unavailable", "<h1>Error establishing a database connection</h1>"),
    "работы": ("unavailable", "<title>Ведутся технические работы</title>"),
    "a consent": ("consent", f"<title>Before you continue to Example</title>{PARAGRAPH * 5}"),
    "a wall by its mark": ("wall", "<title>x.test</title><script>window._cf_chl_opt={}</script>"),
    "a wall by its title": ("wall", "<title>Just a moment...</title><p>Enable JavaScript."),
}


@pytest.mark.parametrize(("expected", "body"), STAND_INS.values(), ids=STAND_INS)
def test_a_stand_in_is_known(expected: str, body: str) -> None:
    assert kind(body) == expected


PAGES = {
    "a page": f"<title>Fees</title>{LONG}",
    "a login form in the head": f"<title>Fees</title><header>{PASSWORD}</header><p>Two crowns.",
    "a login form beside a text": f"<title>Fees</title>{PASSWORD}{LONG}",
    "a page about a login": f"<title>Login</title><h1>How to log in</h1>{LONG}{PASSWORD}",
    "a registration": f"<title>Join the club</title>{PARAGRAPH * 3}{PASSWORD}",
    "an article about 404": f"<title>404 Not Found: a history</title>{LONG}",
    "a headline that speaks of it": "<title>Treasure not found after ten years</title><p>Alas.",
    "a car": "<title>Peugeot 404 | Cars</title><p>For sale.",
    "what is available": "<title>Documents available</title><p>All of them.",
    "a page on maintenance": "<title>Boat maintenance</title><p>Ask us.",
    "a list of five hundred": "<title>500 boats</title><p>Of them all.",
    "a page with a banner": f"<h2>We value your privacy</h2><h1>Fees</h1>{PARAGRAPH}",
    "a code in an article": f"<title>Walls</title><pre>_cf_chl_opt</pre>{LONG * 2}",
    "a page in Chinese": "<title>404 Not Found</title><p>" + "港口费用上涨两克朗" * 60,
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_a_page_is_a_page(body: str) -> None:
    assert kind(body) is None


LED = {
    "to a login": ("https://x.test/login?next=/news", "<title>Example</title>", "login"),
    "to another host's login": (
        "https://sso.x.test/auth?service=news", "<title>Example</title><p>Wait.", "login",
    ),
    "to a page under auth": ("https://x.test/news/auth-rules", "<title>Rules</title>", None),
    "to accounts that are news": ("https://accounts.x.test/2026", "<title>Figures</title>", None),
    "to a login with much to say": ("https://x.test/login", f"<title>News</title>{LONG}", None),
    "to a consent": ("https://consent.x.test/m?continue=x", f"<p>May we?{PARAGRAPH}", "consent"),
    "to the front page": ("https://www.x.test/", f"<title>Example</title>{LONG}", "missing"),
    "to the front page in English": ("https://x.test/en/", f"<title>E</title>{LONG}", "missing"),
    "to a page by its number": ("https://x.test/?p=12", f"<title>Fees</title>{LONG}", None),
    "to a site of its own": ("https://fees.test/", f"<title>Fees</title>{LONG}", None),
    "to another page": ("https://x.test/fees", f"<title>Fees</title>{LONG}", None),
}  # fmt: skip


@pytest.mark.parametrize(("url", "body", "expected"), LED.values(), ids=LED)
def test_where_a_redirect_leads_tells_too(url: str, body: str, expected: str | None) -> None:
    assert kind(body, url=url) == expected


@pytest.mark.parametrize(
    "asked", ["https://x.test", "https://x.test/en", "https://x.test/index.php"]
)
def test_a_front_page_may_lead_to_the_front_page(asked: str) -> None:
    assert kind(f"<title>Example</title>{LONG}", url="https://x.test/", asked=asked) is None


def test_it_says_what_came_where_and_what_to_do() -> None:
    part = Part("https://x.test/login?next=secret", b"")
    with pytest.raises(StandIn, match="a login stands before the page") as stopped:
        refuse(URL, part, f"<title>Log in</title>{PASSWORD}", accept=())
    assert stopped.value.kind == "login"
    assert "https://x.test/login?next=***" in str(stopped.value)
    assert "`accept: [login]`" in str(stopped.value)


def test_who_watches_a_login_page_may_say_so() -> None:
    refuse(URL, Part(URL, b""), f"<title>Log in</title>{PASSWORD}", accept=("login",))
    with pytest.raises(StandIn) as stopped:
        refuse(URL, Part(URL, b""), f"<title>Log in</title>{PASSWORD}")
    assert "accept" not in str(stopped.value), "a source that has no such key is not told of it"


def test_what_is_large_or_nothing_is_not_judged() -> None:
    assert sight(URL, Part(URL, b""), "<p>" * (MOST_TAGS + 1)) is None
    assert sight(URL, Part(URL, b""), "") is None


def test_nesting_without_end_is_nothing_special() -> None:
    assert kind("<title>Log in</title>" + "<div>" * 5_000 + PASSWORD) == "login"
