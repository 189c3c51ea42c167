"""How organisations write: small files, and what a careful reader finds in them.

Before the first line of each release stands `@@ date | title`; `-` is no date, `*` any headline,
`~` before a date says that a part of it was concluded.
"""

from datetime import date

import pytest

from monitor.extract.texts.split import split

TODAY = date(2025, 2, 3)

ENVOY = (
    "The Secretary General received the new envoy of the lake country, who presented her letters "
    "and spoke about the ferry across the southern border."
)
DRILL = (
    "Some 450 persons and 60 vehicles took part, and the rescue of people from a flooded valley "
    "was trained for two days and a night."
)
WATCH = (
    "The mission consists of 23 observers, who will visit polling stations in all parts of the "
    "country and tell the press what they saw."
)
NOTES = (
    "The participants thanked their hosts and agreed to meet again in the first half of the year, "
    "at a place that is still to be found."
)


def three(form: str, between: str = "\n") -> str:
    """Three releases of one form: `{t}` title, `{d}` `{x}` date, `{p}` and `{q}` paragraphs."""
    said = [
        ("2024-12-10", "Envoy presents her letters", "10 December 2024", "10.12.2024", ENVOY),
        ("2024-11-28", "Drill ends in the valley", "28 November 2024", "28.11.2024", DRILL),
        ("2024-11-05", "Observers leave for the lake", "5 November 2024", "05.11.2024", WATCH),
    ]
    return between.join(
        f"@@ {day} | {t}\n" + form.format(t=t, d=d, x=x, p=p, q=NOTES, n=45 - n)
        for n, (day, t, d, x, p) in enumerate(said)
    )


