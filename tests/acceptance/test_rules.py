"""What a source's rules keep back stands on record with its reason, and comes along later."""

from pathlib import Path

from tests.support.harbour import FETCH, SECRET
from tests.support.process import Program
from tests.support.receiver import Receiver
from tests.support.server import Site

CONFIG = """
sources:
  - id: jobs
    page: {site}/jobs
    every: 1h
    least_words: 3
    ignore: ["^last updated"]
targets:
  - id: hook
    webhook: {hook}
    secret: {secret}
    allow_private: [127.0.0.0/8]
"""


def show(site: Site, *lines: str) -> None:
    said = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<title>Jobs</title><main>{said}</main>"
    site.set("/jobs", page, headers={"Content-Type": "text/html"})


def test_what_rules_hold_is_seen_and_comes_along_with_what_is_told(
    tmp_path: Path, site: Site, receiver: Receiver
) -> None:
    text = FETCH + CONFIG.format(site=site.url, hook=receiver.url, secret=SECRET)
    with Program(tmp_path, text) as program:
        show(site, "A cook is wanted.", "Last updated in the morning.")
        program.start()
        program.wait_until_checked("jobs")
        show(site, "A cook is wanted.", "Last updated late in the evening.")
        assert program.check("jobs")["revised"] == 1
        show(site, "A cook is wanted now.", "Last updated late in the evening.")
        program.check("jobs")
        held = [change["held"] for change in program.json("changes", "--held")]
        assert held == ["every line that came or went matches `ignore`"]
        show(site, "A cook and a waiter are wanted now.", "Last updated late in the evening.")
        program.check("jobs")
        told = list(receiver.wait_taken(2).values())
        assert [message.json["data"]["release"]["revision"] for message in told] == [3, 4]
        assert "+evening." in told[0].json["data"]["diff"]["unified"]
        assert program.json("changes", "--held")[0]["revision"] == 2
