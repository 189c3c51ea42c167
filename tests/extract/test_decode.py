import pytest

from monitor.errors import ExtractError
from monitor.extract.decode import BinaryContent, EmptyText, decode

GERMAN = "Müller grüßt Köln: die Brücke öffnet am Fluß."
FRENCH = "L’été à Nîmes : « déjà vu », où l’œuvre coûte 5 €."
SPANISH = "El año pasado la cigüeña voló a Cádiz. ¿Qué pasó?"
RUSSIAN = "Министр открыл новый мост через реку. Движение начнётся в мае."
SHORT_RUSSIAN = "Новости дня"
MIXED_RUSSIAN = "10.12.2024 Совещание ОДКБ (CSTO) прошло в Москве, press office сообщает."
ENGLISH = "Plain text, with a “quote” and a dash – here."
POLISH = "Zażółć gęślą jaźń. Święto pracy w Łodzi, późną jesienią wróci żuraw."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (text, encoding)
        for text, encodings in [
            (GERMAN, "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 cp1252 latin-1"),
            ("Grüße", "utf-8 utf-16-le utf-16-be cp1252"),
            ("Ä", "utf-8 utf-8-sig utf-16 cp1252"),
            (FRENCH, "utf-8 utf-16 cp1252"),
            (SPANISH, "utf-8 utf-16-be cp1252"),
            (RUSSIAN, "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be cp1251 koi8-r cp866 iso8859-5"),
            (SHORT_RUSSIAN, "utf-8 utf-16-le utf-16-be cp1251 koi8-r"),
            (MIXED_RUSSIAN, "utf-8 utf-16-le cp1251 koi8-r"),
            (RUSSIAN.upper(), "utf-8 cp1251"),
            (ENGLISH, "utf-8 utf-16 utf-16-le cp1252"),
            (POLISH, "utf-8 utf-16 cp1250"),
        ]
        for encoding in encodings.split()
    ],
)
def test_texts_are_read_in_the_charset_they_were_written_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_line_ends_become_one(newline: str, encoding: str) -> None:
    assert decode(newline.join(["Köln", "", "Bonn"]).encode(encoding)) == "Köln\n\nBonn"


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("windows-1251", RUSSIAN.encode("cp1251"), RUSSIAN),
        ("ISO-8859-1", "“quoted”".encode("cp1252"), "“quoted”"),
        ('"UTF-8"', "Köln".encode(), "Köln"),
        ("utf-8", "Köln, Fürth".encode() + b" K\xf6ln", "Köln, Fürth K\ufffdln"),
        ("utf-8", b"K\xf6ln", "Köln"),
        ("utf-8", RUSSIAN.encode("cp1251"), RUSSIAN),
        ("utf-16", "Köln".encode(), "Köln"),
        ("base64", b"S8O2bG4=", "S8O2bG4="),
        ("no-such-charset", "Köln".encode(), "Köln"),
        ("cp1251", b"\xef\xbb\xbf" + "Köln".encode(), "Köln"),
    ],
    ids=[
        "declared",
        "Latin-1 is 1252",
        "quoted name",
        "replaced",
        "it does not fit",
        "it does not fit Russian",
        "it cannot fit",
        "no charset",
        "unknown name",
        "mark wins",
    ],
)
def test_a_declared_charset_is_believed_unless_there_is_a_mark(
    charset: str, body: bytes, text: str
) -> None:
    assert decode(body, charset=charset) == text


def said(meta: str = "", xml: str = "") -> str:
    """A Russian page that declares these charsets."""
    declaration = f"<?xml version='1.0' encoding='{xml}'?>" if xml else ""
    return f"{declaration}<meta charset='{meta}'><p>{RUSSIAN}" if meta else declaration + RUSSIAN


