"""Content codings, undone in pieces of any size."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import LimitExceeded, Unreachable
from monitor.net.coding import ACCEPTED, PIECE_BYTES, decoder

TEXT = b"news " * 50_000

WIDE = zstd.CompressionParameter
WIDE_ZSTD = zstd.compress(bytes(2**25), options={WIDE.window_log: 25, WIDE.content_size_flag: 0})
WIDE_BROTLI = bytes([0x11, 25])
"""The header by which a stream asks for a window of 32 MB (not in RFC 7932)."""


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


def decode(coding: str, wire: bytes, step: int = 1000) -> bytes:
    undo = decoder(coding)
    pieces = [
        piece for at in range(0, len(wire), step) for piece in undo.feed(wire[at : at + step])
    ]
    undo.finish()
    assert all(len(piece) <= max(PIECE_BYTES, step) for piece in pieces)
    return b"".join(pieces)


CODED = {
    "plain": ("", TEXT),
    "identity": ("identity", TEXT),
    "gzip": ("gzip", gzip.compress(TEXT)),
    "in capitals": (" GZIP ", gzip.compress(TEXT)),
    "old name": ("x-gzip", gzip.compress(TEXT)),
    "beside identity": ("identity, gzip", gzip.compress(TEXT)),
    "several members": ("gzip", gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:])),
    "padding behind": ("gzip", gzip.compress(TEXT) + bytes(100)),
    "deflate": ("deflate", zlib.compress(TEXT)),
    "deflate without its header": ("deflate", raw_deflate(TEXT)),
    "something behind deflate": ("deflate", zlib.compress(TEXT) + b"?"),
    "brotli": ("br", brotli.compress(TEXT)),
    "zstandard": ("zstd", zstd.compress(TEXT)),
    "several frames": ("zstd", zstd.compress(TEXT[:99]) + zstd.compress(TEXT[99:])),
    "padding behind zstandard": ("zstd", zstd.compress(TEXT) + b"?" * 100),
}


@pytest.mark.parametrize("step", [1, 7, 1000, 10**9], ids=str)
@pytest.mark.parametrize(("coding", "wire"), CODED.values(), ids=CODED)
def test_a_coding_is_undone(coding: str, wire: bytes, step: int) -> None:
    assert decode(coding, wire, step) == TEXT


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, 1),
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=1),
    "zstd": zstd.compress,
}


@given(st.binary(max_size=300_000), st.integers(1, 100_000), st.sampled_from(sorted(PACKERS)))
def test_any_body_comes_back_whole(body: bytes, step: int, coding: str) -> None:
    assert decode(coding, PACKERS[coding](body), step) == body


def test_all_that_is_asked_for_can_be_undone() -> None:
    assert set(ACCEPTED.split(", ")) == set(PACKERS)


@pytest.mark.parametrize("coding", PACKERS)
def test_no_body_is_no_error(coding: str) -> None:
    assert decode(coding, b"") == b""


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_a_window_larger_than_browsers_allow_is_refused(coding: str) -> None:
    wide = {"br": WIDE_BROTLI, "zstd": WIDE_ZSTD}[coding]
    with pytest.raises(Unreachable, match="claims"):
        decode(coding, wide)


@pytest.mark.parametrize("coding", ["gzip, gzip", "gzip,deflate", "br, zstd"])
def test_one_coding_is_allowed(coding: str) -> None:
    with pytest.raises(LimitExceeded, match="2 times"):
        decoder(coding)


@pytest.mark.parametrize("coding", ["compress", "*", "bzip2"])
def test_only_what_was_asked_for_is_read(coding: str) -> None:
    with pytest.raises(Unreachable, match="not asked for"):
        decoder(coding)


@pytest.mark.parametrize("coding", PACKERS)
def test_a_body_that_is_cut_is_told(coding: str) -> None:
    with pytest.raises(Unreachable, match="too early"):
        decode(coding, PACKERS[coding](TEXT)[:-9])


@pytest.mark.parametrize("coding", PACKERS)
def test_a_body_in_another_coding_is_told(coding: str) -> None:
    with pytest.raises(Unreachable, match="claims"):
        decode(coding, b"\xff<html>" * 99)
