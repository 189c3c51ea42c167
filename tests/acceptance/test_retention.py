"""B, and what comes again after it was trimmed: by the real process."""

from pathlib import Path

from tests.acceptance.test_renumbered import feed, old
from tests.support.harbour import FETCH
from tests.support.process import Program
from tests.support.server import Site

CONFIG = """
defaults: {{every: 1h}}
sources:
  - id: terms
    page: {site}/terms
    history: {{versions: 2}}
  - id: office
    feed: {site}/feed.xml
    history: {{releases: 3}}
"""


def page(site: Site, text: str) -> None:
    html = f"<html><head><title>Terms</title></head><body><main><p>{text}</p></main></body></html>"
    site.set("/terms", html, headers={"Content-Type": "text/html"})


def show(site: Site, *numbers: int) -> None:
    site.set("/feed.xml", feed([old(number) for number in numbers]))


def test_b_the_latest_is_what_the_page_says_and_both_steps_open(tmp_path: Path, site: Site) -> None:
    show(site, 1)
    with Program(tmp_path, FETCH + CONFIG.format(site=site.url)) as program:
        for text in ("Clause A stands here.", "Clause B stands here.", "Clause A stands here."):
            page(site, text)
            assert program.json("check", "terms")[0]["outcome"] == "changed"
        assert program.json("tidy") == {"versions": 0, "releases": 0}
        (release,) = program.json("releases", "--source", "terms")
        assert (release["revision"], release["text"]) == (3, "Clause A stands here.")
        for first, last, word in (("1", "2", "+B"), ("2", "3", "+A")):
            shown = program.json("diff", release["id"], "--from", first, "--to", last)
            assert word in shown["unified"]
        program.start()
        for name in "CDEF":
            page(site, f"Clause {name} stands here.")
            program.check("terms")
        program.eventually(lambda: program.json("tidy")["versions"], "older ones go once told")
        (release,) = program.json("releases", "--source", "terms")
        assert release["text"] == "Clause F stands here."


def test_what_was_trimmed_is_not_new_when_it_is_listed_again(tmp_path: Path, site: Site) -> None:
    page(site, "Clause A stands here.")
    show(site, 5, 4, 3, 2, 1)
    with Program(tmp_path, FETCH + CONFIG.format(site=site.url)) as program:
        program.json("check")
        show(site, 7, 6, 5)
        assert program.json("check", "office")[0]["new"] == 2
        assert program.json("tidy") == {"versions": 0, "releases": 4}
        assert len(program.json("releases", "--source", "office")) == 3
        show(site, 5, 4, 3, 2, 1)
        row = program.json("check", "office")[0]
        assert (row["new"], row["revised"], row["returned"]) == (0, 0, 0)
        assert len(program.json("releases", "--source", "office")) == 7
        show(site, 12, 11, 10, 9, 8)
        program.json("check", "office")
        program.json("tidy")
        edited = old(4, "Nothing of what was said before holds any more, we are sorry to say.")
        site.set("/feed.xml", feed([old(5), edited, old(3)]))
        row = program.json("check", "office")[0]
        assert (row["new"], row["revised"], row["returned"]) == (0, 0, 1)
