"""Seed texts of every sort, by the real process: one daemon, a file a source.

Each file is older than a second when the daemon first looks, so it stands still.
"""

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
import pytest

from tests.support.process import Program

pytestmark = pytest.mark.xdist_group("texts")

LONG_AGO = 1_700_000_000

FERRY = (
    "The ferry between the islands runs again from Monday, after three weeks in the dock. "
    "Tickets that were bought before the storm stay good until the end of the season."
)
LIBRARY = (
    "The library opens a reading room in the old customs house. It has forty places, a window on "
    "the harbour, and is open to everybody from eight in the morning."
)
ORCHARD = (
    "The orchard behind the station was planted with eighty pear trees by pupils of the grammar "
    "school. The first pears are expected in four years."
)


class Text(NamedTuple):
    """A file and what must come of it: (title, date, whether a part of it was concluded)."""

    body: bytes
    releases: tuple[tuple[str, str, bool], ...]


def lines(*parts: str) -> str:
    return "\n".join(parts) + "\n"


def three(island: str) -> str:
    """Three releases as the plainest file has them; `island` keeps them from being another's."""
    return lines(
        f"Ferry to {island} runs again", "10.12.2024", f"{island}: {FERRY}", "",
        f"Reading room opens on {island}", "09.12.2024", f"{island}: {LIBRARY}", "",
        f"Pear trees for {island}", "13.11.2024", f"{island}: {ORCHARD}",
    )  # fmt: skip


def its_three(island: str) -> tuple[tuple[str, str, bool], ...]:
    return (
        (f"Ferry to {island} runs again", "2024-12-10", False),
        (f"Reading room opens on {island}", "2024-12-09", False),
        (f"Pear trees for {island}", "2024-11-13", False),
    )


def plain(text: str, *releases: tuple[str, str, bool]) -> Text:
    return Text(text.encode(), releases)


def told(language: str, title: str, day: str, body: str, published: str) -> tuple[str, Text]:
    return language, plain(lines(title, day, body), (title, published, False))


