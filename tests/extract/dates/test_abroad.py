"""Dates in languages of which only the months are known."""

import pytest

from monitor.extract.dates.lines import date_line, dated_lead
from tests.extract.dates.leads import Day, read_lead


@pytest.mark.parametrize(
    ("text", "day", "news"),
    [
        ("2024年12月20日，秘书长会见了湖区的使节", (2024, 12, 20), "秘书长会见了湖区的使节"),
        ("12月20日，秘书长会见了湖区的使节", (None, 12, 20), "秘书长会见了湖区的使节"),
        ("W dniach 18–20 grudnia 2024 r. zebrała się rada", (2024, 12, 20), "zebrała się rada"),
        ("11 grudnia 2024 r. zebrała się rada", (2024, 12, 11), "zebrała się rada"),
        ("No dia 5 de dezembro de 2024, o conselho", (2024, 12, 5), "o conselho"),
        ("Nos dias 10 e 11 de dezembro, o conselho", (None, 12, 11), "o conselho"),
        ("10 грудня 2024 року зібралася рада", (2024, 12, 10), "зібралася рада"),
        ("2024 թվականի դեկտեմբերի 20-ին եղավ խորհուրդը", (2024, 12, 20), "եղավ խորհուրդը"),
        ("في 10 ديسمبر 2024، انعقد المجلس", (2024, 12, 10), "انعقد المجلس"),
        ("20 Aralık 2024 tarihinde meclis toplandı", (2024, 12, 20), "meclis toplandı"),
        ("Op 10 december 2024 kwam de raad bijeen", (2024, 12, 10), "kwam de raad bijeen"),
        ("WARSZAWA, 10 grudnia 2024 r. – Zebrała się rada", (2024, 12, 10), "Zebrała się rada"),
        ("القاهرة، 10 ديسمبر 2024 – انعقد المجلس", (2024, 12, 10), "انعقد المجلس"),
        ("新华社北京12月10日电 秘书长会见了使节", (None, 12, 10), "秘书长会见了使节"),
    ],
)  # fmt: skip
def test_a_sentence_that_opens_with_its_date(text: str, day: Day, news: str) -> None:
    assert read_lead(text) == (day, news)


@pytest.mark.parametrize(
    "text",
    [
        "Zebranie rady odbyło się 10 grudnia 2024 w siedzibie",
        "A reunião de 10 de dezembro foi adiada para a primavera",
        "10 grudnia 2024",
        "危机应对中心值班人员在首都举行联合演练以后于12月20日离开",
    ],
)
def test_a_sentence_that_only_mentions_a_date(text: str) -> None:
    assert dated_lead(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "10 грудня 2024 року", "Київ, 10 грудня 2024 року", "Lisboa, 10 de dezembro de 2024",
        "القاهرة، 10 ديسمبر 2024", "北京，2024年12月10日", "2024年12月10日 14:30",
        "2024年12月10日 星期二", "日期：2024年12月10日", "发布时间：2024-12-10 14:30",
        "Opublikowano: 10 grudnia 2024", "10 Aralık 2024, Salı",
    ],
)  # fmt: skip
def test_a_line_that_is_a_date_with_its_place_label_or_time(line: str) -> None:
    said = date_line(line)
    assert said is not None
    assert (said.year, said.month, said.day) == (2024, 12, 10)


@pytest.mark.parametrize("line", ["spotkanie 10 grudnia 2024", "2024年12月10日に橋が開通しました"])
def test_a_line_that_says_more_is_none(line: str) -> None:
    assert date_line(line) is None
