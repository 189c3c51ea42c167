"""Pages that build themselves, by the real process with a real Chromium."""

import json
import shutil
import ssl
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from monitor.intake.render.browser import FOLDER
from tests.support.chromium import needs_browser
from tests.support.process import Program
from tests.support.server import Site

CONFIG = """
fetch: {{allow_private: [127.0.0.0/8], per_host: {{delay: 0s}}, limits: {{deadline: 20s}}}}
sources:
  - {{id: bare, listing: {url}/news, every: 1h}}
  - {{id: shown, listing: {url}/news, render: browser, wait: article, every: 1h}}
  - {{id: found, any: {url}/news, render: browser, every: 1h}}
"""
HANGS = """
fetch: {{allow_private: [127.0.0.0/8], per_host: {{delay: 0s}}, limits: {{deadline: 60s}}}}
sources:
  - {{id: hangs, page: {url}/hang, render: browser, every: 1s}}
"""
SHELL = (
    "<!doctype html><html><head><title>Office</title></head><body><div id=root></div>"
    "<script src=/app.js></script></body></html>"
)
APP = (
    "fetch('/api').then(r => r.json()).then(l => root.innerHTML = '<h1>News</h1>' + l.map(n =>"
    "`<article><h3><a href=/news/${n}>The office has decided matter ${n} of the year</a></h3>"
    "<time datetime=2025-03-0${n}>${n} March 2025</time></article>`).join(''))"
)


A_PAGE = 6
"""A browser that shows a page is more processes than this; one that failed to start is fewer."""


@pytest.fixture
def newsroom(site: Site) -> Site:
    site.set("/news", SHELL, headers={"Content-Type": "text/html"})
    site.set("/app.js", APP, headers={"Content-Type": "text/javascript"})
    site.set("/api", "[8, 7, 6, 5, 4]", headers={"Content-Type": "application/json"})
    return site


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where this test's browsers are at home: their processes are known by it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as home:  # a socket's path must be short
        Path(home).chmod(0o711)  # where the tests are root, the browser is not
        monkeypatch.setattr(tempfile, "tempdir", home)
        monkeypatch.setenv("TMPDIR", home)
        yield Path(home)


def browsers(home: Path) -> int:
    """How many processes run out of this folder."""
    name = str(home / FOLDER).encode()
    found = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found += name in (entry / "cmdline").read_bytes()
            except OSError:
                continue
    return found


def until(home: Path, some: bool) -> None:
    for _ in range(600):
        if (browsers(home) >= A_PAGE) if some else not browsers(home):
            return
        time.sleep(0.05)
    raise AssertionError(f"{browsers(home)} processes of the browser")


def outcomes(program: Program) -> dict[str, Any]:
    answers = json.loads(program.call("check", "--json").stdout)
    return {
        a["source"]: (a["outcome"], a["new"], (a["failure"] or {}).get("kind")) for a in answers
    }


@needs_browser
def test_what_scripts_build_is_a_listing_like_any(
    tmp_path: Path, newsroom: Site, folders: Path
) -> None:
    with Program(tmp_path, CONFIG.format(url=newsroom.url)) as program:
        assert outcomes(program) == {
            "bare": ("failed", 0, "no_list"),
            "shown": ("changed", 5, None),
            "found": ("changed", 5, None),
        }
        newsroom.set("/api", "[9, 8, 7, 6, 5, 4]", headers={"Content-Type": "application/json"})
        after = outcomes(program)
        assert (after["shown"], after["found"]) == (("changed", 1, None), ("changed", 1, None))
        newsroom.set("/api", "oops", 500)
        assert outcomes(program)["shown"] == ("failed", 0, "selector")
        until(folders, some=False)
        assert list(folders.glob(f"{FOLDER}*")) == []


SECURE = """
fetch:
  ca_file: ca.pem
  allow_private: [127.0.0.0/8]
  per_host: {{delay: 0s}}
  limits: {{deadline: 20s}}
sources:
  - {{id: secure, listing: {url}/news, render: browser, wait: article, full_text: true}}
"""
ITEM = (
    "<!doctype html><html><head><title>Matter</title></head><body><div id=root></div>"
    "<script>fetch('/text').then(r => r.text()).then(t => root.innerHTML ="
    " `<article><h1>The office has decided</h1><p>${t}</p></article>`)</script></body></html>"
)


@needs_browser
@pytest.mark.skipif(not shutil.which("certutil"), reason="apt-get install libnss3-tools")
def test_what_scripts_ask_for_is_trusted_by_ca_file_and_items_are_shown_too(
    tmp_path: Path, folders: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(tls)
    html, script = {"Content-Type": "text/html"}, {"Content-Type": "text/javascript"}
    with Site(tls=tls) as site, Program(tmp_path, SECURE.format(url=site.url)) as program:
        site.set("/news", SHELL, headers=html)
        site.set("/app.js", APP, headers=script)
        site.set("/api", "[8, 7, 6, 5]", headers={"Content-Type": "application/json"})
        for n in (8, 7, 6, 5):
            site.set(f"/news/{n}", ITEM, headers=html)
        site.set("/text", "A text that only a script has brought to this page of the office.")
        assert outcomes(program) == {"secure": ("changed", 4, None)}
        texts = [one["text"] for one in program.json("releases", "--source", "secure")]
    assert len(texts) == 4
    assert all("only a script has brought" in text for text in texts)


ROOM = """
fetch: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}, limits: {deadline: 20s}}
sources: []
"""


@needs_browser
def test_a_page_that_builds_itself_is_added_as_it_is_shown(
    tmp_path: Path, newsroom: Site, folders: Path
) -> None:
    with Program(tmp_path, ROOM) as program:
        bare = program.call("add", f"{newsroom.url}/news")
        assert bare.returncode == 1
        assert "set `render: browser`" in bare.stderr
        added = program.json("add", f"{newsroom.url}/news", "--render", "browser", "--id", "news")
        assert added["added"] == {
            "id": "news",
            "listing": f"{newsroom.url}/news",
            "title": "Office",
            "render": "browser",
        }
        assert outcomes(program) == {"news": ("changed", 5, None)}


@needs_browser
@pytest.mark.parametrize("how", ["stopped", "killed"])
def test_a_daemon_that_ends_leaves_no_browser(
    tmp_path: Path, site: Site, folders: Path, how: str
) -> None:
    page = "<!doctype html><p>Here</p><script>while(true){}</script>"
    site.set("/hang", page, headers={"Content-Type": "text/html"})
    with Program(tmp_path, HANGS.format(url=site.url)) as program:
        program.start()
        until(folders, some=True)
        if how == "killed":
            program.kill()
        else:
            assert program.stop() == 0
        until(folders, some=False)
        assert list(folders.glob(f"{FOLDER}*")) == []