@pytest.mark.parametrize(
    ("text", "written_in", "header"),
    [
        (said(meta="windows-1251"), "cp1251", None),
        (said(meta="windows-1251"), "utf-8-sig", "koi8-r"),
        (said(meta="windows-1251"), "koi8-r", "koi8-r"),
        (said(meta="windows-1251"), "cp1251", "utf-8"),
        (said(meta="koi8-r", xml="utf-8"), "koi8-r", "utf-8"),
        (said(xml="koi8-r"), "koi8-r", None),
        (said(xml="koi8-r"), "koi8-r", "utf-8"),
        (said(meta="utf-8"), "cp1251", None),
        (said(meta="utf-8"), "cp1251", "utf-8"),
        (said(meta="utf-16"), "utf-8", None),
        (said(meta="utf-8"), "utf-16-le", None),
        (said(meta="windows-1251"), "utf-16", "windows-1251"),
        (said(), "cp1251", None),
        ("<meta charset=iso-8859-1><p>“Zoë”", "cp1252", None),
        ("<meta charset=shift_jis><p>港の料金", "cp932", None),
        ("<meta charset=gb2312><p>港口費用", "gb18030", None),
        ("<meta charset=euc-kr><p>항구 요금", "cp949", None),
    ],
    ids=[
        "meta",
        "the mark before all",
        "the header before meta",
        "a header that does not fit, then meta",
        "a header that does not fit, then meta, not XML",
        "the XML declaration",
        "a header that does not fit, then XML",
        "a meta that does not fit, then a guess",
        "neither fits, then a guess",
        "a meta of UTF-16 means UTF-8",
        "UTF-16 without a mark",
        "UTF-16 with one, and a wrong header",
        "nothing but the bytes",
        "Latin-1 is 1252",
        "Japanese",
        "Chinese beyond GB2312",
        "Korean",
    ],
)
def test_markup_says_what_it_is_written_in(text: str, written_in: str, header: str | None) -> None:
    assert decode(text.encode(written_in), charset=header, markup=True) == text


def test_what_is_no_markup_declares_nothing() -> None:
    text = "<meta charset=koi8-r> stands in this text about Köln."
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    "body", [b"", b"  \n\t ", "\ufeff \n".encode(), " \n".encode("utf-16"), "\u3000".encode()]
)
def test_an_empty_text_is_said_to_be_empty(body: bytes) -> None:
    with pytest.raises(EmptyText, match=r"empty|white space") as caught:
        decode(body)
    assert caught.value.kind == "empty"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"some text\x00\x01\x02 and more \x00\x00\x00", "NUL"),
        (bytes(range(1, 32)) * 10, "binary"),
        (bytes(range(256)) * 4, "binary"),
    ],
)
def test_binary_data_is_refused_by_its_name(body: bytes, name: str) -> None:
    with pytest.raises(BinaryContent, match=name) as caught:
        decode(body)
    assert isinstance(caught.value, ExtractError)


def test_a_text_cut_within_its_last_character_is_still_utf_8() -> None:
    assert decode("Käse und Grüße für Köln".encode() + "ß".encode()[:1]).startswith("Käse und")


def test_a_few_bytes_that_fit_nothing_are_replaced_and_no_reason_to_guess() -> None:
    body = b"caf\xe9 \xff\xfe and more"
    assert decode(body, charset="utf-8") == "caf\ufffd \ufffd\ufffd and more"


RUSSIAN = "Новость дня\n10.12.2024\nСегодня открылась библиотека, и все жители пришли."


def test_texts_of_two_charsets_in_one_file_are_both_read() -> None:
    assert decode(f"{RUSSIAN}\n".encode() + RUSSIAN.encode("cp1251")) == f"{RUSSIAN}\n{RUSSIAN}"


def test_a_broken_letter_costs_no_more_than_itself() -> None:
    broken = RUSSIAN.encode().replace("и все".encode(), b"\xa0" + "и все".encode())
    assert decode(broken) == RUSSIAN.replace("и все", "\ufffdи все")


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("gb18030", "秘书长会见了湖区的新任使节。双方讨论了渡船问题，并一致同意保持沟通。"),
        ("big5", "秘書長會見了湖區的新任使節。雙方討論了渡船問題，並一致同意保持溝通。"),
        ("shift_jis", "事務総長は湖の国の新しい使節と会談し、渡し船の問題について意見を交換した。"),
        ("euc_jp", "事務総長は湖の国の新しい使節と会談し、渡し船の問題について意見を交換した。"),
        ("euc_kr", "사무총장은 호수 국가의 새로운 특사를 접견하고 나룻배에 대해 이야기했다."),
    ],
)
def test_east_asian_charsets_are_told_by_their_frequent_signs(charset: str, text: str) -> None:
    assert decode(f"10.12.2024\n{text}\n".encode(charset)) == f"10.12.2024\n{text}\n"
