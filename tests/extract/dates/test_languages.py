"""Each language's dates: one written with its day, one with its weekday, one counted back."""

from datetime import date

import pytest

from monitor.extract.dates.calendar import ROWS
from monitor.extract.dates.eras import nowruz
from monitor.extract.dates.languages.latin import LATIN
from monitor.extract.dates.languages.others import OTHERS
from monitor.extract.dates.lines import date_line
from monitor.extract.dates.stamps import stamps

TODAY = date(2024, 5, 20)

CASES = {
    "ar": ("3 أغسطس 2024", "الخميس، 23 مايو 2024", "قبل 3 أيام"),
    "ar-levant": ("٣ آب/أغسطس ٢٠٢٤", "الخميس، 23 أيار 2024", "منذ 3 أيام"),
    "ar-maghreb": ("3 غشت 2024", "الخميس، 23 ماي 2024", "قبل 3 أيام"),
    "az": ("3 avqust 2024", "23 may 2024", "3 gün əvvəl"),
    "be": ("3 жніўня 2024 г.", "чацвер, 23 мая 2024 г.", "3 дні таму"),
    "bg": ("3 август 2024 г.", "четвъртък, 23 май 2024 г.", "преди 3 дни"),
    "bn": ("৩ আগস্ট, ২০২৪", "বৃহস্পতিবার, ২৩ মে, ২০২৪", "৩ দিন আগে"),
    "ca": ("3 d’agost del 2024", "dijous, 23 de maig del 2024", "fa 3 dies"),
    "cs": ("3. srpna 2024", "čtvrtek 23. května 2024", "před 3 dny"),
    "cy": ("3 Awst 2024", "Dydd Iau, 23 Mai 2024", "3 diwrnod yn ôl"),
    "da": ("3. august 2024", "torsdag den 23. maj 2024", "for 3 dage siden"),
    "de": ("3. August 2024", "Donnerstag, 23. Mai 2024", "vor 3 Tagen"),
    "el": ("3 Αυγούστου 2024", "ΠΕΜΠΤΗ 23 ΜΑΪΟΥ 2024", "πριν από 3 ημέρες"),
    "en": ("August 3, 2024", "Thursday, 23 May 2024", "3 days ago"),
    "es": ("3 de agosto de 2024", "jueves, 23 de mayo de 2024", "hace 3 días"),
    "et": ("3. august 2024", "neljapäev, 23. mai 2024", "3 päeva eest"),
    "eu": ("2024(e)ko abuztuaren 3(a)", "2024ko maiatzaren 23a, osteguna", "duela 3 egun"),
    "fa": ("۱۳ مرداد ۱۴۰۳", "پنجشنبه ۲۳ مه ۲۰۲۴", "۳ روز پیش"),
    "fi": ("3. elokuuta 2024", "torstai 23. toukokuuta 2024", "3 päivää sitten"),
    "fr": ("3 août 2024", "jeudi 23 mai 2024", "il y a 3 jours"),
    "ga": ("3 Lúnasa 2024", "Déardaoin 23 Bealtaine 2024", "3 lá ó shin"),
    "gl": ("3 de agosto de 2024", "xoves, 23 de maio de 2024", "hai 3 días"),
    "he": ("3 באוגוסט 2024", "יום חמישי, 23 במאי 2024", "לפני 3 ימים"),
    "hi": ("३ अगस्त २०२४", "गुरुवार, 23 मई 2024", "3 दिन पहले"),
    "hr": ("3. kolovoza 2024.", "četvrtak, 23. svibnja 2024.", "prije 3 dana"),
    "hu": ("2024. augusztus 3.", "2024. május 23., csütörtök", "3 nappal ezelőtt"),
    "hy": ("2024 թ. օգոստոսի 3", "2024 թ. մայիսի 23, հինգշաբթի", "3 օր առաջ"),
    "id": ("3 Agustus 2024", "Kamis, 23 Mei 2024", "3 hari yang lalu"),
    "is": ("3. ágúst 2024", "fimmtudagur, 23. maí 2024", "fyrir 3 dögum"),
    "it": ("3 agosto 2024", "giovedì 23 maggio 2024", "3 giorni fa"),
    "ja": ("2024年8月3日", "2024年5月23日木曜日", "3日前"),
    "ka": ("3 აგვისტო, 2024", "ხუთშაბათი, 23 მაისი, 2024", "3 დღის წინ"),
    "kk": ("2024 ж. 3 тамыз", "2024 жылғы 23 мамыр, бейсенбі", "3 күн бұрын"),
    "ko": ("2024년 8월 3일", "2024년 5월 23일 목요일", "3일 전"),
    "lt": ("2024 m. rugpjūčio 3 d.", "2024 m. gegužės 23 d., ketvirtadienis", "prieš 3 dienas"),
    "lv": ("2024. gada 3. augusts", "ceturtdiena, 2024. gada 23. maijs", "pirms 3 dienām"),
    "mk": ("3 август 2024 г.", "четврток, 23 мај 2024 г.", "пред 3 дена"),
    "ms": ("3 Ogos 2024", "Khamis, 23 Mei 2024", "3 hari lalu"),
    "mt": ("3 ta’ Awwissu 2024", "Il-Ħamis, 23 ta' Mejju 2024", "3 ġranet ilu"),
    "nb": ("3. august 2024", "torsdag 23. mai 2024", "for 3 dager siden"),
    "nl": ("3 augustus 2024", "donderdag 23 mei 2024", "3 dagen geleden"),
    "pl": ("3 sierpnia 2024 r.", "czwartek, 23 maja 2024", "3 dni temu"),
    "pt": ("3 de agosto de 2024", "quinta-feira, 23 de maio de 2024", "há 3 dias"),
    "ro": ("3 august 2024", "joi, 23 mai 2024", "acum 3 zile"),
    "ru": ("3 августа 2024 г.", "четверг, 23 мая 2024 г.", "3 дня назад"),
    "sk": ("3. augusta 2024", "štvrtok 23. mája 2024", "pred 3 dňami"),
    "sl": ("3. avgust 2024", "četrtek, 23. maj 2024", "pred 3 dnevi"),
    "sq": ("3 gusht 2024", "e enjte, 23 maj 2024", "3 ditë më parë"),
    "sr": ("3. август 2024.", "четвртак, 23. мај 2024.", "пре 3 дана"),
    "sr-latin": ("3. avgusta 2024.", "četvrtak, 23. maj 2024.", "pre 3 dana"),
    "sv": ("3 augusti 2024", "torsdag 23 maj 2024", "för 3 dagar sedan"),
    "sw": ("3 Agosti 2024", "Alhamisi, 23 Mei 2024", None),
    "th": ("3 ส.ค. 67", "วันพฤหัสบดีที่ 23 พฤษภาคม พ.ศ. 2567", "3 วันที่ผ่านมา"),
    "tr": ("3 AĞUSTOS 2024", "23 Mayıs 2024 Perşembe", "3 gün önce"),
    "uk": ("3 серпня 2024 р.", "четвер, 23 травня 2024 р.", "3 дні тому"),
    "ur": ("3 اگست، 2024", "جمعرات، 23 مئی، 2024", "3 دن پہلے"),
    "uz": ("3-avgust, 2024", "payshanba, 23-may, 2024", "3 kun oldin"),
    "vi": ("ngày 3 tháng 8 năm 2024", "Thứ Năm, 23 tháng 5, 2024", "3 ngày trước"),
    "zh": ("二〇二四年八月三日", "2024年5月23日 星期四", "3天前"),
}


