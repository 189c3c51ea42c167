"""PDF documents by the real process: watched as a page, and read as an item's own page."""

import json
from pathlib import Path
from typing import Any

from tests.support.pdf import document, story
from tests.support.process import Program
from tests.support.server import Site

CONFIG = """
fetch: {{allow_private: [127.0.0.0/8], per_host: {{delay: 0s}}}}
sources:
  - {{id: report, page: {url}/report.pdf}}
  - {{id: found, any: {url}/report.pdf}}
  - {{id: office, listing: {url}/news, full_text: true}}
"""
PDF = {"Content-Type": "application/pdf"}
TEXT = "The council has decided that the prices of {} stay as they are for two whole years."


def report(subject: str) -> bytes:
    page = story(f"Decision on {subject}", "5 May 2025", [TEXT.format(subject)])
    return document([page], {"Title": f"Decision on {subject}"})


def listed(*subjects: str) -> str:
    rows = "".join(
        f"<li><a href=/files/{n}.pdf>Decision on {subject} by the council</a></li>"
        for n, subject in enumerate(subjects)
    )
    return f"<html><title>Office</title><main><h1>Press releases</h1><ul>{rows}</ul></main></html>"


def outcomes(program: Program) -> dict[str, Any]:
    return {
        one["source"]: (
            one["outcome"],
            one["new"],
            one["revised"],
            (one["failure"] or {}).get("kind"),
        )
        for one in json.loads(program.call("check", "--json").stdout)
    }


def test_a_pdf_is_watched_and_read(tmp_path: Path, site: Site) -> None:
    subjects = ("water", "roads", "schools", "harbours", "bridges")
    site.set("/report.pdf", report("water"), headers=PDF)
    site.set("/news", listed(*subjects), headers={"Content-Type": "text/html"})
    for n, subject in enumerate(subjects):
        site.set(f"/files/{n}.pdf", report(subject), headers=PDF)
    with Program(tmp_path, CONFIG.format(url=site.url)) as program:
        assert outcomes(program) == {
            "report": ("changed", 1, 0, None),
            "found": ("changed", 1, 0, None),
            "office": ("changed", 5, 0, None),
        }
        (release,) = program.json("releases", "--source", "report")
        assert (release["title"], release["text"]) == (
            "Decision on water",
            f"5 May 2025\n\n{TEXT.format('water')}",
        )
        items = program.json("releases", "--source", "office")
        assert {item["published"] for item in items} == {"2025-05-05"}
        assert all(f"prices of {name}" in str(items) for name in subjects)

        site.set("/report.pdf", report("light"), headers=PDF)
        after = outcomes(program)
        assert (after["report"], after["found"]) == (("changed", 0, 1, None),) * 2
        site.set("/report.pdf", b"%PDF-1.7 and no more", headers=PDF)
        assert outcomes(program)["report"] == ("failed", 0, 0, "unreadable")
        login = "<title>Sign in</title><h1>Sign in</h1><form><input type=password name=p></form>"
        site.set("/report.pdf", login, headers={"Content-Type": "text/html"})
        assert outcomes(program)["report"] == ("failed", 0, 0, "login")
