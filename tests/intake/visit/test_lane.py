"""Which URLs are one host to us."""

import subprocess
import sys

import pytest

from monitor.intake.visit.lane import NOWHERE, domain, lane

LANES = {
    "https://example.com/a": "example.com",
    "https://news.example.com:8443/b?c=d": "example.com",
    "http://user:word@WWW.Example.COM./": "example.com",
    "https://a.b.example.co.uk/": "example.co.uk",
    "https://somebody.github.io/page": "somebody.github.io",
    "https://github.io/": "github.io",
    "https://www.bücher.example/": "xn--bcher-kva.example",
    "https://shop.食狮.公司.cn/": "xn--85x722f.xn--55qx5d.cn",
    "http://127.0.0.1:8000/": "127.0.0.1",
    "http://2130706433/": "127.0.0.1",
    "http://[2001:DB8::0:1]/": "2001:db8::1",
    "http://localhost:3000/": "localhost",
    "http://nas/": "nas",
    "http://printer.office.internal/": "office.internal",
    "seeds/*.txt": NOWHERE,
    "file:///etc/passwd": NOWHERE,
    "": NOWHERE,
}


@pytest.mark.parametrize(("url", "expected"), LANES.items(), ids=str)
def test_the_lane_of_a_url_is_its_registrable_domain(url: str, expected: str) -> None:
    assert lane(url) == expected


def test_names_under_a_suffix_that_lets_names_to_others_are_apart() -> None:
    assert domain("a.github.io") != domain("b.github.io")


def test_asking_for_names_loads_nothing_heavy() -> None:
    program = (
        "import sys; from monitor.intake.visit.lane import lane;"
        "sys.exit(bool({'httpx', 'publicsuffixlist'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