TEXTS: dict[str, Text] = {
    "utf-8-with-a-mark": Text(three("Öland").encode("utf-8-sig"), its_three("Öland")),
    "utf-16-le": Text(("\ufeff" + three("Ösel")).encode("utf-16-le"), its_three("Ösel")),
    "utf-16-be": Text(("\ufeff" + three("Åland")).encode("utf-16-be"), its_three("Åland")),
    "cp1252": Text(three("Föhr – süd").encode("cp1252"), its_three("Föhr – süd")),
    "cp1251": Text(
        lines(
            "Паром снова ходит на остров", "10.12.2024",
            "После трёх недель ремонта паром между островами снова ходит с понедельника. "
            "Билеты, купленные до шторма, действительны до конца сезона.", "",
            "В старой таможне открыли читальный зал", "09.12.2024",
            "В зале сорок мест и окно на гавань, он открыт для всех с восьми часов утра. "
            "Книги можно брать домой на две недели.",
        ).encode("cp1251"),
        (
            ("Паром снова ходит на остров", "2024-12-10", False),
            ("В старой таможне открыли читальный зал", "2024-12-09", False),
        ),
    ),
    "crlf": Text(three("Sark").replace("\n", "\r\n").encode(), its_three("Sark")),
    "stars-between": plain(three("Rügen").replace("\n\n", "\n***\n"), *its_three("Rügen")),
    "dashes-between": plain(three("Elba").replace("\n\n", "\n\n---\n\n"), *its_three("Elba")),
    "no-blank-lines": plain(three("Texel").replace("\n\n", "\n"), *its_three("Texel")),
    "date-before-the-title": plain(
        lines(
            "10 December 2024", "Ferry to Skye runs again", f"Skye: {FERRY}", "",
            "9 December 2024", "Reading room opens on Skye", f"Skye: {LIBRARY}", "",
            "13 November 2024", "Pear trees for Skye", f"Skye: {ORCHARD}",
        ),
        *its_three("Skye"),
    ),
    **dict((
        told("english", "Lighthouse lit again after a year", "December 3, 2024",
             "The lighthouse on the northern cape is lit again, a year after the fire. A keeper "
             "lives there once more and shows visitors around on Sundays.", "2024-12-03"),
        told("german", "Leuchtturm leuchtet wieder nach einem Jahr", "3. März 2024",
             "Der Leuchtturm am nördlichen Kap leuchtet wieder, ein Jahr nach dem Brand. Ein "
             "Wärter wohnt dort und führt sonntags Besucher durch das Haus.", "2024-03-03"),
        told("french", "Le phare est rallumé après un an", "le 1er août 2024",
             "Le phare du cap nord est rallumé un an après l’incendie. Un gardien y habite de "
             "nouveau et reçoit les visiteurs le dimanche.", "2024-08-01"),
        told("spanish", "El faro vuelve a lucir tras un año", "5 de mayo de 2024",
             "El faro del cabo norte vuelve a lucir un año después del incendio. Un farero vive "
             "allí de nuevo y recibe a los visitantes los domingos.", "2024-05-05"),
        told("italian", "Il faro è di nuovo acceso dopo un anno", "4 giugno 2024",
             "Il faro del capo nord è di nuovo acceso un anno dopo l’incendio. Un guardiano vi "
             "abita ancora e accoglie i visitatori la domenica.", "2024-06-04"),
        told("russian", "Маяк снова горит спустя год", "13 ноября 2024 г.",
             "Маяк на северном мысу снова горит через год после пожара. Смотритель опять живёт "
             "там и по воскресеньям водит посетителей.", "2024-11-13"),
    )),
    "slashes-month-first": plain(
        lines(
            "Ferry to Nantucket runs again", "12/10/2024", f"Nantucket: {FERRY}", "",
            "Reading room opens on Nantucket", "12/09/2024", f"Nantucket: {LIBRARY}", "",
            "Pear trees for Nantucket", "11/13/2024", f"Nantucket: {ORCHARD}",
        ),
        *its_three("Nantucket"),
    ),
    "slashes-day-first": plain(
        lines(
            "Ferry to Jersey runs again", "10/12/2024", f"Jersey: {FERRY}", "",
            "Reading room opens on Jersey", "09/12/2024", f"Jersey: {LIBRARY}", "",
            "Pear trees for Jersey", "13/11/2024", f"Jersey: {ORCHARD}",
        ),
        *its_three("Jersey"),
    ),
    "two-days": plain(
        lines(
            "On 10 and 11 December 2024, the harbour masters of the northern islands met on Mull "
            "and agreed to share one ice-breaker from next winter on.", "",
            "On 3-5 December 2024, the pilots of the sound held their yearly exercise off Mull, "
            "with two tugs and a helicopter of the coast guard.",
        ),
        ("the harbour masters of the northern islands met on Mull", "2024-12-11", False),
        ("the pilots of the sound held their yearly exercise off Mull", "2024-12-05", False),
    ),
    "a-date-without-a-year": plain(
        lines(
            "On 11 December 2019, the harbour of Iona was closed to large ships, because its "
            "mole had been damaged by the autumn storms.", "",
            "On 9 December, the divers of Iona found the anchor that had been missed since the "
            "spring, and brought it to the museum.", "",
            "On 2 December 2019, the fishers of Iona chose a new speaker, who has promised to "
            "mend the cold store before the summer.",
        ),
        ("the harbour of Iona was closed to large ships", "2019-12-11", False),
        ("the divers of Iona found the anchor", "2019-12-09", True),
        ("the fishers of Iona chose a new speaker", "2019-12-02", False),
    ),
}  # fmt: skip

BAD: dict[str, str] = {
    "empty": "empty",
    "binary": "binary",
    "huge": "too_large",
    "folder": "directory",
    "broken-link": "unreadable",
    "pipe": "unreadable",
}

TWICE = lines(
    "Tide mill grinds again", "10.12.2024",
    "The tide mill grinds again for the first time since the war, and its flour is sold in the "
    "shop beside the weir on every market day.", "",
    "Tide mill grinds again", "10.12.2024",
    "The tide mill grinds again for the first time since the war, and its flour is sold in the "
    "shop beside the weir on every market day.",
)  # fmt: skip