CASES = {
    # ── what stands above a title ──
    "a numbered label, date, title": three("Press release No. {n}/24\n{d}\n\n{t}\n\n{p}\n\n{q}\n"),
    "a label, title, date with place": three(
        "PRESS RELEASE 2024/{n}\n{t}\nGeneva, {d}\n{p}\n{q}\n"
    ),
    "a label with the date": three("Press release No. {n}/24, {d}\n{t}\n{p}\n{q}\n"),
    "a label before a bar": three("{t}\nNews release | {x}\n{p}\n"),
    "a symbol": three("SG/SM/224{n}\n{d}\n{t}\n{p}\n"),
    "a symbol in the date's line": three("SG/SM/224{n} {d}\n{t}\n{p}\n"),
    "a label, a contact, a dateline": three(
        "FOR IMMEDIATE RELEASE\nContact: Ada Lund, press@example.org\n\n{t}\n\n"
        "GENEVA ({d}) – {p}\n\n{q}\n\n# # #\n"
    ),
    "an embargo": three("EMBARGOED UNTIL {d}, 12:00 GMT\n{t}\n{d}\n{p}\n"),
    "a label in some of the texts": three("{t}\n{x}\n{p}\n{q}", "\n").replace(
        "2024\nThe Sec", "2024\nPress release\nThe Sec"
    ).replace("2024\nThe mission", "2024\n\nPress Release\n\nThe mission"),
    "labels alone": three("PRESS RELEASE\n{t}\n{p}\n{q}", "\n").replace("@@ 2024-12-10", "@@ -")
    .replace("@@ 2024-11-28", "@@ -").replace("@@ 2024-11-05", "@@ -"),
    "русский ярлык": three("ПРЕСС-РЕЛИЗ № {n}\n{x}\n{t}\n{p}\n"),
    # ── what stands between title and date, or in the date's line ──
    "an address below the title": three("{t}\nhttps://example.org/{n}\n{x}\n{p}\n"),
    "place and genre below the date": three("{t}\n\n{d}\nNews release\nGeneva\n\n{p}\n\n{q}\n"),
    "an author": three("{t}\nPosted on {d} by admin\n{p}\n"),
    "the day of an edit": three("{t}\n{d} - Last updated: 12 December 2024 14:30\n{p}\n"),
    "a place without a comma": three("{t}\nStrasbourg {x}\n{p}\n"),
    "a place, the date in brackets": three("{t}\nBrussels ({x})\n{p}\n"),
    # ── titles ──
    "capitals over two lines": three("{t}\n\n{d}\n\n{p}\n\n{q}\n").replace(
        "Envoy presents her letters", "ENVOY PRESENTS HER LETTERS TO THE CHAIR"
    ).replace("HER LETTERS TO THE CHAIR\n\n", "HER\nLETTERS TO THE CHAIR\n\n"),
    "a title broken after a small word": three("{t}\n{x}\n{p}\n").replace(
        "leave for the lake\n05", "leave for\nThe lake\n05"
    ).replace("leave for the lake", "leave for The lake"),
    "numbered titles": three("{n}. {t}\n{x}\n{p}\n"),
    # ── pages ──
    "a page's menu and buttons": "Home | News | Contacts\nSearch\n" + three(
        "{t}\n{x}\nShare\nViews: {n}\n{p}\n{q}\nPrint\n"
    ) + "\n© 2024 The Secretariat. All rights reserved.",
    "teasers, dates first": "News\n" + three("{x}\n{t}\nRead more", "\n"),
    "teasers with a beginning": "Новости\n" + three("{x}\n{t}\n{p}..\nПодробнее", "\n"),
    "other news below a text": (
        three("{t}\n{x}\n{p}\n{q}\n")
        + "\nRelated news\nBudget adopted\n08.12.2024\nFerry late\n07.12.2024"
    ),
    "a programme within a text": three("{t}\n{x}\n\n{p}\n").replace(
        "\n@@ 2024-11-28", "\n16 December 2024\nSession\n17 December 2024\nPress meeting\n"
        "18 December 2024\nVisit\n\n@@ 2024-11-28",
    ),
    # ── the date elsewhere ──
    "a signature above the date": three(
        "{t}\n{p}\n{q}\n\nAda Lund\nSecretary General\nVienna, {d}\n"
    ),
    "datelines that end in a full stop": three("MOSCOW, {d}. {p}\n{q}", "\n")
    .replace("| Envoy presents her letters", "| *").replace("| Drill ends in the valley", "| *")
    .replace("| Observers leave for the lake", "| *"),
    "leads that come to their dates late": (
        f"@@ 2024-12-10 | *\nThe envoy was received in Lund on 10 December 2024. {NOTES}\n"
        f"@@ 2024-11-28 | *\nThe drill in the valley ended on 28 November 2024. {NOTES}\n"
        f"@@ 2024-11-05 | *\nThe mission left for the lake on 5 November 2024. {NOTES}"
    ),
    "titles, and texts that come to their dates late": (
        f"@@ 2024-12-10 | Envoy\nEnvoy\nThe envoy came to Lund on 10 December 2024.\n{NOTES}\n"
        f"@@ 2024-11-28 | Drill\nDrill\nThe drill in it ended on 28 November 2024.\n{NOTES}\n"
        f"@@ 2024-11-05 | Watch\nWatch\nThe mission left for the lake on 5 November 2024.\n{NOTES}"
    ),
    "one lead among others comes to its date late": (
        f"@@ 2024-12-10 | *\nOn 10 December 2024, the envoy was received. {NOTES}\n"
        f"@@ 2024-12-08 | *\nThe chair spoke to the council of Lund on 8 December 2024. {NOTES}\n"
        f"@@ 2024-11-28 | *\nOn 28 November 2024, the drill ended. {NOTES}\n"
        f"@@ 2024-11-05 | *\nOn 5 November 2024, the mission left. {NOTES}"
    ),
    "a date that is only referred to is none": (
        "@@ - | Envoy\nEnvoy\n\nFollowing the decision of 5 May 2024, the envoy was received.\n\n"
        + NOTES
    ),
    # ── forms that mix ──
    "a lead between full releases, blank lines": (
        f"@@ 2024-12-10 | Envoy\nEnvoy\n10.12.2024\n{ENVOY}\n{NOTES}\n\n"
        f"@@ 2024-12-09 | *\nOn 9 December 2024, the ferry was late. {NOTES}\n\n"
        f"@@ 2024-11-28 | Drill\nDrill\n28.11.2024\n{DRILL}\n{NOTES}"
    ),
    "blank lines between paragraphs that open with dates": (
        f"@@ 2024-12-10 | Envoy\nEnvoy\n10.12.2024\n\nOn 8 December 2024, the ferry was late. "
        f"{NOTES}\n\nOn 9 December 2024, it came. {NOTES}\n\n"
        f"@@ 2024-11-28 | Drill\nDrill\n28.11.2024\n\n{DRILL}"
    ),
    # ── fields ──
    "fields": three("Title: {t}\nDate: {d}\nAuthor: Press service\n\n{p}\n\n{q}\n"),
    "mails": three(
        "From: Press <press@example.org>\nDate: {d} 14:00:00\nSubject: {t}\n\n{p}\n\n{q}\n"
    ),
    "поля": three("Заголовок: {t}\nДата: {x}\nИсточник: Секретариат\n{p}\n"),
    "front matter": (
        '---\n@@ 2024-12-10 | Envoy presents her letters\ntitle: "Envoy presents her letters"\n'
        f"date: 2024-12-10\ntags:\n  - envoys\n---\n\n{ENVOY}\n\n{NOTES}"
    ),
    "a table": "date,title,text\n" + three('{x},{t},"{p}\n{q}"', "\n"),
    # ── languages of which only the months are known ──
    "中文": (
        "@@ 2024-12-20 | 值班人员举行联合演练\n2024年12月20日，值班人员举行联合演练。"
        "演练检验了信息传递的速度。\n"
        "@@ 2024-12-10 | 秘书长会见使节\n秘书长会见使节\n2024年12月10日\n"
        "秘书长会见了湖区的新任使节。双方讨论了渡船问题，并一致同意保持沟通。\n"
        "与会代表听取了秘书处的报告，商定在上半年举行下一次会议。"
    ),
    "polski": (
        "@@ 2024-12-20 | *\nW dniach 18–20 grudnia 2024 r. obradowała rada. Omówiono prom.\n"
        "@@ 2024-12-11 | *\n11 grudnia 2024 r. sekretarz spotkał się z misją. Był też prom.\n"
        "@@ 2024-12-05 | Misja wyjeżdża\nMisja wyjeżdża\nWarszawa, 5 grudnia 2024 r.\n"
        "Misja liczy 23 obserwatorów, którzy odwiedzą lokale wyborcze we wszystkich stronach."
    ),
    # ── years ──
    "years over New Year, newest first": "\n".join(
        f"@@ ~{day} | *\nOn {said}, it was said. {NOTES}"
        for day, said in [("2025-01-15", "15 January"), ("2025-01-08", "8 January"),
                          ("2024-12-20", "20 December"), ("2024-11-28", "28 November")]
    ),
    "years over New Year, oldest first": "\n".join(
        f"@@ ~{day} | *\nOn {said}, it was said. {NOTES}"
        for day, said in [("2024-11-28", "28 November"), ("2024-12-20", "20 December"),
                          ("2025-01-08", "8 January"), ("2025-01-15", "15 January")]
    ),
    "what nobody sees": three("\u200b{t}\n\u200e{x}\u200b\n\u200b\n{p}\n\u00a0\n{q}\n"),
}  # fmt: skip


