"""The table of formats."""

import subprocess
import sys
from importlib import import_module

import pytest

from feeds.formats import FORMATS, Format
from tests.feeds.build import entry, feed


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_a_row_and_its_writer_agree_on_the_media_type(row: Format) -> None:
    assert row.media_type == import_module(row.module).MEDIA_TYPE


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_the_same_feed_gives_the_same_bytes(row: Format) -> None:
    document = feed(entry(), entry(id="urn:x-1:2", tags=("b", "a")))
    assert row.write(document) == row.write(document)


def test_the_same_feed_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys; from feeds.formats import FORMATS; from tests.feeds.build import entry, feed\n"
        "for row in FORMATS.values():\n"
        "    sys.stdout.buffer.write(row.write(feed(entry(tags=('b', 'a')))))"
    )
    command = [sys.executable, "-W", "error", "-c", script]
    there = subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": "7"})
    here = b"".join(row.write(feed(entry(tags=("b", "a")))) for row in FORMATS.values())
    assert there.stdout == here


def test_the_table_loads_no_writer() -> None:
    script = (
        "import sys, feeds.formats; print(*sorted({'feedgen', 'lxml', 'nh3'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    assert loaded.stdout.strip() == b""
