"""Which pages are built by their scripts, and which only have some."""

from time import process_time

import pytest

from monitor.extract.shell import scripted

HANG_SECONDS = 20.0
APP = "<script src=/static/js/main.4f2.js defer></script>"


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>Office</title>{head}</head><body>{body}".encode()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<div id=root></div>{APP}", id="react"),
        pytest.param(f"<div id=app><!-- vue --></div>{APP}", id="vue"),
        pytest.param(f"<app-root></app-root>{APP}", id="angular"),
        pytest.param("<main id=content></main><script type=module>import '/x.js'</script>",
                     id="a module"),
        pytest.param(f"<noscript>You need to enable JavaScript to run this app.</noscript>"
                     f"<p>Office</p>{APP}", id="it asks for scripts"),
        pytest.param(f"<div class='page-loader spinner'></div><p>Loading …</p>{APP}", id="loading"),
        pytest.param(f"<div id=root><div class=spinner>Загрузка…</div></div>{APP}", id="загрузка"),
        pytest.param(APP, id="nothing but a script"),
        pytest.param(f"<div id=__next></div><script id=__NEXT_DATA__ type=application/json>{{}}"
                     f"</script>{APP}", id="with empty data"),
    ],
)  # fmt: skip
def test_an_empty_shell(body: str) -> None:
    found = scripted(page(body), None)
    assert found is not None
    assert found.empty
    assert found.why.startswith("it")


WORDS = "<nav><a href=/a>About the office</a> <a href=/b>Where to find us in the town</a></nav>"
WORDS += "<footer>The office, High Street 1, open from nine to five on every working day</footer>"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f"{WORDS}<news-list></news-list>{APP}", "its news-list is empty"),
        (f"{WORDS}<div id=root></div>{APP}", "its div#root is empty"),
        (f"{WORDS}<ul class='list is-loading'><li></ul>{APP}", "its ul is empty"),
        (f"{WORDS}<section aria-busy=true><p></section>{APP}", "its section is empty"),
        (f"{WORDS}<noscript>Bitte JavaScript einschalten</noscript>{APP}",
         "it asks for JavaScript where there is none"),
    ],
)  # fmt: skip
def test_a_page_with_a_part_that_scripts_fill(body: str, why: str) -> None:
    found = scripted(page(body), None)
    assert found is not None
    assert (found.empty, found.why) == (False, why)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{WORDS}<div id=content></div>{APP}", id="an empty box among words"),
        pytest.param(f"{WORDS}<noscript><img src=//t.example/p></noscript>{APP}", id="a pixel"),
        pytest.param("<p>Up.</p>", id="short and without scripts"),
        pytest.param("<div id=root></div>", id="no script at all"),
        pytest.param("<p>Up.<script type=application/ld+json>{}</script>", id="data alone"),
        pytest.param(f"<p>All is well.</p><div id=fb-root></div>{APP}", id="a button of somebody"),
        pytest.param(f"<p>The service is up since Monday.</p>{APP}", id="short, with scripts"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_page_that_is_what_it_is(body: str) -> None:
    assert scripted(page(body), None) is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<a-b class=loading>" * 30_000, id="nested"),
        pytest.param("<div id=app></div>" * 30_000, id="many"),
        pytest.param("<noscript>x</noscript>" * 30_000, id="notes"),
        pytest.param("<p>loading " * 30_000, id="words"),
        pytest.param("<i id='" + "x" * 500_000 + "'>", id="a long name"),
    ],
)
def test_it_ends(body: str) -> None:
    started = process_time()
    scripted(page(APP + body), None)
    assert process_time() - started < HANG_SECONDS
