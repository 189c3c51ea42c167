"""A body is what its bytes are."""

import gzip
import json

import pytest

from monitor.intake.visit.sniff import MOST_UNPACKED_BYTES, NotAPage, page_text, unpacked
from monitor.model.visit import Part

PAGE = b"<html><title>Fees</title><p>Two crowns."


def part(body: bytes) -> Part:
    return Part("https://x.test/a", body, "text/html", "en")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"%PDF-1.7 x", "a PDF document"),
        (b"PK\x03\x04x", "a ZIP archive or office document"),
        (b"\x89PNG\r\n\x1a\nx", "a PNG image"),
        (b"\xff\xd8\xff\xe0x", "a JPEG image"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "an image, a sound or a film"),
        (b"\x1f\x8b\x08 no gzip", "gzip-compressed data"),
        (bytes(range(256)) * 8, "binary data"),
        (b'{"items": []}', "JSON data"),
        (b'\xef\xbb\xbf\n[{"a": "<p>x</p>"}]\n', "JSON data"),
    ],
)
def test_what_is_no_page_is_named(body: bytes, what: str) -> None:
    with pytest.raises(NotAPage, match=f"^this is {what}, not a page") as stopped:
        page_text(body, "utf-8")
    assert stopped.value.kind == "not_a_page"
    assert stopped.value.hint


@pytest.mark.parametrize(
    "body",
    [PAGE, b"plain words", b"{ not json }", b"[see below]", b"42", b"<?xml version='1.0'?>" + PAGE],
)
def test_whatever_is_markup_or_words_is_a_page(body: bytes) -> None:
    assert page_text(body, None)


def test_json_as_deep_as_the_sea_is_not_followed() -> None:
    assert page_text(b"[" * 100_000 + b"]" * 100_000, None)


def test_what_was_packed_without_a_word_is_unpacked() -> None:
    found = unpacked(part(gzip.compress(PAGE)))
    assert found == part(PAGE)
    assert unpacked(part(PAGE)) == part(PAGE)


@pytest.mark.parametrize(
    "body",
    [gzip.compress(PAGE)[:-12], gzip.compress(bytes(MOST_UNPACKED_BYTES + 1), 1)],
    ids=["cut short", "a bomb"],
)
def test_what_cannot_be_unpacked_stays_as_it_is(body: bytes) -> None:
    assert unpacked(part(body)).body == body


def test_unpacked_json_is_json() -> None:
    with pytest.raises(NotAPage):
        page_text(unpacked(part(gzip.compress(json.dumps({"a": 1}).encode()))).body, None)
