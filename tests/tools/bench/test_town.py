import socket
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tools.bench.loopback import address
from tools.bench.town import Town, health


def host(state: str) -> int:
    return next(number for number in range(10) if health(number) == state)


def test_hosts_fall_ill_each_in_its_own_way_and_write_down_who_came() -> None:
    with Town() as town:
        urlopen(town.url(host("busy"), 1)).close()
        town.falls_ill()
        with pytest.raises(HTTPError, match="503"):
            urlopen(town.url(host("busy"), 2))
        urlopen(town.url(host("well"), 3)).close()
        with socket.create_connection((address(host("hangs")), town.port), timeout=0.05) as mute:
            mute.sendall(b"GET /p/4 HTTP/1.1\r\n\r\n")
            with pytest.raises(TimeoutError):
                mute.recv(1)
            seen = {visit.path: visit for visit in town.visits()}
    assert list(seen) == ["/p/2", "/p/3", "/p/4"]
    assert seen["/p/3"].host == address(host("well"))
    assert seen["/p/3"].ended_at >= seen["/p/3"].began_at
    assert seen["/p/4"].ended_at == 0


def test_three_hosts_in_ten_are_ill() -> None:
    states = [health(number) for number in range(500)]
    assert {state: states.count(state) for state in states} == {
        "hangs": 50,
        "busy": 50,
        "drips": 50,
        "well": 350,
    }
