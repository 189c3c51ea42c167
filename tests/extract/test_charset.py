"""What a document declares, and what browsers take that for (rule C9)."""

import time

import pytest

from monitor.extract.charset import DECLARED_WITHIN_BYTES, believed, codec, declared


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("UTF8", "utf-8"),
        (" 'utf-8' ", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("windows-1251", "cp1251"),
        ("win-1251", "cp1251"),
        ("KOI8-R", "koi8-r"),
        ("latin5", "cp1254"),
        ("gb2312", "gb18030"),
        ("shift_jis", "cp932"),
        ("x-sjis", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("tis-620", "cp874"),
        ("no-such-charset", None),
        ("", None),
        ("a\0b", None),
        ("base64", None),
        ("idna", None),
        ("punycode", None),
        ("utf-7", None),
        ("unicode_escape", None),
        ("mbcs", None),
    ],
)
def test_a_label_means_what_browsers_take_it_for(label: str, name: str | None) -> None:
    assert codec(label) == name


@pytest.mark.parametrize(
    ("markup", "labels"),
    [
        (b"<meta charset=windows-1251>", ["windows-1251"]),
        (b"<META CHARSET='KOI8-R'/>", ["KOI8-R"]),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
            ["windows-1251"],
        ),
        (b"<meta content='text/html;charset=cp866' http-equiv=content-type>", ["cp866"]),
        (b"<?xml version='1.0' encoding='koi8-r'?><html>", ["koi8-r"]),
        (b"<?xml version='1.0' encoding='koi8-r'?><meta charset=utf-8>", ["utf-8", "koi8-r"]),
        (b"<meta name=viewport content=x><meta charset=utf-8>", ["utf-8"]),
        (b"<meta charset=utf-8><meta charset=koi8-r>", ["utf-8"]),
        (b"<meta charset=utf-16le>", ["utf-8"]),
        (b"<!-- <meta charset=koi8-r> --><meta charset=utf-8>", ["utf-8"]),
        (b"<!-- <meta charset=koi8-r>", []),
        (b"<p>charset=koi8-r</p>", []),
        (b"<meta data-charset=koi8-r>", []),
        (b"x" * DECLARED_WITHIN_BYTES + b"<meta charset=utf-8>", []),
        (b"x" * 3000 + b"<meta charset=utf-8>", ["utf-8"]),
    ],
)
def test_a_document_names_its_charset(markup: bytes, labels: list[str]) -> None:
    assert list(declared(markup)) == labels


@pytest.mark.parametrize(
    ("body", "name", "text"),
    [
        (b"K\xc3\xb6ln", "utf-8", "Köln"),
        (b"K\xf6ln", "utf-8", None),
        ("Köln und Fürth".encode() + b"\xf6", "utf-8", "Köln und Fürth\ufffd"),
        (b"plain", "utf-16-le", None),
        ("Köln".encode("utf-16-le"), "utf-16-le", "Köln"),
        ("мост".encode("cp1251"), "cp1251", "мост"),
    ],
)
def test_a_declaration_counts_unless_the_bytes_do_not_fit(
    body: bytes, name: str, text: str | None
) -> None:
    assert believed(body, name) == text


@pytest.mark.parametrize(
    "piece", [b"<meta ", b"<!--", b"charset=", b"<?xml ", b"\n", b"<meta charset="]
)
def test_a_hostile_head_costs_nothing(piece: bytes) -> None:
    started = time.monotonic()
    list(declared(piece * 100_000))
    assert time.monotonic() - started < 5, "a bound against a hang"