def told(marked: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The file, and where each release begins, with its date and title."""
    lines: list[str] = []
    expected: list[tuple[int, str, str]] = []
    for line in marked.split("\n"):
        if line.startswith("@@ "):
            day, _, title = line[3:].partition(" | ")
            expected.append((len(lines) + 1, day, title))
        else:
            lines.append(line)
    return "\n".join(lines), expected


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_a_file_is_read_as_a_careful_reader_would(marked: str) -> None:
    text, expected = told(marked)
    found = [
        (
            passage.start_line,
            f"{'~' * passage.published.inferred}{passage.published.value}"
            if passage.published
            else "-",
            passage.title,
        )
        for passage in split(text, today=TODAY)
    ]
    known = [title for _, _, title in expected]
    shown = [
        (a, b, "*" if title == "*" else c) for (a, b, c), title in zip(found, known, strict=False)
    ]
    assert shown + found[len(known) :] == expected


def test_labels_buttons_and_fields_are_in_no_text() -> None:
    text, _ = told(CASES["a page's menu and buttons"])
    first = split(text, today=TODAY)[0]
    assert first.text == f"{ENVOY}\n\n{NOTES}"
    text, _ = told(CASES["mails"])
    assert split(text, today=TODAY)[0].text == f"{ENVOY}\n\n{NOTES}"


def test_a_table_keeps_the_lines_within_its_cells() -> None:
    text, _ = told(CASES["a table"])
    found = split(text, today=TODAY)
    assert found[0].text == f"{ENVOY}\n{NOTES}"
    assert [(one.start_line, one.end_line) for one in found] == [(2, 3), (4, 5), (6, 7)]


def test_an_address_beside_the_title_says_where_the_release_is() -> None:
    text, _ = told(CASES["an address below the title"])
    found = split(text, today=TODAY)
    assert [one.url for one in found] == [f"https://example.org/{n}" for n in (45, 44, 43)]
    assert found[0].text == ENVOY
    table = "title,date,link\nEnvoy,10.12.2024,https://example.org/1\n"
    assert [one.url for one in split(table, today=TODAY)] == ["https://example.org/1"]
