import pytest

from monitor.extract.dates.lines import date_line, dated_lead, dated_title
from tests.extract.dates.leads import Day, read_lead


@pytest.mark.parametrize(
    "line",
    [
        "10.12.2024", "10. 12. 2024", "10.12.24", "10/12/2024", "10-12-2024", "2024-12-10",
        "2024/12/10", "(10.12.2024)", "**10.12.2024**", "10 December 2024", "10th December 2024",
        "10th of December, 2024", "Dec. 10, 2024", "December 10th, 2024", "10-Dec-2024",
        "Tuesday, 10 December 2024", "Tue, Dec 10 2024", "10. Dezember 2024", "10.Dez. 2024",
        "Dienstag, den 10. Dezember 2024", "Di., 10.12.2024", "10 décembre 2024",
        "mardi 10 décembre 2024", "Paris, le 10 décembre 2024", "Publié le 10 décembre 2024",
        "10 de diciembre de 2024", "Madrid, 10 de diciembre de 2024", "10 dicembre 2024",
        "martedì 10 dicembre 2024", "Roma, 10 dicembre 2024", "10 декабря 2024 г.",
        "10 декабря 2024 года", "Москва, 10 декабря 2024", "вторник, 10 декабря 2024 г.",
        "Uelzen - 10.12.2024", "Frankfurt am Main, den 10. Dezember 2024",
        "SAINT PAUL – December 10, 2024", "10.12.2024, 14 Uhr", "10.12.2024 09:30",
        "10/12/2024 14h30", "Date: 10 December 2024", "Datum: 10.12.2024", "Stand: 10.12.2024",
        "Veröffentlicht am 10.12.2024 um 09:30 Uhr", "Press release | 10 December 2024",
        "10 December 2024 | News", "10.12.2024 (Berlin)", "9–10 December 2024",
        "30 November – 10 December 2024", "November 30–December 10, 2024",
        "Strasbourg 10.12.2024", "Brussels (10/12/2024)", "Rio de Janeiro 10 December 2024",
        "г. Москва, 10 декабря 2024 г.", "Posted on 10 December 2024 by admin",
        "10 December 2024 - Last updated: 12 December 2024 14:30",
        "du 8 au 10 décembre 2024", "с 8 по 10 декабря 2024 года", "8, 9 and 10 December 2024",
    ],
)  # fmt: skip
def test_a_line_that_is_a_date(line: str) -> None:
    said = date_line(line)
    assert said is not None
    assert (said.year, {said.month, said.day}) == (2024, {12, 10})


@pytest.mark.parametrize(
    "line",
    ["2024年12月10日", "2024年12月10日（火）", "2024년 12월 10일", "10 ديسمبر 2024",
     "10 grudnia 2024", "wtorek, 10 grudnia 2024", "10 de dezembro de 2024", "10 Aralık 2024",
     "10 грудня 2024"],
)  # fmt: skip
def test_a_whole_line_may_be_a_date_in_a_language_known_by_its_months(line: str) -> None:
    said = date_line(line)
    assert said is not None
    assert (said.year, said.month, said.day) == (2024, 12, 10)


@pytest.mark.parametrize(
    "line",
    [
        "2024年12月",
        "spotkanie 10 grudnia 2024",
        "2024年12月10日に橋が開通しました",
        "3 maja i 10 grudnia 2024",
    ],
)
def test_a_line_in_such_a_language_that_says_more_is_none(line: str) -> None:
    assert date_line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "", "2024", "Agenda for 10 December 2024", "Deadline extended until 31.01.2025",
        "The 2024 budget", "30.02.2024", "32.12.2024", "10.13.14.15", "Tel. 030/12 10 20 24",
        "Version 2.10.2024 is out now", "On 10 December 2024, ministers met in Lisbon.",
        "10 people, 12 of them in 2024", "9h05 - Markets open higher", "May 2024 be a good year",
        "Sales rise by 5 per cent", "Rule 12/2024 on fees", "1. Scope", "December",
        "Decision of 10 December 2024", "the festival 10.12.2024", "10.12.2024 by the sea we met",
    ],
)  # fmt: skip
def test_a_line_that_is_no_date(line: str) -> None:
    assert date_line(line) is None


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("2024-12-10T09:30:00+01:00", "2024-12-10T09:30:00+01:00"),
        ("2024-12-10 09:30:00Z", "2024-12-10T09:30:00+00:00"),
        ("10 December 2024, 9:30 p.m. EST", "2024-12-10T21:30:00-05:00"),
        ("10.12.2024, 14:30 Uhr MEZ", "2024-12-10T14:30:00+01:00"),
        ("10 декабря 2024, 15:00 (МСК)", "2024-12-10T15:00:00+03:00"),
        ("10 December 2024 14:30 UTC+3", "2024-12-10T14:30:00+03:00"),
        ("2024-12-10T09:30:00", None),
        ("10.12.2024, 14:30 Uhr", None),
        ("10 December 2024, 9:30 a.m. IST", None),
        ("2024-12-10T25:61:00Z", None),
    ],
)
def test_an_instant_is_only_certain_with_its_zone(line: str, instant: str | None) -> None:
    said = date_line(line)
    assert (said.instant if said else None) == instant


def test_a_month_alone_is_a_date_line_without_a_day() -> None:
    said = date_line("December 2024")
    assert said is not None
    assert (said.year, said.month, said.day) == (2024, 12, None)


