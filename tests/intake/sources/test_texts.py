"""Who is who in a folder of texts: real files' words, read and decided on as in a check."""

from datetime import UTC, datetime

from monitor.intake.sources import files
from monitor.model.change import Check
from monitor.model.source import Source
from monitor.model.visit import Part, Response
from tests.intake.memory import Remembered, kinds

FERRY = (
    "The ferry between the islands runs again from Monday, after three weeks in the dock. Tickets "
    "that were bought before the storm stay good."
)
SCHOOL = (
    "The school in the upper town stays closed until the heating is mended, the mayor said after "
    "a visit to the cellar on Sunday."
)
BRIDGE = (
    "The council has voted for a new bridge of wood and steel, to be built in two years by a firm "
    "from the valley."
)
NOTES = "More is said at the town hall, where the plans are shown until the end of the month."


def full(title: str, day: str, text: str) -> str:
    return "\n".join(filter(None, [title, day, text, NOTES])) + "\n\n"


THREE = (
    full("Ferry runs again", "10.12.2024", FERRY)
    + full("School closed", "09.12.2024", SCHOOL)
    + full("New bridge", "13.11.2024", BRIDGE)
)


class Folder:
    """A folder of text files."""

    def __init__(self) -> None:
        source = Source("texts", "files", "*.txt", "Texts")
        self.kept = Remembered(source, files.KIND)
        self._read: dict[str, str] = {}

    def check(self, **texts: str) -> Check:
        """Make these the files that stand there (`a=` is `a.txt`) and look at them."""
        now = {f"{name}.txt": text for name, text in texts.items()}
        changed = [name for name, text in now.items() if self._read.get(name) != text]
        absent = tuple(name for name in self._read if name not in now)
        self._read = now
        parts = tuple(Part(name, now[name].encode()) for name in changed)
        return self.kept.see(Response(parts, absent=absent, memo={"n": len(now)}))

    def days(self) -> dict[str, str | None]:
        """The date of each release that stands there, by its title."""
        return {
            one.document.title: one.published.value if one.published else None
            for one in self.kept.standing()
        }


def begun(**texts: str) -> Folder:
    folder = Folder()
    folder.check(**texts)
    return folder


def test_a_file_that_is_read_again_tells_nothing() -> None:
    folder = begun(a=THREE)
    assert kinds(folder.check(a=THREE + "\n\n")) == []
    assert kinds(folder.check(a=THREE.replace("\n", "\r\n"))) == []


def test_what_is_added_on_top_or_below_is_new_and_all_else_is_as_it_was() -> None:
    folder = begun(a=THREE)
    top = full("Market moves", "12.12.2024", "The market " + BRIDGE)
    assert kinds(folder.check(a=top + THREE)) == ["new"]
    below = full("Orchard planted", "01.11.2024", "The orchard " + FERRY)
    assert kinds(folder.check(a=top + THREE + below)) == ["new"]
    assert len(folder.kept.standing()) == 5


def test_a_paragraph_edited_in_the_middle_is_one_revision() -> None:
    folder = begun(a=THREE)
    assert kinds(folder.check(a=THREE.replace("the heating", "the boiler"))) == ["revised"]


def test_a_title_s_typo_that_is_mended_is_one_revision_of_the_same_release() -> None:
    folder = begun(a=THREE.replace("School closed", "Scool closed"))
    ids = set(folder.kept.releases)
    assert kinds(folder.check(a=THREE)) == ["revised"]
    assert set(folder.kept.releases) == ids


def test_a_date_line_that_is_added_makes_no_other_release() -> None:
    folder = begun(a=full("Ferry runs again", "", FERRY))
    assert kinds(folder.check(a=full("Ferry runs again", "10.12.2024", FERRY))) == []
    assert len(folder.kept.releases) == 1


def test_releases_that_move_between_files_are_the_same() -> None:
    folder = begun(a=THREE, b=full("Market moves", "12.12.2024", "The market " + BRIDGE))
    one, two, three = (part + "\n\n" for part in THREE.strip().split("\n\n"))
    market = full("Market moves", "12.12.2024", "The market " + BRIDGE)
    assert kinds(folder.check(a=one + three, b=market + two)) == []


def test_a_file_that_is_renamed_tells_nothing() -> None:
    folder = begun(a=THREE)
    assert kinds(folder.check(b=THREE)) == []


def test_the_same_release_in_two_files_is_one() -> None:
    folder = begun(a=THREE, b=full("Ferry runs again", "10.12.2024", FERRY))
    assert len(folder.kept.releases) == 3


def test_a_release_written_otherwise_is_still_the_same() -> None:
    """Blank lines, separators and a page's buttons are no edit."""
    folder = begun(a=THREE)
    again = THREE.replace("\n\n", "\n\n***\n\n").replace("2024\n", "2024\nShare\nViews: 12\n")
    assert kinds(folder.check(a=again)) == []


def test_a_year_that_was_concluded_stays_when_the_file_grows_years_later() -> None:
    lead = f"On 20 December, the ferry was mended. {FERRY}\n"
    folder = begun(a=lead)
    (title,) = folder.days()
    assert folder.days() == {title: "2024-12-20"}
    folder.kept.now = datetime(2027, 3, 9, tzinfo=UTC)
    assert kinds(folder.check(a=f"On 5 March, the bridge was opened. {BRIDGE}\n{lead}")) == ["new"]
    assert folder.days()[title] == "2024-12-20"
