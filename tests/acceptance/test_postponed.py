"""What a host asks of us outlives the process that it was said to."""

from pathlib import Path

from monitor.store.store import Store
from tests.support.process import Program
from tests.support.server import Site

CONFIG = """
fetch: {{allow_private: [127.0.0.0/8], per_host: {{delay: 0s}}}}
sources:
  - id: busy
    page: {url}/busy
"""


def test_a_second_check_heeds_the_pause_and_asks_for_no_robots(tmp_path: Path) -> None:
    with Site() as site:
        site.set("/busy", status=429, headers={"Retry-After": "600"})
        with Program(tmp_path, CONFIG.format(url=site.url)) as program:
            outcomes = [program.json("check")[0] for _ in range(2)]
    store = Store.open("sqlite:///data/monitor.db", root=tmp_path)
    source = store.source("busy")
    store.close()
    assert [outcome["failure"]["kind"] for outcome in outcomes] == ["throttled", "postponed"]
    assert site.paths() == ["/robots.txt", "/busy"]
    assert source
    assert source.state.failures == 1, "nobody was asked, so nothing failed"