MEETINGS = lines(
    "Weekly meeting", "10.12.2024", "Monday, ten o'clock.", "",
    "Weekly meeting", "03.12.2024", "Monday, ten o'clock.",
)  # fmt: skip

MARKUP = lines(
    "Harbour <b>fees</b> & dues", "10.12.2024",
    "The fees are <script>alert(1)</script> and <img src=x onerror=alert(2)> unchanged for boats "
    "below six metres, and A&B pay as before &lt;until further notice&gt;.",
)  # fmt: skip

ESCAPED = (
    "The fees are &lt;script&gt;alert(1)&lt;/script&gt; and &lt;img src=x onerror=alert(2)&gt; "
    "unchanged for boats below six metres, and A&amp;B pay as before "
    "&amp;lt;until further notice&amp;gt;."
)

OTHERS = {"twice": TWICE, "club": MEETINGS, "society": MEETINGS, "markup": MARKUP}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A daemon that has looked once at every file."""
    folder = tmp_path_factory.mktemp("texts")
    texts = folder / "texts"
    texts.mkdir()
    write_bad(texts)
    for name, text in TEXTS.items():
        write(texts / f"{name}.txt", text.body)
    for name, body in OTHERS.items():
        write(texts / f"{name}.txt", body.encode())
    write(texts / "growing.txt", three("Unst").encode())
    write(texts / "mended.txt", b" \n")
    names = [*TEXTS, *BAD, *OTHERS, "growing", "mended"]
    sources = "".join(
        f"  - {{id: {name}, files: texts/{name}.txt, every: 1h, tags: [text]}}\n" for name in names
    )
    with Program(folder, f"publish: public\nsources:\n{sources}") as program:
        program.start()
        program.wait_until_checked()
        yield program


def write(path: Path, body: bytes, age: int = 0) -> None:
    """Write a file that has stood still for long; a higher `age` is later."""
    path.write_bytes(body)
    os.utime(path, (LONG_AGO + age, LONG_AGO + age))


def write_bad(folder: Path) -> None:
    write(folder / "empty.txt", b"")
    write(folder / "binary.txt", bytes(range(256)) * 40)
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(200_000_000)
    os.utime(folder / "huge.txt", (LONG_AGO, LONG_AGO))
    (folder / "folder.txt").mkdir()
    (folder / "broken-link.txt").symlink_to("nowhere.txt")
    os.mkfifo(folder / "pipe.txt")
    os.utime(folder / "pipe.txt", (LONG_AGO, LONG_AGO))
    os.utime(folder / "folder.txt", (LONG_AGO, LONG_AGO))


def releases(program: Program, source: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = program.api("releases", source=source)
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_becomes_its_releases_with_their_dates(program: Program, name: str) -> None:
    found = releases(program, name)
    for title, published, inferred in TEXTS[name].releases:
        (row,) = [row for row in found if row["title"].casefold().startswith(title.casefold())]
        assert (row["published"], row["precision"]) == (published, "day")
        assert row["inferred"] == inferred
        assert "\r" not in row["text"]
        assert "\ufeff" not in row["title"] + row["text"]
    assert len(found) == len(TEXTS[name].releases), [row["title"] for row in found]


@pytest.mark.parametrize("name", TEXTS)
def test_its_releases_stand_in_its_feed_newest_first(program: Program, name: str) -> None:
    parsed = feedparser.parse(program.feed(f"{name}.atom").content)
    assert not parsed.bozo
    days = [entry.published[:10] for entry in parsed.entries]
    assert days == sorted((published for _, published, _ in TEXTS[name].releases), reverse=True)


def test_a_text_is_whole_and_in_order(program: Program) -> None:
    text = {row["published"]: row["text"] for row in releases(program, "cp1252")}
    assert text == {
        "2024-12-10": f"Föhr – süd: {FERRY}",
        "2024-12-09": f"Föhr – süd: {LIBRARY}",
        "2024-11-13": f"Föhr – süd: {ORCHARD}",
    }


@pytest.mark.parametrize(("name", "kind"), BAD.items(), ids=BAD)
def test_a_file_that_is_no_text_is_a_failure_that_names_it(
    program: Program, name: str, kind: str
) -> None:
    outcome = program.check(name)
    assert (outcome["outcome"], outcome["failure"]["kind"]) == ("failed", kind)
    assert f"{name}.txt" in outcome["failure"]["message"]
    source = program.api(f"sources/{name}")
    assert source["state"] == "failing"
    assert source["failure"] == outcome["failure"]
    assert outcome["failure"]["message"] in program.client.get(f"/sources/{name}").text
    assert program.items(name) == []


def test_a_huge_file_is_refused_unread(program: Program) -> None:
    program.check("huge")
    (memory,) = [
        line.split()[-1]
        for line in program.client.get("/metrics").text.splitlines()
        if line.startswith("process_resident_memory_bytes ")
    ]
    assert float(memory) < 200_000_000


def test_a_bad_file_that_is_mended_recovers_and_a_good_one_that_breaks_keeps_its_feed(
    program: Program,
) -> None:
    path = program.folder / "texts" / "mended.txt"
    write(path, three("Foula").encode(), age=1)
    assert program.check("mended")["outcome"] == "changed"
    assert program.api("sources/mended")["state"] == "ok"
    assert len(program.items("mended")) == 3
    write(path, b"", age=2)
    assert program.check("mended")["outcome"] == "failed"
    assert len(program.items("mended")) == 3, "the last good state stays published"


def test_a_growing_file_is_taken_whole_once_it_stands_still(program: Program) -> None:
    path = program.folder / "texts" / "growing.txt"
    pieces = [f"{part}\n" for part in three("Yell").splitlines()]
    path.write_text(pieces[0])
    rest = iter(pieces[1:])
    stopped = threading.Event()

    def grow() -> None:
        for piece in rest:
            stopped.wait(0.1)
            with path.open("a") as file:
                file.write(piece)

    writer = threading.Thread(target=grow)
    writer.start()
    outcome = program.check("growing")
    assert next(rest, None) is None, "it was read before it was whole"
    writer.join()
    assert outcome["new"] + outcome["revised"] == 3
    found = {row["title"]: row for row in releases(program, "growing") if not row["withdrawn"]}
    assert found.keys() == {title for title, _, _ in its_three("Yell")}
    assert found["Ferry to Yell runs again"]["text"] == f"Yell: {FERRY}"


def test_the_same_release_twice_in_a_file_is_one_with_two_places(program: Program) -> None:
    (row,) = releases(program, "twice")
    assert len(row["also_at"]) == 1
    assert len(program.items("twice")) == 1


def test_short_texts_never_join(program: Program) -> None:
    for name in ("club", "society"):
        rows = releases(program, name)
        assert sorted(row["published"] for row in rows) == ["2024-12-03", "2024-12-10"]
        assert [row["also_at"] for row in rows] == [[], []]
    meetings = [item for item in program.items("all") if item["title"] == "Weekly meeting"]
    assert len(meetings) == 4


def test_markup_in_a_text_stays_text_everywhere(program: Program) -> None:
    (row,) = releases(program, "markup")
    change = program.api("changes", source="markup")[0]["sequence"]
    feeds = [f"/feeds/{name}.{suffix}" for name in ("markup", "all", "tag-text")
             for suffix in ("rss", "atom")]  # fmt: skip
    pages = ["/", "/sources/markup", "/releases", f"/releases/{row['id']}", "/changes",
             f"/changes/{change}"]  # fmt: skip
    for path in [*feeds, *pages]:
        body = program.client.get(path).text
        assert not re.search("<(script|img|b>fees)", body), path
    for suffix in ("rss", "atom"):
        (entry,) = feedparser.parse(program.feed(f"markup.{suffix}").content).entries
        assert ESCAPED in entry.content[0].value
    (item,) = program.items("markup")
    assert ESCAPED in item["content_html"]
    assert item["title"] == "Harbour <b>fees</b> & dues", "a title is text, not markup"


def test_the_folder_of_feeds_has_the_same_bytes(program: Program) -> None:
    public = program.folder / "public"
    for path in ("feeds/markup.atom", "feeds/cp1251.json", "feeds/utf-16-be/changes.rss", "opml"):
        program.eventually((public / path).is_file, f"{path} is written")
        assert (public / path).read_bytes() == program.client.get(f"/{path}").content
