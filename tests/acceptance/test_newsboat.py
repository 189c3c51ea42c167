"""A real feed reader: what it sees as new, and what it does not see twice."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.test_main_job import CONFIG, SEED
from tests.support.launch import environment
from tests.support.process import START_SECONDS, Program

pytestmark = pytest.mark.skipif(
    shutil.which("newsboat") is None, reason="newsboat is not installed here"
)


class Reader:
    """newsboat with a cache of its own, subscribed to some feeds."""

    def __init__(self, folder: Path, *urls: str) -> None:
        folder.mkdir()
        self.cache = folder / "cache.db"
        (folder / "urls").write_text("\n".join(urls) + "\n")
        (folder / "config").write_text("")
        self._folder = folder

    def reload(self) -> None:
        """Fetch every feed, as it does on `r`."""
        where = ["-u", self._folder / "urls", "-c", self.cache, "-C", self._folder / "config"]
        subprocess.run(
            ["newsboat", *where, "-x", "reload"],
            check=True,
            timeout=START_SECONDS,
            capture_output=True,
            env={**environment(), "HOME": str(self._folder)},
        )

    def entries(self, url: str) -> dict[str, tuple[str, int]]:
        """(title, date) of every entry that it has of a feed, by its guid."""
        with sqlite3.connect(self.cache) as cache:
            rows = cache.execute(
                "SELECT guid, title, pubDate FROM rss_item WHERE feedurl = ?", (url,)
            ).fetchall()
        cache.close()
        return {guid: (title, date) for guid, title, date in rows}


@pytest.mark.parametrize("suffix", ["rss", "atom"])  # it reads no JSON Feed
def test_a_reader_sees_each_release_once(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "seeds").mkdir()
    seed = tmp_path / "seeds" / "csto.txt"
    seed.write_bytes(SEED.read_bytes())
    with Program(tmp_path, CONFIG) as program:
        program.start()
        program.eventually(lambda: len(program.items("csto")) == 5, "five items")
        feed, changes = (
            f"{program.url}/feeds/{name}.{suffix}" for name in ("csto", "csto/changes")
        )
        reader = Reader(tmp_path / "reader", feed, changes)
        reader.reload()
        first = reader.entries(feed)
        assert len(first) == 5
        assert reader.entries(changes) == {}

        assert program.stop() == 0
        program.start()
        reader.reload()
        assert reader.entries(feed) == first, "a restart makes nothing new"

        text = seed.read_text(encoding="utf-8")
        seed.write_text(
            text.replace("hosted videoconference", "hosted in-person"), encoding="utf-8"
        )
        program.eventually(lambda: program.items("csto/changes"), "a change")
        reader.reload()
        after = reader.entries(feed)
        assert after.keys() == first.keys(), "an edit is no new entry"
        assert {date for _, date in after.values()} == {date for _, date in first.values()}
        assert len(reader.entries(changes)) == 1
