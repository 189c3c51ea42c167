"""What always holds of a file, in whatever form its releases are written."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.extract.texts.split import Passage, split

TODAY = date(2026, 11, 23)
MONTHS = ("January", "March", "May", "June", "August", "October")

FORMS = {
    "title, date, text": "{t}\n{d}\n{p}\n",
    "title, date, text; blank lines between releases": "{t}\n{d}\n{p}\n\n",
    "title, date, text; blank lines everywhere": "{t}\n\n{d}\n\n{pp}\n\n",
    "title, date, text; wide gaps": "{t}\n{d}\n\n{pp}\n\n\n",
    "date, title, text": "{d}\n{t}\n{p}\n\n",
    "title, text, date; wide gaps": "{t}\n\n{pp}\n\n{d}\n\n\n",
    "title with its date": "{t} ({d})\n{p}\n",
    "date with its title": "{d} – {t}\n{p}\n\n",
    "leads": "On {d}, {one}\n",
    "leads between blank lines": "On {d}, {one}\n\n",
    "datelines under titles": "{t}\n\nLUND, {d} – {pp}\n\n",
    "separators": "{t}\n{d}\n\n{pp}\n\n***\n\n",
    "headings": "## {t}\n\n{d}\n\n{pp}\n\n",
    "labels": "Press release No. {n}\n{d}\n\n{t}\n\n{pp}\n\n",
    "fields": "Title: {t}\nDate: {d}\n\n{pp}\n\n",
    "a page's buttons": "{t}\n{d}\nShare\n{p}\nPrint\n\n",
}

NOUNS = ("bridge", "ferry", "harbour", "library", "market", "orchard", "school", "tunnel")
VERBS = ("opens again", "is to be rebuilt", "stays closed", "celebrates its birthday")


@dataclass(frozen=True)
class Told:
    """One release, as its author knows it; `number` keeps it apart from all others."""

    number: int
    paragraphs: int
    edited: bool = False

    @property
    def title(self) -> str:
        noun, verb = NOUNS[self.number % len(NOUNS)], VERBS[self.number % len(VERBS)]
        return f"The {noun} of Parish {self.number:03} {verb}"

    @property
    def day(self) -> str:
        return f"{28 - self.number % 28} {MONTHS[-1 - self.number // 28]} 2024"

    @property
    def said(self) -> list[str]:
        return [
            f"Paragraph {n} of release {self.number:03} says what the council {self._did} about "
            f"it, and that the money for it comes from the county, as it did in former years."
            for n in range(self.paragraphs)
        ]

    @property
    def _did(self) -> str:
        return "has decided" if self.edited else "decided"


def written(form: str, releases: list[Told]) -> str:
    return "".join(
        form.format(
            n=one.number, t=one.title, d=one.day, p="\n".join(one.said),
            pp="\n\n".join(one.said), one=one.said[0],
        )
        for one in releases
    )  # fmt: skip


def known(passages: tuple[Passage, ...]) -> list[tuple[str, str, str | None]]:
    """What makes a release to those who follow it."""
    return [(p.title, p.text, p.published.value if p.published else None) for p in passages]


forms = st.sampled_from(sorted(FORMS)).map(FORMS.__getitem__)
files = st.lists(st.integers(0, 150), unique=True, min_size=3, max_size=9).flatmap(
    lambda numbers: st.tuples(*(st.builds(Told, st.just(n), st.integers(1, 4)) for n in numbers))
)


@settings(deadline=None, max_examples=20)
@given(forms, files)
def test_each_release_is_found_in_its_place_with_all_its_words(
    form: str, releases: tuple[Told, ...]
) -> None:
    found = split(written(form, list(releases)), today=TODAY)
    assert len(found) == len(releases)
    for one, passage in zip(releases, found, strict=True):
        said = one.said[:1] if "{one}" in form else one.said
        assert passage.text.split("\n\n")[0].endswith(said[0])
        assert passage.text.split("\n\n")[1:] == said[1:]
        assert passage.published is not None
        if "{t}" in form:
            assert passage.title == one.title


@settings(deadline=None, max_examples=20)
@given(forms, files)
def test_a_file_that_grows_keeps_what_it_had(form: str, releases: tuple[Told, ...]) -> None:
    new, *old = releases
    before = known(split(written(form, old), today=TODAY))
    assert known(split(written(form, [new, *old]), today=TODAY))[1:] == before
    assert known(split(written(form, [*old, new]), today=TODAY))[:-1] == before


@settings(deadline=None, max_examples=20)
@given(forms, files, st.data())
def test_an_edit_changes_one_release_alone(
    form: str, releases: tuple[Told, ...], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(releases) - 1))
    one = releases[index]
    edited = [*releases]
    edited[index] = Told(one.number, one.paragraphs, edited=True)
    before = known(split(written(form, list(releases)), today=TODAY))
    after = known(split(written(form, edited), today=TODAY))
    assert [a == b for a, b in zip(before, after, strict=True)] == [
        i != index for i in range(len(releases))
    ]


@settings(deadline=None, max_examples=20)
@given(forms, files)
def test_line_ends_and_marks_change_nothing(form: str, releases: tuple[Told, ...]) -> None:
    text = written(form, list(releases))
    plain = known(split(text, today=TODAY))
    assert known(split(text.replace("\n", "\r\n"), today=TODAY)) == plain
    assert known(split("\ufeff" + text.replace("\n", "\u200b\n"), today=TODAY)) == plain