@pytest.mark.parametrize("line", ["Updated: 10.12.2024", "Zuletzt aktualisiert am 10.12.2024"])
def test_the_day_of_an_edit_is_told_from_that_of_publication(line: str) -> None:
    found = date_line(line)
    assert found is None or found.updated


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("(20.01.2025, 14 Uhr) How to log in", "How to log in"),
        ("[2025-01-20] Library closed", "Library closed"),
        ("20.01.2025 – Neue Öffnungszeiten", "Neue Öffnungszeiten"),
        ("20 January 2025: Ministers meet", "Ministers meet"),
        ("2025-01-20 Ministers meet", "Ministers meet"),
        ("Ministers meet (20.01.2025)", "Ministers meet"),
        (
            "Ministers meet in Oslo for the third time | 20 January 2025",
            "Ministers meet in Oslo for the third time",
        ),
        ("(Update 20.01.2025) Printers", "(Update 20.01.2025) Printers"),
    ],
)
def test_a_title_with_its_date(line: str, title: str) -> None:
    found = dated_title(line)
    assert found is not None
    assert found.title == title
    assert (found.said.year, found.said.month, found.said.day) == (2025, 1, 20)


@pytest.mark.parametrize(
    "line",
    [
        "Registration ends on 20.01.2025",
        "Timetable from Sunday, 20 January 2025",
        "20.01.2025 wurde gewählt",
        "June 6, 2024 (SPRINGFIELD) — The review found",
        "On 20 January 2025, ministers met",
        "20.01.2025",
    ],
)
def test_a_title_that_only_speaks_of_a_date(line: str) -> None:
    assert dated_title(line) is None


@pytest.mark.parametrize(
    ("text", "day", "news"),
    [
        ("On 20 December, a drill was held", (None, 12, 20), "a drill was held"),
        ("On 10 and 11 December, the staff met", (None, 12, 11), "the staff met"),
        ("From 3 to 5 May the staff met", (None, 5, 5), "the staff met"),
        ("On 30 April – 2 May 2024, the staff met", (2024, 5, 2), "the staff met"),
        ("On December 11, 2024, 12 members met", (2024, 12, 11), "12 members met"),
        ("On Tuesday, December 10, the staff met", (None, 12, 10), "the staff met"),
        ("Am 6. Mai wurde gewählt", (None, 5, 6), "wurde gewählt"),
        ("Am Sonntag, 5. November 2023, kam er", (2023, 11, 5), "kam er"),
        ("Am 10.12. tagte der Rat", (None, 12, 10), "tagte der Rat"),
        ("Vom 3. bis 5. Mai tagte der Rat", (None, 5, 5), "tagte der Rat"),
        ("Le 1er mars 2024, la ministre", (2024, 3, 1), "la ministre"),
        ("Les 23 et 24 octobre, la ministre", (None, 10, 24), "la ministre"),
        ("Du 3 au 5 mai, la ministre", (None, 5, 5), "la ministre"),
        ("El 5 de mayo, la ministra", (None, 5, 5), "la ministra"),
        ("Del 3 al 5 de mayo de 2024, la ministra", (2024, 5, 5), "la ministra"),
        ("L’11 dicembre il ministro", (None, 12, 11), "il ministro"),
        ("Dal 3 al 5 maggio 2024, il ministro", (2024, 5, 5), "il ministro"),
        ("10 декабря 2024 года в Минске", (2024, 12, 10), "в Минске"),
        ("С 3 по 5 мая в Минске", (None, 5, 5), "в Минске"),
        ("10 и 11 декабря в Минске", (None, 12, 11), "в Минске"),
        ("LISBON, December 5, 2024 – The river rose", (2024, 12, 5), "The river rose"),
        ("МИНСК, 29 июня. /АГН/. Открыт мост", (None, 6, 29), "Открыт мост"),
        ("June 6, 2024 (SPRINGFIELD) — The review", (2024, 6, 6), "The review"),
        ("December 5 – 10 people came", (None, 12, 5), "10 people came"),
        ("LISBON, 5 December 2024. The river rose", (2024, 12, 5), "The river rose"),
        ("LISBON, 5 December. The river rose", (None, 12, 5), "The river rose"),
        ("In Lisbon on 5 December 2024, the river rose", (2024, 12, 5), "the river rose"),
        ("В Минске 5 декабря 2024 года открыт мост", (2024, 12, 5), "открыт мост"),
        ("Today, 5 December 2024, the river rose", (2024, 12, 5), "the river rose"),
        ("Сегодня, 5 декабря, открыт мост", (None, 12, 5), "открыт мост"),
    ],
)
def test_a_sentence_that_opens_with_its_date(text: str, day: Day, news: str) -> None:
    assert read_lead(text) == (day, news)


@pytest.mark.parametrize(
    "text",
    [
        "The 10 December meeting was moved",
        "Der 11.10. eines jeden Jahres ist ein Festtag",
        "2.1. Scope of the agreement",
        "10 people may have been hurt",
        "5 may vote now",
        "In 5 sets the champion won",
        "The ministers who met on 10 December 2024 agreed",
        "More than 30 March participants came",
        "Lisbon, 5 December. The river rose",
        "In the third round on 5 December 2024",
    ],
)
def test_a_sentence_that_only_mentions_a_number_or_a_date(text: str) -> None:
    assert dated_lead(text) is None
