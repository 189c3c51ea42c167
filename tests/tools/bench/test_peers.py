from pathlib import Path

from tools.bench.peers import CHANGEDETECTION, URLWATCH, WEBCHANGES

URLS = ["http://127.0.0.1:1/p/0", "http://127.0.0.1:1/p/1"]


def test_jobs_are_written_as_the_peers_read_them(tmp_path: Path) -> None:
    for peer in (URLWATCH, WEBCHANGES):
        command = [*map(str, peer.again(Path("program"), tmp_path, URLS))]
        jobs = Path(command[-1]).with_name("jobs.yaml")
        assert str(jobs) in command
        assert jobs.read_text() == f"url: {URLS[0]}\n---\nurl: {URLS[1]}\n"


def test_changedetection_is_told_the_urls_once(tmp_path: Path) -> None:
    first = [*map(str, CHANGEDETECTION.first(Path("program"), tmp_path, URLS))]
    again = [*map(str, CHANGEDETECTION.again(Path("program"), tmp_path, URLS))]
    assert first[-4:] == ["-u", URLS[0], "-u", URLS[1]]
    assert again[-2:] == ["-r", "all"]
    assert "-b" in first
    assert "-b" in again