def read(text: str) -> list[tuple[int | None, int, int | None]]:
    return [(s.said.year, s.said.month, s.said.day) for s in stamps(text, TODAY)]


def test_every_language_has_its_case() -> None:
    assert CASES.keys() == LATIN.keys() | OTHERS.keys()


@pytest.mark.parametrize("tag", CASES)
def test_a_language(tag: str) -> None:
    written, with_weekday, counted = CASES[tag]
    assert read(written) == [(2024, 8, 3)]
    assert read(with_weekday) == [(2024, 5, 23)]
    if counted:
        assert read(counted) == [(2024, 5, 17)]


def test_no_form_means_two_months_and_every_row_is_whole() -> None:
    months: dict[str, int] = {}
    for row in ROWS:
        assert len(row.months.split(",")) in {1, 12}
        assert len(row.weekdays.split(",")) in {1, 7}
        assert len(row.units.split(",")) in {1, 6}
        for number, forms in enumerate(row.months.split(","), 1):
            for form in forms.split():
                assert months.setdefault(form, number) == number, form


@pytest.mark.parametrize(
    "text",
    [
        "Artikel 3 des Gesetzes", "Anfang des 20. Jahrhunderts", "12 out of 15", "USB Gen 3 hub",
        "Up to 5 may attend", "Seit sie 2021 ging", "They march 5 miles", "for 14 days", "5 sub-3",
        "der 15일 전남 순천", "Nr. 1403/02/14", "5 رمضان 1445", "12 سرطان", "3 mail sent",
        "Level 3 out",
        "30 февруари 2024", "31 Kasım 2024", "৩১ জুন ২০২৪", "3 \ue001 5", "Tháng này 5",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3. listopada 2024.", (2024, 10, 3)), ("3 listopada 2024", (2024, 11, 3)),
        ("10 out", (None, 10, 10)), ("5 May: council meets", (None, 5, 5)),
        ("Réunion du 3 mai", (None, 5, 3)), ("2024 May 3", (2024, 5, 3)),
        ("Budget 2024 May 3, 2025", (2025, 5, 3)), ("ΜΑΪΟΣ 2024", (2024, 5, None)),
        ("民國113年5月3日", (2024, 5, 3)), ("113年5月3日", (2024, 5, 3)),
        ("二〇二三年十二月三十一日", (2023, 12, 31)), ("03/05/2567", (2024, 5, 3)),
        ("۱۴۰۳/۰۲/۱۴", (2024, 5, 3)), ("14 ثور 1403", (2024, 5, 3)), ("3 พ.ค. 24", (2024, 5, 3)),
        ("منذ يومين", (2024, 5, 18)), ("Posted 2 Tagen ago", (2024, 5, 18)),
    ],
)  # fmt: skip
def test_what_is_told_apart(text: str, day: tuple[int | None, int, int | None]) -> None:
    assert read(text) == [day]


def test_places_stay_where_they_were() -> None:
    """A name that is made one sign leaves the text as long as it was."""
    text = "خبر عاجل 3 تشرين الثاني 2024 بيروت"
    (stamp,) = stamps(text, TODAY)
    assert text[stamp.said.start : stamp.said.end] == "3 تشرين الثاني 2024"


@pytest.mark.parametrize(
    ("year", "day"),
    [(1399, date(2020, 3, 20)), (1400, date(2021, 3, 21)), (1403, date(2024, 3, 20)),
     (1404, date(2025, 3, 21)), (1375, date(1996, 3, 20)), (1409, date(2030, 3, 21))],
)  # fmt: skip
def test_the_first_day_of_an_iranian_year(year: int, day: date) -> None:
    assert nowruz(year) == day


@pytest.mark.parametrize(
    "line", ["3. srpna 2024", "2024. május 3.", "Πέμπτη 23 Μαΐου 2024", "3 Kasım 2024"]
)
def test_a_line_of_a_text_that_is_such_a_date(line: str) -> None:
    assert date_line(line) is not None
