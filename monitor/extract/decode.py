"""Bytes to text: mark, declaration, exact rules, and only then a guess (rule C9).

byte order mark ▸ declared by header, meta, XML ▸ UTF-16 without a mark ▸ UTF-8, line by line
where many are ▸ East Asian by its frequent signs ▸ Cyrillic or Western by how their letters lie
▸ charset-normalizer

A declaration counts unless the bytes do not fit it: then the next one does.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable

from monitor.errors import ExtractError
from monitor.extract.charset import believed, codec, declared

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "an image, a sound or a film"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xfd7zXZ\x00", "xz-compressed data"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
)
_SAMPLE = 200_000
_ENOUGH_TO_GUESS = 20
"""Bytes beyond ASCII: of fewer, a guess is a game of chance."""
_SHARE_OF_UTF8 = 3
_LETTERS_A_LOSS = 4
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_EAST_ASIAN = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")
_FREQUENT = frozenset(
    "的一是在不了有和人这這中大为為上个個国國以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工"
    "也能下过過子说說产產种種面而方后後多定行学學法所民得经經十三之进進着等部度家电電力里如水化高自二理起小现現"
    "实實加量都两兩体體制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相"
    "全表间間样樣与與关關各重新线線内內数數正心反你明看原又利比或但质質第向道命此变變条條没結结解問问意建月公无無"
    "系军軍很情者最立代想已通并提直题題党程展果料象员員位入常文总總次品式活设設及管特件长長，。、"
    "のにはをたがでてとしれさいなるもかこうくらりよまけっきあそすつせどおわだちばめやへん"
    "이다는을를의가에한하고은들로지도사기대시어인리자정수나부해보일서제연장과전국"
)
"""Signs that make up much of any text in Chinese, Japanese, Korean."""
_FREQUENT_SHARE = 0.25
_RUSSIAN_PERMILLE = dict(
    zip("оеаинтсрвлкмдпуяыьгзб", (110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20,
                                  19, 17, 17, 16, 16), strict=True)
)  # fmt: skip
"""How often letters stand in Russian texts."""
_NEWLINES = re.compile(r"\r\n?")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH_RUN = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_PLAUSIBLE_WESTERN = re.compile(
    "[A-Za-zÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœ"
    "€‚„…‘’“”•–—™‹›«»°§²³·¡¿ªº£©® \xad´½¼]*"
)


class EmptyText(ExtractError):
    """There is nothing to read: no bytes, or only white space."""

    kind = "empty"


class BinaryContent(ExtractError):
    """The bytes are no text; the message names what they are."""

    kind = "binary"


def decode(body: bytes, *, charset: str | None = None, markup: bool = False) -> str:
    """The text of `body`, with `\\n` as its line ends.

    `charset` is what a header or a person declares; `markup`: what the document declares itself
    counts after that. Undecodable bytes are replaced, never fatal. Raises EmptyText or
    BinaryContent, both ExtractError.
    """
    if not body or body.isspace():
        raise EmptyText("the text is empty", hint="nothing is taken from it until it has a text")
    _refuse_binary(body)
    text = _decoded(body, [charset or "", *(declared(body) if markup else ())])
    text = text.removeprefix("\ufeff")
    if not text or text.isspace():
        raise EmptyText("the text is only white space", hint="nothing is taken from it")
    return _NEWLINES.sub("\n", text) if "\r" in text else text


def signature(body: bytes) -> str | None:
    """What a body is that begins as no text does: `a PDF document`."""
    return next((name for mark, name in _SIGNATURES if body.startswith(mark)), None)


def _refuse_binary(body: bytes) -> None:
    if name := signature(body):
        raise BinaryContent(
            f"this is {name}, not a text", hint="give the text itself, as plain text"
        )


def _decoded(body: bytes, labels: Iterable[str]) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    named = [name for label in labels if (name := codec(label))]
    for name in named:
        if (text := believed(body, name)) is not None:
            return text
    if b"\x00" in body[:_SAMPLE]:
        return _utf16_without_mark(body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_short = error.reason == "unexpected end of data" and not body[: error.start].isascii()
        if cut_short:
            return body.decode("utf-8", "replace")
        return _line_by_line(body) or _single_byte(body, *named[:1])
    _refuse_controls(body)
    return text


def _refuse_controls(body: bytes) -> None:
    sample = body[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) * 50 > len(sample):
        raise BinaryContent(
            "this is binary data, not a text", hint="give the text itself, as plain text"
        )


def _utf16_without_mark(body: bytes) -> str:
    """UTF-16 is told by NULs that all lie on one side of the pairs."""
    sample = body[: _SAMPLE // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 20 <= max(even, odd) and len(body) % 2 == 0:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            text = ""
        printable = sum(letter.isprintable() or letter.isspace() for letter in text[:2000])
        if text and printable >= 0.95 * len(text[:2000]):
            return text
    raise BinaryContent(
        "this is binary data (it holds NUL bytes), not a text",
        hint="give the text itself, as plain text",
    )


def _line_by_line(body: bytes) -> str | None:
    """UTF-8 in which some lines are not: broken, or pasted from elsewhere. None for other texts.

    A line of another charset is hardly ever UTF-8 by chance. What is mostly UTF-8 in a line that
    is not loses a letter; all others have one charset among them.
    """
    lines = [_utf8(line) or line for line in body.split(b"\n")]
    foreign = [line for line in lines if isinstance(line, bytes)]
    ours = sum(
        len(line) - len(line.encode("ascii", "ignore")) for line in lines if isinstance(line, str)
    )
    if ours * _SHARE_OF_UTF8 < sum(byte > 127 for line in foreign for byte in line):
        return None
    read = iter(_single_byte(b"\n".join(foreign)).split("\n")) if foreign else iter(())
    return "\n".join(line if isinstance(line, str) else next(read) for line in lines)


def _utf8(line: bytes) -> str | None:
    text = line.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    letters = sum(letter > "\x7f" for letter in text) if lost else 0
    return text if letters >= lost * _LETTERS_A_LOSS else None


def _single_byte(body: bytes, declared_name: str | None = None) -> str:
    """A charset of one byte a letter, by how its letters beyond ASCII lie.

    Cyrillic words are made of such letters; in Western words they stand among ASCII ones. Too
    few of neither kind are nothing to guess by: what is declared counts, and they are replaced.
    """
    _refuse_controls(body)
    runs = _HIGH_RUN.findall(body[:_SAMPLE])
    letters = sum(len(run) for run in runs)
    high = sum(byte > 127 for run in runs for byte in run)
    long_high = sum(len(run) for run in runs if len(run) > 2 and min(run) > 127)
    if (text := _east_asian(body)) is not None:
        return text
    if long_high * 2 > high and high * 4 > letters * 3:
        return body.decode(_likeliest_cyrillic(body[:_SAMPLE]), "replace")
    if all(_western(run) for run in runs):
        return body.decode("cp1252", "replace")
    if declared_name and high < _ENOUGH_TO_GUESS:
        return body.decode(declared_name, "replace")
    return _guessed(body)


def _east_asian(body: bytes) -> str | None:
    """A charset of two bytes a sign, if the bytes fit it and the signs are those of most texts.

    Single-byte texts hardly ever fit: each word would need an even number of such letters.
    """
    sample = body[: _SAMPLE // 2]
    best: tuple[float, str] | None = None
    for encoding in _EAST_ASIAN:
        signs = [sign for sign in sample.decode(encoding, "ignore") if sign > "\x7f"]
        share = sum(sign in _FREQUENT for sign in signs) / len(signs) if signs else 0.0
        if share >= _FREQUENT_SHARE and (best is None or share > best[0]):
            try:
                body.decode(encoding)
            except UnicodeDecodeError:
                continue
            best = share, encoding
    return body.decode(best[1]) if best else None


def _western(run: bytes) -> bool:
    return _PLAUSIBLE_WESTERN.fullmatch(run.decode("cp1252", "replace")) is not None


def _likeliest_cyrillic(sample: bytes) -> str:
    """The charset in which the text has the most frequent Russian letters, most of them small."""

    def likelihood(encoding: str) -> float:
        letters = Counter(sample.decode(encoding, "replace"))
        small = sum(letters[letter] * often for letter, often in _RUSSIAN_PERMILLE.items())
        large = sum(letters[letter.upper()] * often for letter, often in _RUSSIAN_PERMILLE.items())
        return small + 0.8 * large

    return max(_CYRILLIC, key=likelihood)


def _guessed(body: bytes) -> str:
    """charset-normalizer's best guess, else Windows-1252 with what it lacks replaced."""
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE]).best()
    return body.decode(best.encoding if best else "cp1252", "replace")
